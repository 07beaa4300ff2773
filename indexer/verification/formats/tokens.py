"""Credentials as signed tokens: VC-JWT 1.1 (`vc` claim), Open Badges 3.0 as JWT, VC-JOSE (`vc+jwt`), each with its own rules.

The signature covers the bytes, so an undefined word cannot be changed by others; it still means nothing, and is a note. What the
token says beside the credential (`iss`, `sub`, `jti`, `nbf`, `exp`) must say the same (OB 3.0 section "JSON Web Token Proof Format",
VCDM 1.1 section 6.3.1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding, finding_of
from indexer.verification.errors import CheckFailedError, VerificationError
from indexer.verification.formats.claims_reader import read_claims
from indexer.verification.formats.common import check_holder, check_structure, check_validity, issuer_id
from indexer.verification.formats.endorsements import check_endorsements
from indexer.verification.formats.evidence import check_evidence
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.meaning import check_contexts, check_injection
from indexer.verification.formats.refresh import check_refresh
from indexer.verification.formats.remarks import remark
from indexer.verification.formats.results import check_results
from indexer.verification.formats.schemas import check_schemas
from indexer.verification.formats.structure import listed
from indexer.verification.formats.token_keys import TokenKey, find_key, require_bound
from indexer.verification.formats.token_payload import numeric_date
from indexer.verification.instants import read_instant
from indexer.verification.proofs.jose import Token
from indexer.verification.status.checks import check_status
from indexer.verification.status.token_list import check_token_status

_TYPES = frozenset(
    {"", "jwt", "vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt", "vc+cose", "vc+sd-jwt", "vc+ld+json+sd-jwt", "vc+ld+json+cose"}
)
_JOSE_TYPES = frozenset({"vc+jwt", "vc+ld+jwt", "vc-ld+jwt"})


# -- checks


def check_token_terms(case: Case) -> Finding:
    """Read the claims; undefined words are notes here, redefined ones fail as everywhere."""
    assert case.expansion is not None
    case.claims = read_claims(case)
    remark(case)
    for lost in case.expansion.lost[:10]:
        case.note("UNDEFINED_TERM", f"The word “{lost.word}” means nothing: {lost.reason}.", lost.pointer)
    return check_injection(case)


def check_token(case: Case) -> Finding:
    """The token itself: its type, and that it is of one format only."""
    token: Token = case.parsed
    payload = token.payload
    kind = str(token.jws.header.get("typ", "")).lower().removeprefix("application/")
    if kind not in _TYPES:
        raise CheckFailedError("BAD_TYP", f"It calls itself {kind!r:.40}.")
    if kind in _JOSE_TYPES and ("vc" in payload or "vp" in payload):
        raise CheckFailedError("VC_CLAIM_IN_VCJOSE", "A token of type vc+jwt is the credential, and has no vc claim.")
    return Finding(details={"algorithm": token.jws.algorithm, "type": kind or None})


def check_token_structure(case: Case) -> Finding:
    """The parts of the credential, and that the token says the same as the credential inside."""
    token: Token = case.parsed
    _check_same(case, token.payload)
    return check_structure(case)


def _check_same(case: Case, payload: dict[str, Any]) -> None:
    document = case.document
    subjects = [item.get("id") for item in listed(document.get("credentialSubject")) if isinstance(item, dict)]
    _same(payload, "iss", [issuer_id(document)], "ISS_MISMATCH")
    _same(payload, "sub", subjects, "SUB_MISMATCH")
    _same(payload, "jti", [document.get("id")], "JTI_MISMATCH")
    for claim, members in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        _same_date(payload, claim, document, members)


def _same(payload: dict[str, Any], claim: str, expected: list[Any], code: str) -> None:
    if isinstance(payload.get(claim), str) and payload[claim] not in expected:
        raise CheckFailedError(code, f"The token says {payload[claim]!r:.120}, the credential {expected[0] if expected else None!r:.120}.")


def _same_date(payload: dict[str, Any], claim: str, document: dict[str, Any], members: tuple[str, str]) -> None:
    moment = numeric_date(payload.get(claim))
    if claim in payload and moment is None:
        raise CheckFailedError("DATE_MISMATCH", f"{claim} must be a number of seconds.")
    member = next((name for name in members if name in document), None)
    if moment is None or member is None:
        return
    written = read_instant(document[member], pointer=f"/{member}", zone_required=False)
    # A token counts whole seconds (OB 3.0), a credential may write fractions of them.
    if abs((written - moment).total_seconds()) >= 1:
        raise CheckFailedError("DATE_MISMATCH", f"{claim} says {moment:%Y-%m-%d %H:%M:%S}, {member} says {document[member]}.")


def check_token_key(case: Case) -> Finding:
    """Find the key that the header names."""
    token: Token = case.parsed
    found = find_key(token.jws.header, _token_issuer(case), case)
    case.proofs = found
    for code in found.tolerated:
        case.note(code, "The key is named in a form that the standard does not have.")
    if case.claims is not None:
        case.claims = replace(case.claims, key=found.name)
    return Finding(details={"key": found.name, "kind": found.key.kind})


def _token_issuer(case: Case) -> str | None:
    token: Token = case.parsed
    issuer = token.payload.get("iss")
    return issuer if isinstance(issuer, str) else issuer_id(case.document)


def check_token_issuer(case: Case) -> Finding:
    """Say whether the key belongs to the issuer that the credential names."""
    found: TokenKey = case.proofs
    if not found.vouched:
        require_bound(found, issuer_id(case.document))
    return Finding(details={"controller": found.controller, "vouched": found.vouched})


def check_token_signature(case: Case) -> Finding:
    """Check the signature over the bytes of the token."""
    token: Token = case.parsed
    found: TokenKey = case.proofs
    token.jws.check(found.key)
    return Finding(details={"algorithm": token.jws.algorithm})


def check_token_state(case: Case) -> list[Finding]:
    """The status of the credential, and that of the token when it names one."""
    token: Token = case.parsed
    found = list(check_status(case))
    status = token.payload.get("status")
    if isinstance(status, dict) and "status_list" in status:
        try:
            found.append(check_token_status(status["status_list"], case, issuer=issuer_id(case.document)))
        except VerificationError as error:
            found.append(finding_of(error))
    return [finding for finding in found if finding is not ABSENT] or [ABSENT]


CHECKS: dict[str, CheckFunction] = {
    "contexts": check_contexts,
    "terms": check_token_terms,
    "structure": check_token_structure,
    "proof": check_token,
    "key": check_token_key,
    "issuer": check_token_issuer,
    "signature": check_token_signature,
    "validity": check_validity,
    "status": check_token_state,
    "schema": check_schemas,
    "recipient": check_holder,
    "results": check_results,
    "evidence": check_evidence,
    "endorsements": check_endorsements,
    "refresh": check_refresh,
}
