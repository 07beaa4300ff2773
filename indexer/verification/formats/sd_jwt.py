"""SD-JWT VC: a credential whose parts the holder shows one by one, without vocabularies; its words are those of the token.

Open Badges inside such a token (`vc+sd-jwt` with contexts) are judged like other tokens once they are put together: see detect.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.claims import Claims, IssuerProfile
from indexer.verification.errors import CheckFailedError, CheckUnknownError
from indexer.verification.formats.common import check_holder, validity
from indexer.verification.formats.evidence import check_evidence
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.results import check_results
from indexer.verification.formats.sd_jwt_badges import badge_claims
from indexer.verification.formats.structure import listed
from indexer.verification.formats.token_keys import TokenKey, certified, find_key, require_bound
from indexer.verification.instants import numeric_date
from indexer.verification.keys.interface import PublicKey
from indexer.verification.keys.material import from_jwk
from indexer.verification.keys.web import fetch_object
from indexer.verification.proofs.disclosure import SdJwt, check_disclosed, check_key_binding
from indexer.verification.proofs.jose import Token
from indexer.verification.status.token_list import check_token_status

_KEY_LIMIT = 50
_TYPES = frozenset({"dc+sd-jwt", "vc+sd-jwt", "sd-jwt", "jwt", ""})


def check_token(case: Case) -> Finding:
    """The token, its disclosures and, when there is one, its key binding."""
    token: SdJwt = case.parsed
    kind = str(token.jws.header.get("typ", "")).lower().removeprefix("application/")
    # A token of another kind, without `vct`, is no credential, which the check of structure says; its signature may be good.
    if kind not in _TYPES and not (kind.endswith("+sd-jwt") and "vct" not in token.payload):
        raise CheckFailedError("BAD_TYP", f"It calls itself {kind!r:.40}.")
    check_key_binding(token, now=case.now, fetcher=case.fetcher)
    return Finding(details={"algorithm": token.jws.algorithm, "disclosed": len(token.disclosed)})


def check_parts(case: Case) -> Finding:
    """`vct` says what it is; what decides about validity must not be a disclosure."""
    token: SdJwt = case.parsed
    case.claims = _claims(token.payload, case)
    if not isinstance(token.payload.get("vct"), str):
        raise CheckFailedError("SCHEMA", "The token does not say of which type it is.", pointer="/vct")
    check_disclosed(token)
    if "iss" in token.payload and not isinstance(token.payload["iss"], str):
        raise CheckFailedError("SCHEMA", "The issuer must be one address.", pointer="/iss")
    return Finding()


def _claims(payload: dict[str, Any], case: Case) -> Claims | None:
    issuer, subject, kind, name = (payload.get(member) for member in ("iss", "sub", "vct", "name"))
    if not isinstance(issuer, str):
        return None
    known = badge_claims(payload, case) or Claims(
        issuer=IssuerProfile(issuer),
        types=(kind,) if isinstance(kind, str) else (),
        name=name if isinstance(name, str) else None,
        subject_id=subject if isinstance(subject, str) else None,
    )
    return replace(
        known,
        credential_id=payload["jti"] if isinstance(payload.get("jti"), str) else None,
        valid_from=numeric_date(payload.get("nbf", payload.get("iat"))),
        valid_until=numeric_date(payload.get("exp")),
    )


def check_key(case: Case) -> Finding:
    """Find the key: by name, in a certificate, or in the issuer's published keys."""
    token: SdJwt = case.parsed
    issuer = token.payload.get("iss")
    found = _find(token, issuer if isinstance(issuer, str) else None, case)
    case.proofs = found
    if case.claims is not None:
        case.claims = replace(case.claims, key=found.name)
    return found.finding


