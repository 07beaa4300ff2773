"""Blockcerts v3: a verifiable credential whose proof is a place in a blockchain. What can be seen from here is that it is intact."""

from __future__ import annotations

from typing import Any

from indexer.verification.case import Case, Finding, not_judged
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.common import check_holder, check_structure, check_validity
from indexer.verification.formats.embedded import check_meaning
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.meaning import check_contexts
from indexer.verification.formats.structure import listed
from indexer.verification.proofs.merkle import MerkleProof, check_merkle, read_merkle
from indexer.verification.report import Outcome
from indexer.verification.status.checks import check_status

_NAMES = ("MerkleProof2019", "merkle-proof-2019")


def _proof(document: dict[str, Any]) -> dict[str, Any]:
    for proof in listed(document.get("proof")):
        if isinstance(proof, dict) and {proof.get("type"), proof.get("cryptosuite")} & set(_NAMES):
            return proof
    raise CheckFailedError("UNSUPPORTED_PROOF_TYPE", "There is no MerkleProof2019.", pointer="/proof")


def check_proof(case: Case) -> Finding:
    """Read the proof."""
    proof = _proof(case.document)
    if proof.get("proofPurpose", "assertionMethod") != "assertionMethod":
        raise CheckFailedError("PROOF_PURPOSE", f"Found {proof['proofPurpose']!r:.60}.", pointer="/proof/proofPurpose")
    case.proofs = found = read_merkle(proof.get("proofValue"))
    return Finding(details={"suite": "MerkleProof2019", "anchors": list(found.anchors)})


def check_integrity(case: Case) -> Finding:
    """Compare hash and path."""
    if case.expansion is None:
        return not_judged("contexts")
    proof: MerkleProof = case.proofs
    check_merkle(proof, case.work.canonical(case.expansion, "sha256").text)
    return Finding(details={"root": proof.root.hex()}, message="Its fingerprint fits: nothing was changed since it was issued.")


def check_anchor(case: Case) -> Finding:
    """We have no view of any blockchain, and say so."""
    proof: MerkleProof = case.proofs
    return Finding(Outcome.UNKNOWN, "ANCHOR_UNCHECKED", details={"anchors": list(proof.anchors)})


CHECKS: dict[str, CheckFunction] = {
    "contexts": check_contexts,
    "terms": check_meaning,
    "structure": check_structure,
    "proof": check_proof,
    "signature": check_integrity,
    "anchor": check_anchor,
    "validity": check_validity,
    "status": check_status,
    "recipient": check_holder,
}
