"""IETF Token Status List: a signed token with a compressed list of small numbers. Its bits are counted from the other end than those
of Bitstring lists: the first status is in the least significant bits of the first byte (section 4.1)."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, not_reached
from indexer.verification.formats.token_keys import find_key, require_bound
from indexer.verification.instants import in_words, numeric_date
from indexer.verification.intake import decode_base64url, read_object
from indexer.verification.interface import FetchError
from indexer.verification.proofs.jose import Jws, read_jws
from indexer.verification.status.bits import inflate

LIST_LIMIT = 5 * 1024 * 1024
_POINTER = "/status/status_list"
_DAY = 86_400


def check_token_status(entry: Any, case: Case, *, issuer: str | None) -> Finding:
    """Look up ``{idx, uri}``. Raises REVOKED, SUSPENDED and STATUS_... like the other ways of telling the status."""
    if not isinstance(entry, dict) or not isinstance(entry.get("uri"), str) or not _is_index(entry.get("idx")):
        raise CheckFailedError("STATUS_ENTRY", "It must name a list and a place in it.", pointer=_POINTER)
    payload = _fetch(entry["uri"], case, issuer)
    value = _value(payload.get("status_list"), entry["idx"])
    details = {"list": entry["uri"], "value": value}
    if value == 1:
        raise CheckFailedError("REVOKED", pointer=_POINTER, details=details)
    if value == 2:
        raise CheckFailedError("SUSPENDED", pointer=_POINTER, details=details)
    if value != 0:  # 3 and 12 to 15 mean what the issuer wants, the others nothing yet (section 7.1)
        raise CheckUnknownError("STATUS_UNSUPPORTED", f"The list says {value}.", pointer=_POINTER, details=details)
    return Finding(pointer=_POINTER, details=details)


def _is_index(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _fetch(url: str, case: Case, issuer: str | None) -> dict[str, Any]:
    try:
        answer = case.fetcher.fetch(url, limit=LIST_LIMIT, accept="application/statuslist+jwt")
    except FetchError as error:
        raise not_reached("STATUS_UNREACHABLE", error, pointer=_POINTER) from error
    try:
        token = read_jws(answer.body.decode("ascii", "replace").strip())
        payload = read_object(token.payload)
        _check_token(token, payload, url, case, issuer)
    except CheckFailedError as error:
        raise CheckFailedError("STATUS_LIST_INVALID", error.detail, pointer=_POINTER, details={"code": error.code}) from error
    except CheckUnknownError as error:
        raise CheckUnknownError("STATUS_LIST_UNDECIDED", error.detail, pointer=_POINTER, details={"code": error.code}) from error
    return payload


def _check_token(token: Jws, payload: dict[str, Any], url: str, case: Case, issuer: str | None) -> None:
    if str(token.header.get("typ", "")).lower().removeprefix("application/") != "statuslist+jwt":
        raise CheckFailedError("BAD_TYP", "The token is not a list of status.")
    if payload.get("sub") != url:
        raise CheckFailedError("SUB_MISMATCH", "The list is meant for another address.")
    if "iss" in payload and payload["iss"] != issuer:
        raise CheckFailedError("ISS_MISMATCH", "The list is of another issuer.")
    signer = payload.get("iss", issuer)
    key = find_key(token.header, signer if isinstance(signer, str) else None, case)
    token.check(key.key)
    if not key.vouched:
        require_bound(key, issuer, case)
    _check_dates(payload, case)


def _check_dates(payload: dict[str, Any], case: Case) -> None:
    ends = numeric_date(payload.get("exp"))
    if ends is not None:
        case.recheck.append(ends)
        if ends <= case.now:
            raise CheckFailedError("EXPIRED", f"The list was valid until {in_words(ends)}.")
    ttl = payload.get("ttl")
    if isinstance(ttl, (int, float)) and not isinstance(ttl, bool) and ttl > 0:
        case.recheck.append(case.now + timedelta(seconds=min(ttl, _DAY)))


def _value(listing: Any, index: int) -> int:
    size: Any = listing.get("bits") if isinstance(listing, dict) else None
    text = listing.get("lst") if isinstance(listing, dict) else None
    if size not in (1, 2, 4, 8) or not isinstance(text, str):
        raise CheckFailedError("STATUS_LIST_INVALID", "The list has no bits that could be read.", pointer=_POINTER)
    try:
        packed = decode_base64url(text)
    except CheckFailedError as error:
        raise CheckFailedError("STATUS_LIST_INVALID", error.detail, pointer=_POINTER) from error
    bits = inflate(packed, zlib.MAX_WBITS)
    start = index * size
    if start + size > len(bits) * 8:
        raise CheckFailedError("RANGE_ERROR", f"The list has {len(bits) * 8 // size} places.", pointer=_POINTER)
    found: int = (bits[start // 8] >> (start % 8)) & ((1 << size) - 1)
    return found
