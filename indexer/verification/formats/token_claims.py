"""What a token says beside the credential in it: who, about whom, under which name (`iss`, `sub`, `jti`), and for how long.

Open Badges 3.0 and VC-JWT 1.1 repeat the credential there, dates included. VC-JOSE-COSE does not (section "JWT claims"): there `exp`
ends the signature, not the credential. In every form a token that has ended must not be accepted (RFC 7519 section 4.1.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.verification.case import Case
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.common import issuer_id, subject_ids
from indexer.verification.instants import SKEW, in_words, numeric_date, read_instant

JOSE_TYPES = frozenset({"vc+jwt", "vc+ld+jwt", "vc-ld+jwt"})
_REPEATING = frozenset({"vc-jwt", "ob3-jwt", "ob3-endorsement-jwt", "clr2-jwt"})
_DATES = (("nbf", ("issuanceDate", "validFrom")), ("exp", ("expirationDate", "validUntil")))


def check_same(case: Case, header: Mapping[str, Any], payload: Mapping[str, Any], *, kind: str) -> None:
    """Hold the claims of a token against its credential; `kind` is its `typ` in small letters.

    Raises `CheckFailedError` ISS_MISMATCH, SUB_MISMATCH, JTI_MISMATCH or DATE_MISMATCH.
    """
    document = case.document
    _same(header, "iss", [issuer_id(document)], "ISS_MISMATCH")  # RFC 7519 section 5.3: a claim repeated in the header is the same
    _same(payload, "iss", [issuer_id(document)], "ISS_MISMATCH")
    _same(payload, "sub", subject_ids(document), "SUB_MISMATCH")
    _same(payload, "jti", [document.get("id")], "JTI_MISMATCH")
    for claim, members in _DATES:
        if payload.get(claim) is not None and numeric_date(payload[claim]) is None:
            raise CheckFailedError("DATE_MISMATCH", f"“{claim}” must be a number of seconds.")
        if case.format in _REPEATING and kind not in JOSE_TYPES:
            _same_date(payload, claim, document, members)


def _same(claims: Mapping[str, Any], claim: str, expected: list[Any], code: str) -> None:
    if claims.get(claim) is not None and claims[claim] not in expected:  # null says nothing, like a claim that is not there
        named = expected[0] if expected else None
        raise CheckFailedError(code, f"The token says {claims[claim]!r:.120}, the credential {named!r:.120}.")


def _same_date(payload: Mapping[str, Any], claim: str, document: Mapping[str, Any], members: tuple[str, str]) -> None:
    moment = numeric_date(payload.get(claim))
    member = next((name for name in members if document.get(name) is not None), None)
    if moment is None or member is None:
        return
    written = read_instant(document[member], pointer=f"/{member}", zone_required=False)
    # A token counts whole seconds (OB 3.0), a credential may write fractions of them.
    if abs((written - moment).total_seconds()) >= 1:
        raise CheckFailedError("DATE_MISMATCH", f"“{claim}” says {moment:%Y-%m-%d %H:%M:%S}, “{member}” says {document[member]}.")


def check_period(case: Case, payload: Mapping[str, Any]) -> dict[str, str]:
    """Hold `nbf` and `exp` against the clock, whatever the credential says, and return them.

    Raises `CheckFailedError` NOT_YET_VALID or EXPIRED.
    """
    start, end = numeric_date(payload.get("nbf")), numeric_date(payload.get("exp"))
    if start is not None and start > case.now + SKEW:
        case.recheck.append(start)
        raise CheckFailedError("NOT_YET_VALID", f"The token is valid from {in_words(start)}.")
    if end is not None:
        case.recheck.append(end)
        if end <= case.now:
            raise CheckFailedError("EXPIRED", f"The token was valid until {in_words(end)}.")
    return {name: moment.isoformat() for name, moment in (("from", start), ("until", end)) if moment is not None}
