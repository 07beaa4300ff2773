"""Proof chains: a signature over a document together with earlier signatures, named by `previousProof` (VC-DI section 4.3)."""

from __future__ import annotations

from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.proofs.interface import Judgement
from indexer.verification.report import Outcome


def previous_proofs(judgement: Judgement, proofs: list[Judgement]) -> list[Judgement]:
    """Return the proofs that `judgement` builds on, in the order of the document.

    Raises `CheckFailedError` PREVIOUS_PROOF_MISSING for a name that is not there or there twice, PREVIOUS_PROOF_INVALID for what
    is no name. Whether the earlier ones are good is known only when all are judged: see `rests_on_bad`.
    """
    if "previousProof" not in judgement.proof:
        return []
    names = _names(judgement.proof["previousProof"], judgement.pointer)
    by_name = {name: [other for other in proofs if other.proof.get("id") == name] for name in names}
    for name, found in by_name.items():
        if len(found) != 1:
            raise CheckFailedError(
                "PREVIOUS_PROOF_MISSING", f"{name:.200} stands {len(found)} times.", pointer=f"{judgement.pointer}/previousProof"
            )
    return [other for other in proofs if other.proof.get("id") in names]


def rests_on_bad(judgement: Judgement, proofs: list[Judgement]) -> bool:
    """Say whether a proof builds, at any distance, on one whose own signature is not good, or on itself."""
    seen: set[int] = set()
    waiting = _direct(judgement, proofs)
    while waiting:
        other = waiting.pop()
        finding = other.findings.get("signature")
        if other is judgement or finding is None or finding.outcome is not Outcome.PASSED:
            return True
        if other.index not in seen:
            seen.add(other.index)
            waiting += _direct(other, proofs)
    return False


def _direct(judgement: Judgement, proofs: list[Judgement]) -> list[Judgement]:
    value = judgement.proof.get("previousProof", [])
    names = value if isinstance(value, list) else [value]
    return [other for other in proofs if "id" in other.proof and other.proof["id"] in names]


def _names(value: Any, pointer: str) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise CheckFailedError(
            "PREVIOUS_PROOF_INVALID", "previousProof must name signatures by their ids.", pointer=f"{pointer}/previousProof"
        )
    return names
