"""Bitstring Status List 1.0, and StatusList2021 and RevocationList2020 before it: a bit (or a few) in a signed list.

The list is fetched whole, so the issuer does not learn whose status is asked, and is judged like any other credential: proof, key,
issuer, dates. Only then is a bit of it worth anything.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, not_reached
from indexer.verification.formats.common import issuer_id
from indexer.verification.formats.structure import listed
from indexer.verification.interface import FetchError
from indexer.verification.report import Outcome, Report, Verdict
from indexer.verification.status.bits import STANDARD_PLACES, TOLERATED_PLACES, decode_list, number_at

LIST_LIMIT = 5 * 1024 * 1024
ACCEPT = "application/vc, application/vc+ld+json, application/json, application/vc+jwt, */*;q=0.1"
_LIST_TYPES = {
    "BitstringStatusListCredential": "BitstringStatusList",
    "StatusList2021Credential": "StatusList2021",
    "RevocationList2020Credential": "RevocationList2020",
}
_GENERATIONS = {
    "BitstringStatusListCredential": "BitstringStatusListEntry",
    "StatusList2021Credential": "StatusList2021Entry",
    "RevocationList2020Credential": "RevocationList2020Status",
}
_INDEX_LIMIT = 18
_TTL_LIMIT = timedelta(days=1)


def check_entry(entry: dict[str, Any], pointer: str, case: Case) -> Finding:
    """Look up one entry. See `StatusFunction` for what it returns and raises."""
    purpose, index, url = _read_entry(entry, pointer)
    size = _size(entry, pointer)
    document = _fetch_list(url, case, pointer)
    subject = _list_subject(document, entry, url, case, pointer)
    _check_purpose(purpose, subject, pointer)
    bits = decode_list(subject.get("encodedList"))
    _check_length(len(bits) * 8 // size, case, pointer)
    return _outcome(purpose, number_at(bits, index, size), entry, url, pointer)


def check_2020(entry: dict[str, Any], pointer: str, case: Case) -> Finding:
    """Look up an entry of RevocationList2020, which had other names and one purpose only."""
    renamed = {
        "type": "RevocationList2020Status",
        "statusPurpose": "revocation",
        "statusListIndex": entry.get("revocationListIndex"),
        "statusListCredential": entry.get("revocationListCredential"),
    }
    return check_entry(renamed, pointer, case)


def _read_entry(entry: dict[str, Any], pointer: str) -> tuple[str, int, str]:
    purpose, url = entry.get("statusPurpose"), entry.get("statusListCredential")
    if not isinstance(purpose, str) or not isinstance(url, str):
        raise CheckFailedError("STATUS_ENTRY", "It must name a purpose and a list.", pointer=pointer)
    place = entry.get("statusListIndex")
    text = str(place) if isinstance(place, int) and not isinstance(place, bool) else place
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > _INDEX_LIMIT:
        raise CheckFailedError("STATUS_ENTRY", "Its place in the list must be a number.", pointer=pointer)
    if isinstance(entry.get("statusListCredential"), str) and urlsplit(url).scheme not in ("https", "http"):
        raise CheckFailedError("STATUS_ENTRY", "The list must have a web address.", pointer=pointer)
    return purpose, int(text), url


def _size(entry: dict[str, Any], pointer: str) -> int:
    size = entry.get("statusSize", 1)
    if isinstance(size, str) and size.isascii() and size.isdigit() and len(size) < 3:
        size = int(size)
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= 32:
        raise CheckFailedError("STATUS_ENTRY", "statusSize must be a small positive number.", pointer=pointer)
    messages = entry.get("statusMessage")
    if size > 1 and (not isinstance(messages, list) or len(messages) != 2**size):
        raise CheckFailedError("STATUS_ENTRY", "Each value of the status must have its message.", pointer=pointer)
    return size


def _fetch_list(url: str, case: Case, pointer: str) -> dict[str, Any]:
    """Fetch and judge the list credential; return its document as signed."""
    try:
        answer = case.fetcher.fetch(url, limit=LIST_LIMIT, accept=ACCEPT)
    except FetchError as error:
        raise not_reached("STATUS_UNREACHABLE", error, pointer=pointer) from error
    inner = case.inner(answer.body, role="status-list")
    report = case.judge(inner)
    _require_verified(report, url, pointer)
    ends = [moment for moment in (report.recheck_at, _expiry(inner, case)) if moment is not None]
    case.recheck.extend(ends)
    return inner.document


def _expiry(inner: Case, case: Case) -> Any:
    """When the list should be read again: its `ttl` is in milliseconds (Bitstring Status List section 2.2)."""
    for subject in listed(inner.document.get("credentialSubject")):
        ttl = subject.get("ttl") if isinstance(subject, dict) else None
        if isinstance(ttl, int) and ttl > 0:
            return case.now + min(timedelta(milliseconds=min(ttl, 10**10)), _TTL_LIMIT)
    return None


def _require_verified(report: Report, url: str, pointer: str) -> None:
    if report.verdict is Verdict.VERIFIED:
        return
    worst = next(check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN))
    details = {"url": url, "check": worst.check, "code": worst.code}
    if report.verdict is Verdict.UNKNOWN:
        raise CheckUnknownError("STATUS_LIST_UNDECIDED", worst.message, pointer=pointer, details=details)
    raise CheckFailedError("STATUS_LIST_INVALID", worst.message, pointer=pointer, details=details)


def _list_subject(document: dict[str, Any], entry: dict[str, Any], url: str, case: Case, pointer: str) -> dict[str, Any]:
    kinds = [kind for kind in listed(document.get("type")) if kind in _LIST_TYPES]
    subject = document.get("credentialSubject")
    if not kinds or not isinstance(subject, dict) or _LIST_TYPES[kinds[0]] not in listed(subject.get("type")):
        raise CheckFailedError("STATUS_LIST_INVALID", f"{url:.200} is not a list of status.", pointer=pointer)
    if _GENERATIONS.get(kinds[0]) not in listed(entry.get("type")):
        case.note("STATUS_LIST_KIND", "The entry and its list are of two generations of the standard.", pointer)
    if issuer_id(document) != issuer_id(case.document):
        _judge_foreign(document, case, pointer)
    return subject


def _judge_foreign(document: dict[str, Any], case: Case, pointer: str) -> None:
    """A list of somebody else says nothing unless the issuer chose it; the issuer did, by signing its address."""
    case.note(
        "STATUS_ISSUER", f"The list of revoked credentials comes from {issuer_id(document) or 'nobody':.200}.", pointer
    )


def _check_purpose(purpose: str, subject: dict[str, Any], pointer: str) -> None:
    purposes = listed(subject.get("statusPurpose"))
    if "RevocationList2020" in listed(subject.get("type")):
        purposes = ["revocation"]
    if purpose not in purposes:
        raise CheckFailedError(
            "STATUS_PURPOSE", f"The entry is about {purpose!r:.40}, the list about {', '.join(map(str, purposes)):.60}.", pointer=pointer
        )


def _check_length(places: int, case: Case, pointer: str) -> None:
    sentence = f"It has {places} places, {STANDARD_PLACES} were expected."
    if places < TOLERATED_PLACES:
        raise CheckFailedError("STATUS_LIST_LENGTH", sentence, pointer=pointer)
    if places < STANDARD_PLACES:
        case.note("STATUS_LIST_LENGTH", f"The list of revoked credentials is short. {sentence}", pointer)


def _outcome(purpose: str, value: int, entry: dict[str, Any], url: str, pointer: str) -> Finding:
    details: dict[str, Any] = {"purpose": purpose, "value": value, "list": url}
    message = _message(entry, value)
    if message is not None:
        details["message"] = message
    if value and purpose == "revocation":
        raise CheckFailedError("REVOKED", message, pointer=pointer, details=details)
    if value and purpose == "suspension":
        raise CheckFailedError("SUSPENDED", message, pointer=pointer, details=details)
    if value:
        return Finding(pointer=pointer, details=details, message=f"The issuer says of the credential: {message or purpose}.")
    return Finding(pointer=pointer, details=details)


def _message(entry: dict[str, Any], value: int) -> str | None:
    for item in listed(entry.get("statusMessage")):
        status = item.get("status") if isinstance(item, dict) else None
        if isinstance(status, str) and status.lower().removeprefix("0x").isalnum():
            try:
                if int(status, 16) == value:
                    return f"{item.get('message', '')!s:.200}"
            except ValueError:
                continue
    return None
