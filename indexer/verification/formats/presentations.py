"""The data model of a presentation, for those that hold several credentials. Its own signature: see presenting.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.verification.formats.structure import (
    Document,
    Problem,
    is_url,
    listed,
    objects,
    problems,
    version_of,
)


def in_context_of(document: Document, item: dict[str, Any]) -> dict[str, Any]:
    """Return `item`, a credential inside `document`, with the vocabularies of the document when it names none (JSON-LD 1.1 section 3.1)."""
    return item if "@context" in item else {"@context": document.get("@context"), **item}


def part_of(presentation: Document, item: dict[str, Any]) -> dict[str, Any]:
    """Return a credential as it stands in `presentation`; from version 2.0 on each names its own vocabularies."""
    return in_context_of(presentation, item) if version_of(presentation) == "1.1" else item


def presentation_problems(document: Document) -> list[Problem]:
    """Return every rule of the data model that a presentation breaks, those of the credentials inside included."""
    if version_of(document) is None:
        return [Problem("BAD_CONTEXT", "/@context", "The first context must be that of the W3C data model.")]
    return [problem for rule in (_identity, _holder, _contents, _proofs) for problem in rule(document)]


def _identity(document: Document) -> Iterator[Problem]:
    if "VerifiablePresentation" not in listed(document.get("type")):
        yield Problem("BAD_TYPE", "/type", "The types of a presentation must include VerifiablePresentation.")
    if "id" in document and not is_url(document["id"]):
        yield Problem("SCHEMA", "/id", "The identifier of a presentation must be one URL.")
    for pointer, item in objects(document, "termsOfUse"):
        if not isinstance(item, dict) or not listed(item.get("type")):
            yield Problem("SCHEMA", pointer, "The terms of use do not say their type.")


def _holder(document: Document) -> Iterator[Problem]:
    holder = document.get("holder")
    name = holder.get("id") if isinstance(holder, dict) else holder
    if "holder" in document and not is_url(name):
        yield Problem("SCHEMA", "/holder", "The holder must be named by one URL.")


def _contents(document: Document) -> Iterator[Problem]:
    old = version_of(document) == "1.1"
    if old and not listed(document.get("verifiableCredential")):
        yield Problem("SCHEMA", "/verifiableCredential", "A presentation must hold a credential.")
    for pointer, item in objects(document, "verifiableCredential"):
        if isinstance(item, dict):
            item = part_of(document, item)
            if "EnvelopedVerifiableCredential" in listed(item.get("type")):
                yield from (Problem(found.code, pointer + found.pointer, found.sentence) for found in envelope_problems(item))
            else:
                yield from (Problem(found.code, pointer + found.pointer, found.sentence) for found in problems(item))
        elif not (old and isinstance(item, str)):
            yield Problem("SCHEMA", pointer, "A credential must be an object.")


def envelope_problems(document: Document) -> list[Problem]:
    """Return every rule that an enveloped credential or presentation breaks (VCDM 2.0 sections 4.13 and 4.14)."""
    found = []
    if not listed(document.get("@context")):
        found.append(Problem("BAD_CONTEXT", "/@context", "An envelope must name its vocabulary."))
    kind = "vp" if "EnvelopedVerifiablePresentation" in listed(document.get("type")) else "vc"
    if not str(document.get("id")).startswith(f"data:application/{kind}"):
        found.append(Problem("SCHEMA", "/id", f"An envelope must hold its content in an address that begins with data:application/{kind}."))
    return found


def _proofs(document: Document) -> Iterator[Problem]:
    for pointer, item in objects(document, "proof"):
        if not isinstance(item, dict) or not listed(item.get("type")):
            yield Problem("PROOF_INCOMPLETE", pointer, "A proof must be an object that says its type.")
