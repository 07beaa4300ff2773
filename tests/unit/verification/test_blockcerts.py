"""Blockcerts of version 3: fingerprint and path, alone and on top of other proofs."""

from __future__ import annotations

import hashlib
from typing import Any

import base58
import cbor2
import pytest

from indexer.verification.jsonld.contexts import pinned
from indexer.verification.jsonld.expand import expand
from indexer.verification.proofs.canonical import Canonicalizer
from indexer.verification.report import Outcome, Verdict
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import VC2, issuer, signed

SCHOOL = issuer()


def certificate(**changes: Any) -> dict[str, Any]:
    return {
        "@context": [VC2, "https://w3id.org/security/data-integrity/v2", "https://w3id.org/blockcerts/v3.1"],
        "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000009",
        "type": ["VerifiableCredential", "BlockcertsCredential"],
        "issuer": SCHOOL.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner", "name": "Ada"},
        **changes,
    }


def anchored(covered: dict[str, Any], *, neighbour: str | None = None, **changes: Any) -> dict[str, Any]:
    """Return a proof over `covered` as it stands; `neighbour` is the other half of its tree, on the right."""
    text = Canonicalizer().canonical(expand(covered, store=pinned()), "sha256").text
    target = hashlib.sha256(text.encode()).hexdigest()
    root = hashlib.sha256(bytes.fromhex(target + neighbour)).hexdigest() if neighbour else target
    value = cbor2.dumps([(0, root), (1, target), (2, ["blink:btc:test:1"]), (3, [(1, neighbour)] if neighbour else [])])
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "merkle-proof-2019",
        "proofPurpose": "assertionMethod",
        "created": "2025-01-01T00:00:00Z",
        "verificationMethod": f"{SCHOOL.id}#1",
        "proofValue": "z" + base58.b58encode(value).decode(),
        **changes,
    }


def test_a_certificate_is_held_to_be_intact_and_its_anchor_is_open() -> None:
    report = judge({**certificate(), "proof": anchored(certificate(), neighbour="ab" * 32)})
    assert report.format == "blockcerts-v3"
    assert codes(report) == {"anchor": "ANCHOR_UNCHECKED"}
    assert codes(judge({**certificate(name="Other"), "proof": anchored(certificate())}))["signature"] == "BAD_HASH"


def test_a_proof_may_cover_those_before_it() -> None:
    first = anchored(certificate(), id="urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-00000000000a")
    second = anchored({**certificate(), "proof": first}, previousProof="urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-00000000000a")
    assert codes(judge({**certificate(), "proof": [first, second]})) == {"anchor": "ANCHOR_UNCHECKED"}
    assert codes(judge({**certificate(), "proof": [second, first]}))["signature"] == "BAD_HASH"
    assert codes(judge({**certificate(), "proof": second}))["signature"] == "BAD_HASH"


def test_a_proof_may_cover_a_signature_of_another_kind() -> None:
    document = signed(certificate(), SCHOOL)
    assert codes(judge({**document, "proof": [document["proof"], anchored(document)]})) == {"anchor": "ANCHOR_UNCHECKED"}


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        ({}, "anchor", "ANCHOR_UNCHECKED"),
        ({"chainedProofType": "Ed25519Signature2020"}, "proof", "UNSUPPORTED_PROOF_TYPE"),
        ({"previousProof": {"type": "DataIntegrityProof"}}, "proof", "PREVIOUS_PROOF_INVALID"),
    ],
)
def test_a_chained_proof_of_2021_is_read_like_one_of_today(change: dict[str, Any], check: str, code: str) -> None:
    document = signed(certificate(), SCHOOL)
    kind = {"type": "ChainedProof2021", "cryptosuite": None, "chainedProofType": "MerkleProof2019", "previousProof": document["proof"]}
    top = {name: value for name, value in anchored(document, **{**kind, **change}).items() if value is not None}
    assert codes(judge({**document, "proof": [document["proof"], top]})) == {check: code}


def test_each_proof_must_fit() -> None:
    good, bad = anchored(certificate()), anchored(certificate(name="Other"))
    report = judge({**certificate(), "proof": [good, bad]})
    assert codes(report)["signature"] == "BAD_HASH"
    assert found(report, "signature").pointer == "/proof/1"
    assert codes(judge({**certificate(), "proof": [good] * 11}))["proof"] == "UNSUPPORTED_PROOF_TYPE"


@pytest.mark.parametrize("inside", ["anchored", "signed"])
def test_a_package_that_stands_in_a_blockchain_says_nothing_of_its_credentials(inside: str) -> None:
    given = signed(certificate(), SCHOOL) if inside == "signed" else {**certificate(), "proof": anchored(certificate())}
    package = {"@context": [VC2], "type": ["VerifiablePresentation"], "holder": "did:example:learner", "verifiableCredential": [given]}
    report = judge({**package, "proof": anchored(package)})
    assert report.verdict is (Verdict.VERIFIED if inside == "signed" else Verdict.UNKNOWN)
    assert found(report, "holder").outcome is Outcome.NOT_APPLICABLE
