"""Signatures over the whole document: hash it in the way of the suite, and hold the signature against the hash."""

from __future__ import annotations

from typing import Any

from indexer.verification.case import Case
from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.checked import expanded
from indexer.verification.keys.interface import KeyKind, Method
from indexer.verification.multiformats import decode_multibase
from indexer.verification.proofs.hashing import hash_jcs, hash_rdfc, jws_input, options
from indexer.verification.proofs.interface import Judgement, Suite
from indexer.verification.proofs.jose import read_detached
from indexer.verification.proofs.signatures import check_signature

_ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}


def check_plain(document: dict[str, Any], judgement: Judgement, case: Case, *, chained: bool) -> None:
    """Return when the signature of `judgement` over `document` is good. `chained` says that the document holds earlier proofs.

    Raises `CheckFailedError` BAD_SIGNATURE, ALG_NOT_ALLOWED or ALG_KEY_MISMATCH.
    """
    assert judgement.suite is not None
    assert judgement.method is not None
    suite, method = judgement.suite, judgement.method
    if suite.transform == "jcs":
        digest = hash_jcs(document, judgement.proof, kind=method.key.kind)
    else:
        # Without a chain the document was expanded before, for the check of its words.
        known = case.expansion if not chained else None
        body = known or expanded(document, case.contexts)
        proof = expanded(options(judgement.proof, document, suite), case.contexts)
        digest = hash_rdfc(body, proof, kind=_hash_kind(suite, method), work=case.work)
    if suite.value == "jws":
        header_text, header, signature = read_detached(judgement.proof["jws"])
        check_signature(str(header["alg"]), method.key, signature, jws_input(header_text, digest))
        return
    signature = _decode_value(judgement.proof["proofValue"])
    check_signature(_ALGORITHMS[method.key.kind], method.key, signature, digest)


def _hash_kind(suite: Suite, method: Method) -> KeyKind:
    """JsonWebSignature2020 always hashes with SHA-256, whatever the key; the ECDSA suites go by the curve."""
    return "Ed25519" if suite.value == "jws" else method.key.kind


def _decode_value(text: str) -> bytes:
    try:
        if not text.startswith("z"):
            raise CheckFailedError("BAD_SIGNATURE", "The value of the signature must be base58 with a leading z.")
        return decode_multibase(text)
    except CheckFailedError as error:
        raise CheckFailedError("BAD_SIGNATURE", error.detail) from error
