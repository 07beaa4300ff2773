"""The data model of W3C Verifiable Credentials 1.1 and 2.0: which members there must be, and of which shape.

Rules look at the JSON as it was signed. Each yields problems; all of them are collected, so that one report shows everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.instants import has_zone, read_instant

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+")
_LANGUAGE_MEMBERS = {"@value", "@language", "@direction"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that is broken: its reason code, where, and one sentence."""

    code: str
    pointer: str
    sentence: str


Document = Mapping[str, Any]
Rule = Callable[[Document], Iterator[Problem]]


def version_of(document: Document) -> str | None:
    """Return ``1.1`` or ``2.0`` by the first context, or None when it is neither."""
    contexts = document.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    return {VC1: "1.1", VC2: "2.0"}.get(first) if isinstance(first, str) else None


def problems(document: Document, *, template: bool = False) -> list[Problem]:
    """Return every rule of the data model that `document` breaks. A `template` is not issued yet and may lack its issuer."""
    version = version_of(document)
    if version is None:
        return [Problem("BAD_CONTEXT", "/@context", f"The first context must be {VC2} or {VC1}.")]
    rules = _COMMON + (_ONLY_1 if version == "1.1" else _ONLY_2)
    found = [problem for rule in rules for problem in rule(document)]
    if template and "issuer" not in document:
        found = [problem for problem in found if problem.pointer != "/issuer"]
    return found


def is_url(value: Any) -> bool:
    """Say whether a value is an absolute URL string."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def listed(value: Any) -> list[Any]:
    """Return the members of an array, or one value as an array of one; [] for nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(document: Document, member: str) -> Iterator[tuple[str, Any]]:
    """Yield the values of a member that may be one or many, each with its pointer."""
    value = document.get(member)
    for index, item in enumerate(listed(value)):
        yield (f"/{member}/{index}" if isinstance(value, list) else f"/{member}"), item


# -- rules


def _contexts(document: Document) -> Iterator[Problem]:
    for pointer, item in objects(document, "@context"):
        if not isinstance(item, dict) and not is_url(item):
            yield Problem("BAD_CONTEXT", pointer, "A context must be a URL or an object.")


def _types(document: Document) -> Iterator[Problem]:
    value = document.get("type")
    words = listed(value)
    if not words or not all(isinstance(word, str) and word for word in words):
        yield Problem("BAD_TYPE", "/type", "A credential must have types, written as strings.")
    elif not {"VerifiableCredential", "EnvelopedVerifiableCredential"} & set(words):
        yield Problem("BAD_TYPE", "/type", "The types of a credential must include VerifiableCredential.")


def _identifier(document: Document) -> Iterator[Problem]:
    if "id" in document and not is_url(document["id"]):
        yield Problem("SCHEMA", "/id", "The identifier of a credential must be one URL.")


def _issuer(document: Document) -> Iterator[Problem]:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not is_url(name):
        yield Problem("SCHEMA", "/issuer", "A credential must have one issuer, named by a URL.")


def _subject(document: Document) -> Iterator[Problem]:
    found = list(objects(document, "credentialSubject"))
    if not found:
        yield Problem("SCHEMA", "/credentialSubject", "A credential must be about somebody or something.")
    for pointer, item in found:
        if not isinstance(item, dict) or not item:
            yield Problem("SCHEMA", pointer, "The subject of a credential must be an object with content.")
        elif "id" in item and not is_url(item["id"]):
            yield Problem("SCHEMA", f"{pointer}/id", "The identifier of a subject must be one URL.")


def _proofs(document: Document) -> Iterator[Problem]:
    """A proof must say of which type it is, whether or not anybody here can check it."""
    for pointer, item in objects(document, "proof"):
        if not isinstance(item, dict) or not listed(item.get("type")):
            yield Problem("PROOF_INCOMPLETE", pointer, "A proof must be an object that says its type.")


def _typed(member: str, *, id_required: bool, id_url: bool = True) -> Rule:
    """Return the rule that a member holds objects with a type, and with an id where that is required."""

    def rule(document: Document) -> Iterator[Problem]:
        for pointer, item in objects(document, member):
            if not isinstance(item, dict):
                yield Problem("SCHEMA", pointer, f"The part “{member}” must be an object with parts of its own.")
                continue
            words = listed(item.get("type"))
            if not words or not all(isinstance(word, str) and word for word in words):
                yield Problem("SCHEMA", f"{pointer}/type", f"The part “{member}” does not say its type.")
            if (id_required and "id" not in item) or (id_url and "id" in item and not is_url(item["id"])):
                yield Problem("SCHEMA", f"{pointer}/id", f"The part “{member}” must have a URL as its identifier.")

    return rule


