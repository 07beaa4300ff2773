"""Who presented it: the signature of a presentation, apart from the credentials in it (VCDM 2.0 section 4.13, VC-JOSE-COSE 3.1.2).

A presentation proves nothing about its credentials, which stand by themselves, and its time is the moment of handing over: so its
`exp`, audience, challenge and domain are not judged. But a signature that is there must be good, and be that of the holder it names.
Nothing here is said in words that name the holder: a report is also read by those who may not know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.formats.common import subject_ids
from indexer.verification.formats.embedded import best_of
from indexer.verification.formats.meaning import check_terms
from indexer.verification.formats.token_claims import JOSE_TYPES
from indexer.verification.formats.token_keys import find_key, require_bound
from indexer.verification.jsonld.checked import expanded
from indexer.verification.keys.interface import PRESENTATION
from indexer.verification.proofs.data_integrity import ProofJudge
from indexer.verification.proofs.hashing import without_proof
from indexer.verification.proofs.jose import Token
from indexer.verification.report import Outcome

_TYPES = frozenset(
    {"", "jwt", "vp+jwt", "vp+ld+jwt", "vp-ld+jwt", "vp+ld+json+jwt", "vp+cose", "vp+ld+json+cose", "vp+sd-jwt", "vp+ld+json+sd-jwt"}
)
_SOMEBODY = "Somebody has signed the package in which it came. That this is whom it is about was not shown."
_JOSE = frozenset(name.replace("vc", "vp") for name in JOSE_TYPES)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """A signed presentation: its document, and the token around it when it is signed as one."""

    document: dict[str, Any]
    token: Token | None = None

    @property
    def holder(self) -> str | None:
        """Whom it names: its `holder`, else the issuer of its token."""
        holder = self.document.get("holder", self.token.payload.get("iss") if self.token else None)
        name = holder.get("id") if isinstance(holder, dict) else holder
        return name if isinstance(name, str) else None


def check_presented(case: Case) -> Finding:
    """Judge the signature of the presentation that was taken off. Raises `CheckFailedError` HOLDER_MISMATCH or HOLDER_PROOF."""
    wrapping: Wrapping | None = case.wrapping
    if wrapping is None:
        return ABSENT
    inner = case.inner(b"", role="presentation")
    inner.document, inner.relationships, inner.known_keys = wrapping.document, PRESENTATION, case.known_keys
    try:
        found = _check_token(wrapping, wrapping.token, inner) if wrapping.token else _check_embedded(wrapping, inner)
        named = wrapping.holder is not None and wrapping.holder in subject_ids(case.document)
        return found if named else replace(found, message=_SOMEBODY)
    except CheckUnknownError as error:
        return Finding(Outcome.NOT_APPLICABLE, "HOLDER_UNDECIDED", details={"code": error.code})
    except VerificationError as error:
        code = "HOLDER_MISMATCH" if error.code in ("ISSUER_NOT_BOUND", "ISS_MISMATCH") else "HOLDER_PROOF"
        raise CheckFailedError(code, details={"code": error.code}) from error


def _check_embedded(wrapping: Wrapping, case: Case) -> Finding:
    case.expansion = expanded(without_proof(wrapping.document), case.contexts)
    check_terms(case)
    best = best_of(ProofJudge(case, issuer=wrapping.holder, presented=True).judge())
    for finding in best.findings.values():
        if finding.outcome is Outcome.UNKNOWN:
            raise CheckUnknownError(finding.code)
        if finding.outcome is not Outcome.PASSED:
            raise CheckFailedError(finding.code)
    return Finding(details={"suite": best.suite.name if best.suite else None})


def _check_token(wrapping: Wrapping, token: Token, case: Case) -> Finding:
    _check_kind(token)
    issuer = token.payload.get("iss", wrapping.holder)
    if issuer != wrapping.holder:
        raise CheckFailedError("ISS_MISMATCH")
    found = find_key(token.jws.header, wrapping.holder, case)
    token.jws.check(found.key)
    if not found.vouched and wrapping.holder is not None:
        require_bound(found, wrapping.holder, case)
    return Finding(details={"algorithm": token.jws.algorithm})


def _check_kind(token: Token) -> None:
    kind = str(token.jws.header.get("typ", "")).lower().removeprefix("application/")
    if kind not in _TYPES:
        raise CheckFailedError("BAD_TYP")
    if kind in _JOSE and ("vp" in token.payload or "vc" in token.payload):
        raise CheckFailedError("VC_CLAIM_IN_VCJOSE")
