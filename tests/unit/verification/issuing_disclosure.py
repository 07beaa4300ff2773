"""Issuing what is shown in parts: SD-JWT and ecdsa-sd-2023 derived proofs, and signed messages in COSE."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import cbor2

from indexer.verification.jsonld.canon import canonize, relabelled
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.rdf import to_quads
from indexer.verification.proofs.hashing import options
from indexer.verification.proofs.suites import CRYPTOSUITES
from tests.unit.verification.issuing import Issuer, issuer, token


def base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def disclosure(*parts: Any) -> str:
    """Return a disclosure: salt, name and value of a member, or salt and value of an element."""
    return base64(json.dumps(list(parts)).encode())


def digest(text: str, name: str = "sha256") -> str:
    return base64(hashlib.new(name, text.encode()).digest())


def sd_jwt(payload: Mapping[str, Any], by: Issuer, *disclosures: str, binding: str = "", **header: Any) -> str:
    """Return a token with disclosures behind it, as a holder would show it."""
    head = token(payload, by, **{"typ": "dc+sd-jwt", **header})
    return "~".join([head, *disclosures, binding])


def key_binding(shown: str, holder: Issuer, **changes: Any) -> str:
    """Return the holder's signature for what is shown."""
    payload = {"iat": 1772366400, "aud": "https://evident.example", "nonce": "n", "sd_hash": digest(shown), **changes}
    return token(payload, holder, typ="kb+jwt", kid=None)


def cose(payload: bytes, by: Issuer, *, number: int = -8, **protected: Any) -> bytes:
    """Return a COSE_Sign1 message; `number` is that of the algorithm."""
    members: dict[Any, Any] = {1: number, 4: by.method.encode(), **protected}
    head = cbor2.dumps(members)
    signature = by.sign(cbor2.dumps(["Signature1", head, b"", payload]))
    found: bytes = cbor2.dumps(cbor2.CBORTag(18, [head, {}, payload, signature]))
    return found


def derived(document: dict[str, Any], by: Issuer, *, mandatory: int = 3, base: bool = False, one_name: bool = False) -> dict[str, Any]:
    """Return a document with a derived ecdsa-sd-2023 proof that shows everything; the first statements are mandatory.

    With `one_name` all blank nodes are mapped to one name.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "created": "2025-06-01T08:00:00Z",
        "verificationMethod": by.method,
        "proofPurpose": "assertionMethod",
    }
    quads = to_quads(expand(document, store=pinned()).nodes)
    labels = canonize(quads).labels
    secret = {label: hashlib.sha256(b"" if one_name else label.encode()).digest() for label in labels.values()}
    lines = relabelled(quads, {f"_:{name}": f"_:u{base64(secret[label])}" for name, label in labels.items()})
    once = issuer("P-256")
    raw_key = b"\x80\x24" + _point(once)
    read = expand(options(proof, document, CRYPTOSUITES["ecdsa-sd-2023"]), store=pinned())
    head = hashlib.sha256(canonize(to_quads(read.nodes)).text.encode()).digest()
    body = hashlib.sha256("".join(lines[:mandatory]).encode()).digest()
    parts = [
        by.sign(head + raw_key + body),
        raw_key,
        [once.sign(line.encode()) for line in lines[mandatory:]],
        {int(label[4:]): value for label, value in secret.items()},
        list(range(mandatory)),
    ]
    proof["proofValue"] = "u" + base64((b"\xd9\x5d\x00" if base else b"\xd9\x5d\x01") + cbor2.dumps(parts))
    return {**document, "proof": proof}


def _point(by: Issuer) -> bytes:
    import base58

    found: bytes = base58.b58decode(by.multikey[1:])[2:]
    return found
