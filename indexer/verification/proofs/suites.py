"""The table of Data Integrity suites, by `cryptosuite` or, for the older ones, by the `type` of the proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.proofs.interface import Suite

_SEC = "https://w3id.org/security#"
_NO_BLS = "bbs-2023 needs a kind of mathematics (BLS12-381) that we do not have."
_NO_CHAIN = "A place in a blockchain is not judged as the signature of a package."
_OLD_RSA = "RsaSignature2018 is an old form that we do not check."
_OLD_K1 = "secp256k1 signatures of this form are not checked."

CRYPTOSUITES: Mapping[str, Suite] = {
    "eddsa-rdfc-2022": Suite("eddsa-rdfc-2022", kinds=("Ed25519",)),
    "eddsa-2022": Suite("eddsa-rdfc-2022", kinds=("Ed25519",)),  # the name in the drafts
    "eddsa-jcs-2022": Suite("eddsa-jcs-2022", "jcs", ("Ed25519",)),
    "ecdsa-rdfc-2019": Suite("ecdsa-rdfc-2019", kinds=("P-256", "P-384")),
    "ecdsa-2019": Suite("ecdsa-rdfc-2019", kinds=("P-256", "P-384")),
    "ecdsa-jcs-2019": Suite("ecdsa-jcs-2019", "jcs", ("P-256", "P-384")),
    "ecdsa-sd-2023": Suite("ecdsa-sd-2023", "sd", ("P-256",)),
    "bbs-2023": Suite("bbs-2023", unsupported=_NO_BLS),
    "merkle-proof-2019": Suite("merkle-proof-2019", unsupported=_NO_CHAIN),  # a credential with one is a format of its own
}

PROOF_TYPES: Mapping[str, Suite] = {
    "Ed25519Signature2020": Suite(
        "Ed25519Signature2020", kinds=("Ed25519",), type_iri=f"{_SEC}Ed25519Signature2020", created=True
    ),
    "Ed25519Signature2018": Suite(
        "Ed25519Signature2018",
        kinds=("Ed25519",),
        value="jws",
        type_iri=f"{_SEC}Ed25519Signature2018",
        context="https://w3id.org/security/v2",
        created=True,
    ),
    "JsonWebSignature2020": Suite(
        "JsonWebSignature2020",
        kinds=("Ed25519", "P-256", "P-384", "RSA", "secp256k1"),
        value="jws",
        type_iri=f"{_SEC}JsonWebSignature2020",
    ),
    "RsaSignature2018": Suite("RsaSignature2018", value="jws", unsupported=_OLD_RSA),
    "EcdsaSecp256k1Signature2019": Suite("EcdsaSecp256k1Signature2019", value="jws", unsupported=_OLD_K1),
    "EcdsaSecp256k1RecoverySignature2020": Suite(
        "EcdsaSecp256k1RecoverySignature2020", value="jws", unsupported=_OLD_K1
    ),
    "MerkleProof2019": Suite("MerkleProof2019", unsupported=_NO_CHAIN),
    "BbsBlsSignature2020": Suite("BbsBlsSignature2020", unsupported=_NO_BLS),
    "BbsBlsSignatureProof2020": Suite("BbsBlsSignatureProof2020", unsupported=_NO_BLS),
}


def find_suite(proof: Mapping[str, Any], *, pointer: str) -> Suite:
    """Return the suite of a proof, supported or only recognised. Raises `CheckFailedError` for names that no standard knows."""
    kind = proof.get("type")
    if kind == "DataIntegrityProof":
        name = proof.get("cryptosuite")
        if not isinstance(name, str):
            raise CheckFailedError("PROOF_INCOMPLETE", "The signature does not name its cryptosuite.", pointer=pointer)
        return _known(CRYPTOSUITES, name, "UNSUPPORTED_CRYPTOSUITE", pointer)
    if not isinstance(kind, str):
        raise CheckFailedError("PROOF_INCOMPLETE", "The signature does not name its type.", pointer=pointer)
    return _known(PROOF_TYPES, kind, "UNSUPPORTED_PROOF_TYPE", pointer)


def _known(table: Mapping[str, Suite], name: str, code: str, pointer: str) -> Suite:
    suite = table.get(name)
    if suite is None:
        raise CheckFailedError(code, f"{name!r:.80} is not a way of signing that any standard names.", pointer=pointer)
    return suite
