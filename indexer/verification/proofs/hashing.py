"""What exactly is signed: from a document and proof options to the bytes under the signature, per suite.

A signer uses the same function: build the proof without its value, call `hash_data`, sign, add the value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.contexts import ContextStore, pinned
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.jsonld.jcs import canonical_json
from indexer.verification.keys.interface import KeyKind
from indexer.verification.proofs.canonical import Canonicalizer
from indexer.verification.proofs.interface import Suite
from indexer.verification.proofs.suites import find_suite

_SECRETS = ("proofValue", "jws", "signatureValue")


def hash_data(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    kind: KeyKind = "Ed25519",
    store: ContextStore | None = None,
    suite: Suite | None = None,
) -> bytes:
    """Return the hash of `proof` (its options) followed by the hash of `document` without its proof.

    `kind` is the kind of the key, which decides the hash: SHA-384 for P-384, else SHA-256. A P-384 or P-256 signer signs the
    result with ECDSA and that same hash. For the `jws` suites see `jws_input`. Raises what `expand` raises, and
    `CheckFailedError`.
    """
    suite = suite or find_suite(proof, pointer="/proof")
    store = store or pinned()
    bare = without_proof(document)
    if suite.transform == "jcs":
        return hash_jcs(bare, proof, kind=kind)
    read = expand(options(proof, document, suite), store=store)
    return hash_rdfc(expand(bare, store=store), read, kind=kind, work=Canonicalizer())


def without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document as it was before it was signed."""
    return {key: value for key, value in document.items() if key != "proof"}


def options(proof: Mapping[str, Any], document: Mapping[str, Any], suite: Suite) -> dict[str, Any]:
    """Return the proof options as a JSON-LD document: the proof without its value, read with the document's context."""
    found = {key: value for key, value in proof.items() if key not in _SECRETS and key != "@context"}
    return {"@context": suite.context or document.get("@context"), **found}


def hash_rdfc(document: Expansion, proof: Expansion, *, kind: KeyKind, work: Canonicalizer) -> bytes:
    """Hash two expanded documents through RDFC-1.0 (VC-DI-EDDSA 3.3.4, VC-DI-ECDSA 3.3.4); P-384 uses SHA-384 inside it, too."""
    name = hash_name(kind)
    return b"".join(hashlib.new(name, work.canonical(part, name).text.encode()).digest() for part in (proof, document))


def hash_jcs(document: Mapping[str, Any], proof: Mapping[str, Any], *, kind: KeyKind) -> bytes:
    """Hash options and document through JCS (VC-DI-EDDSA 3.2.3, 3.2.4)."""
    name = hash_name(kind)
    given = {key: value for key, value in proof.items() if key not in _SECRETS}
    body = dict(document)
    if "@context" in given:
        body["@context"] = shared_context(body.get("@context"), given["@context"])
    return hashlib.new(name, canonical_json(given)).digest() + hashlib.new(name, canonical_json(body)).digest()


def shared_context(document: Any, proof: Any) -> Any:
    """Return the proof's context, having seen that the document's begins with the same values in the same order."""
    inner = proof if isinstance(proof, list) else [proof]
    outer = document if isinstance(document, list) else [document]
    if outer[: len(inner)] != inner:
        raise CheckFailedError("BAD_SIGNATURE", "The document's vocabulary does not begin with that of its signature.")
    return proof


def hash_name(kind: KeyKind) -> str:
    """Return the name of the hash that goes with a kind of key."""
    return "sha384" if kind == "P-384" else "sha256"


def jws_input(header: str, digest: bytes) -> bytes:
    """Return what a detached, unencoded JWS signs (RFC 7797): the header, a full stop, and the digest itself."""
    return header.encode() + b"." + digest
