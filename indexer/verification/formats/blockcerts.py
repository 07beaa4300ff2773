"""Blockcerts v3: a verifiable credential whose proof is a place in a blockchain. What can be seen from here is that it is intact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.verification.case import Case, Finding, not_judged
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.common import check_holder, check_structure, check_validity
from indexer.verification.formats.embedded import check_meaning
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.meaning import check_contexts
from indexer.verification.formats.structure import listed
from indexer.verification.jsonld.checked import expanded
from indexer.verification.proofs.merkle import MerkleProof, check_merkle, is_target, read_merkle
from indexer.verification.report import Outcome
from indexer.verification.status.checks import check_status

_NAMES = ("MerkleProof2019", "merkle-proof-2019")
_LIMIT = 10


@dataclass(frozen=True, slots=True)
class _Anchored:
    """One proof, and those that stand before it, which it may cover, too: each issuer adds theirs on top."""

    proof: MerkleProof
    before: tuple[Any, ...]
    pointer: str


def _is_merkle(proof: Any) -> bool:
    """Such a proof, also by the name that one on top of others had before chains were a standard."""
    if not isinstance(proof, dict):
        return False
    kind = proof.get("chainedProofType") if proof.get("type") == "ChainedProof2021" else proof.get("type")
    return bool({str(kind), str(proof.get("cryptosuite"))} & set(_NAMES))


def check_proof(case: Case) -> Finding:
    """Read the proofs."""
    proofs = listed(case.document.get("proof"))
    found = []
    for index, proof in enumerate(proofs):
        if not _is_merkle(proof):
            continue
        pointer = f"/proof/{index}" if isinstance(case.document["proof"], list) else "/proof"
        if proof.get("proofPurpose", "assertionMethod") != "assertionMethod":
            raise CheckFailedError("PROOF_PURPOSE", f"Found {proof['proofPurpose']!r:.60}.", pointer=f"{pointer}/proofPurpose")
        if isinstance(proof.get("previousProof"), dict) and proof["previousProof"] not in proofs[:index]:
            raise CheckFailedError("PREVIOUS_PROOF_INVALID", pointer=f"{pointer}/previousProof")
        found.append(_Anchored(read_merkle(proof.get("proofValue")), tuple(proofs[:index]), pointer))
    if not found or len(found) > _LIMIT:
        sentence = f"At most {_LIMIT} proofs were expected." if found else "There is no MerkleProof2019."
        raise CheckFailedError("UNSUPPORTED_PROOF_TYPE", sentence, pointer="/proof")
    case.proofs = found
    return Finding(details={"suite": "MerkleProof2019", "anchors": _anchors(found)})


def _anchors(found: list[_Anchored]) -> list[str]:
    return [anchor for item in found for anchor in item.proof.anchors]


def check_integrity(case: Case) -> Finding:
    """Compare hash and path of each proof."""
    if case.expansion is None:
        return not_judged("contexts")
    found: list[_Anchored] = case.proofs
    for item in found:
        check_merkle(item.proof, _covered(item, case), pointer=item.pointer)
    roots = [item.proof.root.hex() for item in found]
    return Finding(details={"root": roots[0], "roots": roots}, message="Its fingerprint fits: nothing was changed since it was issued.")


def _covered(item: _Anchored, case: Case) -> str:
    """Return the canonical text that the proof is made of: the credential, and where that is not it, with the proofs before."""
    assert case.expansion is not None
    bare = case.work.canonical(case.expansion, "sha256").text
    if not item.before or is_target(item.proof, bare):
        return bare
    return case.work.canonical(expanded({**case.document, "proof": list(item.before)}, case.contexts), "sha256").text


def check_anchor(case: Case) -> Finding:
    """We have no view of any blockchain, and say so."""
    return Finding(Outcome.UNKNOWN, "ANCHOR_UNCHECKED", details={"anchors": _anchors(case.proofs)})


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
