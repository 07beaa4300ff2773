"""Checks that W3C credentials of every form share: structure, dates, holder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.badges import badge_problems, endorsement_problems, record_problems, tolerated
from indexer.verification.formats.structure import Document, Problem, listed, problems, zoneless_dates
from indexer.verification.instants import SKEW, in_words, read_instant
from indexer.verification.recipient import check_recipient


def structure_problems(case: Case, *, template: bool = False) -> list[Problem]:
    """Return everything in which the document breaks the rules of its format."""
    found = problems(case.document, template=template)
    if case.format in ("ob3-di", "ob3-jwt"):
        found += badge_problems(case.document)
    elif case.format.startswith("ob3-endorsement"):
        found += endorsement_problems(case.document)
    elif case.format.startswith("clr2"):
        found += record_problems(case.document)
    return found


def check_structure(case: Case) -> Finding:
    """Fail with the first broken rule; the others stand in the details."""
    found = structure_problems(case)
    if found:
        first = found[0]
        more = [{"pointer": item.pointer, "problem": item.sentence} for item in found]
        count = f" {len(found)} things are wrong in all." if len(found) > 1 else ""
        raise CheckFailedError(first.code, f"{first.sentence}{count}", pointer=first.pointer, details={"problems": more})
    for member in zoneless_dates(case.document):
        case.note("DATE_WITHOUT_ZONE", f"The date “{member}” has no time zone; it is read as UTC.", f"/{member}")
    if case.format in ("ob3-di", "ob3-jwt"):
        for code, sentence, pointer in tolerated(case.document):
            case.note(code, sentence, pointer)
    return Finding()


def issuer_id(document: Document) -> str | None:
    """Return the identifier of the issuer as the credential names it."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else None


def check_validity(case: Case) -> Finding:
    """Compare the dates of the credential with the clock; a start up to five minutes ahead is tolerated."""
    starts = _dates(case.document, ("issuanceDate", "validFrom"))
    ends = _dates(case.document, ("expirationDate", "validUntil"))
    # Version 1.1 knows the words of 2.0, too: where both stand, the credential is valid while both say so.
    start, start_at = max(starts, default=(None, None))
    end, end_at = min(ends, default=(None, None))
    return validity(case, start, end, pointers=(start_at, end_at))


def validity(
    case: Case, start: datetime | None, end: datetime | None, *, pointers: tuple[str | None, str | None] = (None, None)
) -> Finding:
    """Judge a period. Raises `CheckFailedError` NOT_YET_VALID or EXPIRED; writes down when the answer changes."""
    if start is not None and start > case.now + SKEW:
        case.recheck.append(start)
        raise CheckFailedError("NOT_YET_VALID", f"It is valid from {in_words(start)}.", pointer=pointers[0])
    if end is not None:
        case.recheck.append(end)
        if end < case.now:
            raise CheckFailedError("EXPIRED", f"It was valid until {in_words(end)}.", pointer=pointers[1])
    if start is None and end is None:
        return ABSENT
    return Finding(details={"from": start.isoformat() if start else None, "until": end.isoformat() if end else None})


def check_holder(case: Case) -> Finding:
    """Compare the holder with the identifiers that were proven, when somebody asked."""
    if not case.recipients or case.claims is None:
        return ABSENT
    found = check_recipient(case.claims, case.recipients)
    return Finding(found.outcome, found.code, None, found.pointer, found.details, message=found.message)


def _dates(document: Document, members: Sequence[str]) -> list[tuple[datetime, str]]:
    written = [(f"/{member}", document[member]) for member in members if document.get(member) is not None]
    return [(read_instant(text, pointer=pointer, zone_required=False), pointer) for pointer, text in written]


def subject_ids(document: Document) -> list[Any]:
    """Return the identifiers of the subjects."""
    return [item.get("id") for item in listed(document.get("credentialSubject")) if isinstance(item, dict)]
