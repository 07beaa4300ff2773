"""Data Integrity proofs, made as the specifications say: canonicalise proof options and document apart, hash, join, sign.

Verifiable Credential Data Integrity 1.0 §4.2 (add proof), eddsa-rdfc-2022 (VC-DI-EdDSA §3.2), and the older Ed25519Signature2020.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import base58

from demo.issuing.keys import Key
from indexer.verification.jsonld.canon import canonize
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.rdf import to_quads

RDFC_2022 = "eddsa-rdfc-2022"
ED25519_2020 = "ed25519-2020"


class SigningError(Exception):
    """The document to be signed would lose words: a mistake in the demo itself."""


def add_proof(document: dict[str, Any], key: Key, *, suite: str, created: datetime) -> dict[str, Any]:
    """Return `document` with a proof by `key`. Raises `SigningError` when a word of it is not defined by its contexts."""
    options = _options(key, suite, created)
    hashed = _digest({"@context": document["@context"], **options}) + _digest(document)
    value = "z" + base58.b58encode(key.sign(hashed)).decode()
    return {**document, "proof": {**options, "proofValue": value}}


def _options(key: Key, suite: str, created: datetime) -> dict[str, Any]:
    kind = {"type": "DataIntegrityProof", "cryptosuite": RDFC_2022} if suite == RDFC_2022 else {"type": "Ed25519Signature2020"}
    return {**kind, "created": stamp(created), "verificationMethod": key.method, "proofPurpose": "assertionMethod"}


def _digest(document: dict[str, Any]) -> bytes:
    expansion = expand(document, store=pinned())
    if expansion.lost:
        raise SigningError(f"undefined by its contexts: {expansion.lost[:3]}")
    text = canonize(to_quads(expansion.nodes)).text
    return hashlib.sha256(text.encode()).digest()


def stamp(moment: datetime) -> str:
    """An instant as XML Schema dateTimeStamp in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
