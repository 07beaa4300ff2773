"""Open Badges 0.5 to 2.1 as one model: what an assertion, a badge class and an issuer must have, and their claims.

These formats say who and what in three documents, two of which are only linked. Names are those of version 2.0; where version 1 had
others, both are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indexer.verification.claims import Achievement, Alignment, Claims, Evidence, Identifier, IssuerProfile
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.legacy_rules import ASSERTION, BADGE_CLASS, ISSUER, RECIPIENT, hold
from indexer.verification.formats.structure import is_url, listed
from indexer.verification.instants import read_loose

V2 = "https://w3id.org/openbadges/v2"
CONTEXTS = frozenset({V2, "https://w3id.org/openbadges/v1"})
Document = dict[str, Any]


@dataclass(slots=True)
class Badge:
    """The parts of one old badge. `address` is where the assertion lives, `issuer_url` where the issuer was found."""

    assertion: Document
    address: str | None = None
    badge: Document = field(default_factory=dict)
    badge_url: str | None = None
    issuer: Document = field(default_factory=dict)
    issuer_url: str | None = None


def verification_of(assertion: Document) -> Document:
    """Return how the assertion says that it can be verified; {} when it does not."""
    found = assertion.get("verification", assertion.get("verify"))
    return found if isinstance(found, dict) else {}


def refuse_revoked(assertion: Document, **details: str) -> None:
    """Raise `CheckFailedError` for an assertion that says of itself that it is revoked."""
    if assertion.get("revoked") in (True, "true"):  # the vocabulary reads the text as the boolean
        why = assertion.get("revocationReason")
        raise CheckFailedError("REVOKED", f"The reason is: {why:.300}." if isinstance(why, str) else None, details=details)


def check_assertion(assertion: Document) -> None:
    """Raise `CheckFailedError` for an assertion that lacks a part, names no known version, or cannot be verified at all."""
    contexts = listed(assertion.get("@context"))
    if contexts and not any(isinstance(item, str) and item in CONTEXTS for item in contexts):
        raise CheckFailedError("BAD_CONTEXT", "The vocabulary is not one of Open Badges.", pointer="/@context")
    if not contexts and "uid" not in assertion and "id" not in assertion:
        raise CheckFailedError("NOT_VERIFIABLE", pointer="/verify")
    if V2 in contexts and "id" not in assertion:
        raise CheckFailedError("SCHEMA", "The part “id” is missing.", pointer="/id")
    if contexts and "Assertion" not in listed(assertion.get("type")):
        raise CheckFailedError("BAD_TYPE", "The type must be Assertion.", pointer="/type")
    if not verification_of(assertion):
        raise CheckFailedError("NOT_VERIFIABLE", pointer="/verification")
    hold(assertion, ASSERTION, pointer="")
    hold(assertion["recipient"], RECIPIENT, pointer="/recipient")


def check_class(badge: Document) -> None:
    """Raise `CheckFailedError` for a badge class that lacks a part, or has one of the wrong kind."""
    _check_type(badge, {"BadgeClass"}, "/badge")
    hold(badge, BADGE_CLASS, pointer="/badge")


def check_issuer(issuer: Document) -> None:
    """Raise `CheckFailedError` for an issuer that lacks a part, or has one of the wrong kind."""
    _check_type(issuer, {"Issuer", "IssuerOrg", "Profile"}, "/badge/issuer")  # IssuerOrg is a word of version 1.1
    hold(issuer, ISSUER, pointer="/badge/issuer")


def _check_type(document: Document, wanted: set[str], pointer: str) -> None:
    """Version 2 demands a type; the documents of version 1 have neither type nor context."""
    kinds = {str(kind) for kind in listed(document.get("type"))}
    if ("type" in document or "@context" in document) and not kinds & wanted:
        raise CheckFailedError("BAD_TYPE", f"The type must be {' or '.join(sorted(wanted))}.", pointer=f"{pointer}/type")


def instant(value: Any, *, pointer: str) -> datetime | None:
    """Read a date of these formats; None when there is none."""
    return None if value in (None, "") else read_loose(value, pointer=pointer)


def read_claims(badge: Badge, *, key: str | None = None) -> Claims:
    """Return what the three documents say, in the words of Open Badges 3.0."""
    assertion = badge.assertion
    recipient = assertion.get("recipient")
    return Claims(
        issuer=issuer_of(badge),
        credential_id=badge.address or _text(assertion.get("id")) or _text(assertion.get("uid")),
        types=("Assertion",),
        name=_text(badge.badge.get("name")),
        description=_text(assertion.get("narrative")),
        identifiers=tuple(_identifier(item) for item in listed(recipient) if isinstance(item, dict)),
        valid_from=quiet_instant(assertion.get("issuedOn")),
        valid_until=quiet_instant(assertion.get("expires")),
        image=_address(assertion.get("image")),
        achievement=_achievement(badge),
        evidence=tuple(_evidence(assertion)),
        key=key,
    )


def issuer_of(badge: Badge) -> IssuerProfile:
    """Return the issuer as it describes itself."""
    issuer = badge.issuer
    return IssuerProfile(
        badge.issuer_url or "",
        name=_text(issuer.get("name")),
        url=_text(issuer.get("url")),
        email=_text(issuer.get("email")),
        description=_text(issuer.get("description")),
        image=_address(issuer.get("image")),
    )


def _identifier(recipient: Document) -> Identifier:
    return Identifier(
        value=_text(recipient.get("identity")) or "",
        type=_text(recipient.get("type")) or "",
        hashed=recipient.get("hashed") is True,
        salt=_text(recipient.get("salt")),
    )


def _achievement(badge: Badge) -> Achievement | None:
    name = _text(badge.badge.get("name"))
    if name is None:
        return None
    criteria = badge.badge.get("criteria")
    return Achievement(
        id=badge.badge_url,
        name=name,
        description=_text(badge.badge.get("description")),
        criteria_narrative=_text(criteria.get("narrative")) if isinstance(criteria, dict) else None,
        criteria_id=_address(criteria),
        image=_address(badge.badge.get("image")),
        tags=tuple(tag for tag in listed(badge.badge.get("tags")) if isinstance(tag, str)),
        alignments=tuple(_alignment(item) for item in listed(badge.badge.get("alignment")) if isinstance(item, dict)),
    )


def _alignment(item: Document) -> Alignment:
    return Alignment(
        target_name=_text(item.get("targetName", item.get("name"))) or "",
        target_url=_text(item.get("targetUrl", item.get("url"))),
        target_code=_text(item.get("targetCode")),
        target_framework=_text(item.get("targetFramework")),
        target_description=_text(item.get("targetDescription", item.get("description"))),
    )


def _evidence(assertion: Document) -> Iterator[Evidence]:
    value = assertion.get("evidence")
    for index, item in enumerate(listed(value)):
        pointer = f"/evidence/{index}" if isinstance(value, list) else "/evidence"
        if isinstance(item, str):
            yield Evidence(pointer, id=item)
        elif isinstance(item, dict):
            name = _text(item.get("id"))
            yield Evidence(
                pointer,
                id=name if is_url(name) and not str(name).startswith("_:") else None,
                name=_text(item.get("name")),
                description=_text(item.get("description")),
                narrative=_text(item.get("narrative")),
                genre=_text(item.get("genre")),
                audience=_text(item.get("audience")),
            )


def _address(value: Any) -> str | None:
    return _text(value.get("id")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def quiet_instant(value: Any) -> datetime | None:
    """Return a date, or None for what is none: the check of structure has said so."""
    try:
        return instant(value, pointer="")
    except CheckFailedError:
        return None