def _find(token: SdJwt, issuer: str | None, case: Case) -> TokenKey:
    header = token.jws.header
    if case.known_keys:
        return find_key(header, issuer, case)
    if "x5c" in header:
        return certified(header["x5c"], issuer, case)
    name = header.get("kid")
    if issuer is not None and urlsplit(issuer).scheme == "https" and not (isinstance(name, str) and ":" in name):
        return _published(token, issuer, name if isinstance(name, str) else None, case)
    return find_key(header, issuer, case)


def _published(token: SdJwt, issuer: str, name: str | None, case: Case) -> TokenKey:
    """Read the issuer's metadata (SD-JWT VC section 5): its `issuer` must be the one of the token, its keys inline or one step away."""
    parts = urlsplit(issuer)
    document = fetch_object(f"https://{parts.netloc}/.well-known/jwt-vc-issuer{parts.path.rstrip('/')}", case.fetcher)
    if document.get("issuer") != issuer:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The metadata is that of {document.get('issuer')!r:.100}.")
    if ("jwks" in document) == ("jwks_uri" in document):
        raise CheckFailedError("KEY_UNRESOLVABLE", "The metadata must have either keys or the address of keys.")
    keys = document.get("jwks") or fetch_object(str(document.get("jwks_uri")), case.fetcher)
    found = list(_named(keys, name))
    if not found:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The issuer has no key {name or 'at all'!r:.80}.")
    # Without a name any of the issuer's keys may be meant: the one that fits, else the first.
    return TokenKey(next((key for key in found if _fits(token, key)), found[0]), name, issuer)


def _named(keys: Any, name: str | None) -> Iterator[PublicKey]:
    for jwk in listed(keys.get("keys"))[:_KEY_LIMIT] if isinstance(keys, dict) else []:
        if isinstance(jwk, dict) and (name is None or jwk.get("kid") == name):
            yield from_jwk(jwk)


def _fits(token: SdJwt, key: PublicKey) -> bool:
    try:
        token.jws.check(key)
    except CheckFailedError:
        return False
    return True


def check_issuer(case: Case) -> Finding:
    """Say whether the key belongs to the issuer of the token."""
    token: SdJwt = case.parsed
    found: TokenKey = case.proofs
    issuer = token.payload.get("iss")
    if found.vouched:
        return Finding(details={"vouched": True})
    require_bound(found, issuer if isinstance(issuer, str) else None, case)
    return Finding(details={"controller": found.controller or issuer})


def check_signature(case: Case) -> Finding:
    """Check the issuer's signature."""
    token: SdJwt = case.parsed
    found: TokenKey = case.proofs
    token.jws.check(found.key)
    return Finding(details={"algorithm": token.jws.algorithm})


def check_dates(case: Case) -> Finding:
    """`nbf` and `exp` against the clock."""
    token: SdJwt = case.parsed
    for claim in ("nbf", "exp", "iat"):
        if claim in token.payload and numeric_date(token.payload[claim]) is None:
            raise CheckFailedError("BAD_DATETIME", f"“{claim}” must be a number of seconds.", pointer=f"/{claim}")
    return validity(case, numeric_date(token.payload.get("nbf")), numeric_date(token.payload.get("exp")))


def check_status(case: Case) -> Finding:
    """The IETF status list, when the token names one."""
    token: SdJwt = case.parsed
    status = token.payload.get("status")
    if status is None:
        return ABSENT
    if not isinstance(status, dict) or "status_list" not in status:
        raise CheckUnknownError("STATUS_UNSUPPORTED", pointer="/status")
    issuer = token.payload.get("iss")
    return check_token_status(status["status_list"], case, issuer=issuer if isinstance(issuer, str) else None)


def as_token(token: SdJwt) -> Token:
    """Return a put-together token for the checks of other tokens."""
    return Token(token.jws, token.payload)


CHECKS: dict[str, CheckFunction] = {
    "structure": check_parts,
    "proof": check_token,
    "key": check_key,
    "issuer": check_issuer,
    "signature": check_signature,
    "validity": check_dates,
    "status": check_status,
    "recipient": check_holder,
    "results": check_results,
    "evidence": check_evidence,
}