def _dates(early: str, late: str, *, zone: bool, required: bool) -> Rule:
    def rule(document: Document) -> Iterator[Problem]:
        if required and document.get(early) is None:
            yield Problem("SCHEMA", f"/{early}", f"The start date (“{early}”) is missing.")
        moments = []
        for member in (early, late):
            if document.get(member) is not None:  # null is how some issuers write that there is none; to JSON-LD it says nothing
                try:
                    moments.append(read_instant(document[member], pointer=f"/{member}", zone_required=zone))
                except CheckFailedError as error:
                    yield Problem(error.code, f"/{member}", error.detail or "")
        if len(moments) == 2 and moments[0] > moments[1]:
            yield Problem("SCHEMA", f"/{late}", "The end date lies before the start date.")

    return rule


def _strange_dates(document: Document) -> Iterator[Problem]:
    for member in ("issuanceDate", "expirationDate"):
        if member in document:
            sentence = f"The word “{member}” does not exist in version 2.0 of the data model, which has “validFrom” and “validUntil”."
            yield Problem("DROPPED_TERMS", f"/{member}", sentence)


def _language_values(document: Document) -> Iterator[Problem]:
    issuer = document.get("issuer")
    places = [("", document), ("/issuer", issuer if isinstance(issuer, dict) else {})]
    for prefix, place in places:
        for member in ("name", "description"):
            if member in place and not all(_is_text(item) for item in listed(place[member])):
                yield Problem("SCHEMA", f"{prefix}/{member}", f"The part “{member}” must be a text, or texts with their languages.")


def _is_text(value: Any) -> bool:
    if isinstance(value, dict):
        plain = all(isinstance(value.get(key, ""), str) for key in ("@value", "@language"))
        return "@value" in value and set(value) <= _LANGUAGE_MEMBERS and plain and value.get("@direction", "ltr") in ("ltr", "rtl")
    return isinstance(value, str)


def _status_types(document: Document) -> Iterator[Problem]:
    """A type must be a word that the contexts map to a URL; one with a space or a slash can never be (VCDM 2.0 section 4.5)."""
    for member in ("credentialStatus", "credentialSchema", "evidence", "termsOfUse", "refreshService"):
        for pointer, item in objects(document, member):
            for word in listed(item.get("type")) if isinstance(item, dict) else []:
                if isinstance(word, str) and re.search(r"\s", word):
                    yield Problem("SCHEMA", f"{pointer}/type", "A type must be a word or a URL.")


def _resources(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for pointer, item in objects(document, "relatedResource"):
        if not isinstance(item, dict) or not is_url(item.get("id")):
            yield Problem("SCHEMA", pointer, "A related resource must have a URL as its identifier.")
            continue
        if not isinstance(item.get("digestSRI"), str) and not isinstance(item.get("digestMultibase"), str):
            yield Problem("SCHEMA", pointer, "A related resource must have a digest.")
        if item["id"] in seen:
            yield Problem("SCHEMA", pointer, "A related resource is named twice.")
        seen.add(item["id"])


_COMMON: tuple[Rule, ...] = (_contexts, _types, _identifier, _issuer, _subject, _proofs)
_ONLY_1: tuple[Rule, ...] = (
    _dates("issuanceDate", "expirationDate", zone=False, required=True),
    _typed("credentialStatus", id_required=True),
    _typed("credentialSchema", id_required=True),
    _typed("refreshService", id_required=True),
    _typed("evidence", id_required=False, id_url=False),
    _typed("termsOfUse", id_required=False, id_url=False),
)
_ONLY_2: tuple[Rule, ...] = (
    _dates("validFrom", "validUntil", zone=True, required=False),
    _strange_dates,
    _language_values,
    _status_types,
    _typed("credentialStatus", id_required=False),
    _typed("credentialSchema", id_required=True),
    _typed("refreshService", id_required=False),
    _typed("evidence", id_required=False),
    _typed("termsOfUse", id_required=False),
    _resources,
)


def zoneless_dates(document: Document) -> list[str]:
    """Return the names of dates without a time zone, which version 1.1 allows and we read as UTC."""
    members = ("issuanceDate", "expirationDate")
    return [member for member in members if isinstance(document.get(member), str) and not has_zone(document[member])]
