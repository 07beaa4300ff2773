"""Credentials as signed tokens: VC-JWT 1.1 (`vc` claim), Open Badges 3.0 as JWT, VC-JOSE (`vc+jwt`), each with its own rules.

The signature covers the bytes, so an undefined word cannot be changed by others; it still means nothing, and is a note. What the
token says beside the credential (`iss`, `sub`, `jti`, `nbf`, `exp`) must say the same (OB 3.0 section "JSON Web Token Proof Format",
VCDM 1.1 section 6.3.1).
"""

from __future__ import annotations

from dataclasses import replace

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
from indexer.verification.formats.token_claims import JOSE_TYPES, check_period, check_same
from indexer.verification.formats.token_keys import TokenKey, find_key, require_bound
from indexer.verification.proofs.disclosure import check_disclosed, check_key_binding
from indexer.verification.proofs.jose import Token
from indexer.verification.status.checks import check_status
from indexer.verification.status.token_list import check_token_status

_TYPES = frozenset(
    {"", "jwt", "vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt", "vc+cose", "vc+sd-jwt", "vc+ld+json+sd-jwt", "vc+ld+json+cose"}
)


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
    kind = _kind(token)
    if kind not in _TYPES:
        raise CheckFailedError("BAD_TYP", f"It calls itself {kind!r:.40}.")
    if kind in JOSE_TYPES and ("vc" in payload or "vp" in payload):
        raise CheckFailedError("VC_CLAIM_IN_VCJOSE", "A token of this type is the credential itself, and does not hold another one (“vc”).")
    if case.shown is not None:
        check_disclosed(case.shown)
        check_key_binding(case.shown, now=case.now, fetcher=case.fetcher)
    return Finding(details={"algorithm": token.jws.algorithm, "type": kind or None})


def _kind(token: Token) -> str:
    return str(token.jws.header.get("typ", "")).lower().removeprefix("application/")


def check_token_structure(case: Case) -> Finding:
    """The parts of the credential, and that the token says the same as the credential inside."""
    token: Token = case.parsed
    check_same(case, token.jws.header, token.payload, kind=_kind(token))
    return check_structure(case)


def check_token_key(case: Case) -> Finding:
    """Find the key that the header names."""
    token: Token = case.parsed
    found = find_key(token.jws.header, _token_issuer(case), case)
    case.proofs = found
    for code in found.tolerated:
        case.note(code, "The key is named in a form that the standard does not have.")
    if case.claims is not None:
        case.claims = replace(case.claims, key=found.name)
    return found.finding


def _token_issuer(case: Case) -> str | None:
    token: Token = case.parsed
    issuer = token.payload.get("iss")
    return issuer if isinstance(issuer, str) else issuer_id(case.document)


def check_token_issuer(case: Case) -> Finding:
    """Say whether the key belongs to the issuer that the credential names."""
    found: TokenKey = case.proofs
    if not found.vouched:
        require_bound(found, issuer_id(case.document), case)
    return Finding(details={"controller": found.controller or issuer_id(case.document), "vouched": found.vouched})


def check_token_signature(case: Case) -> Finding:
    """Check the signature over the bytes of the token."""
    token: Token = case.parsed
    found: TokenKey = case.proofs
    token.jws.check(found.key)
    return Finding(details={"algorithm": token.jws.algorithm})


def check_token_validity(case: Case) -> Finding:
    """The dates of the credential, and those of the token around it."""
    token: Token = case.parsed
    found = check_validity(case)
    named = check_period(case, token.payload)
    return Finding(details=named) if found is ABSENT and named else found


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
    "validity": check_token_validity,
    "status": check_token_state,
    "schema": check_schemas,
    "recipient": check_holder,
    "results": check_results,
    "evidence": check_evidence,
    "endorsements": check_endorsements,
    "refresh": check_refresh,
}
