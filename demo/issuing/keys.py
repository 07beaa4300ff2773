"""Signing keys of the demo, derived from a fixed seed so that nothing secret has to be kept. They protect nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import base58
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED = b"evident demo world, keys for nobody"
ED25519_PUB = b"\xed\x01"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Key:
    """A private key with its name in a document: `method` is the verification method that a signature points to."""

    method: str
    controller: str
    private: Ed25519PrivateKey | EllipticCurvePrivateKey

    @property
    def alg(self) -> str:
        """The JOSE name of its signatures."""
        return "EdDSA" if isinstance(self.private, Ed25519PrivateKey) else "ES256"

    def sign(self, data: bytes) -> bytes:
        """Sign; ECDSA as r and s of 32 bytes each (RFC 7518 §3.4)."""
        if isinstance(self.private, Ed25519PrivateKey):
            return self.private.sign(data)
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@cache
def ed25519(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_secret(name))


@cache
def p256(name: str) -> EllipticCurvePrivateKey:
    number = int.from_bytes(_secret(name), "big") % (P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _secret(name: str) -> bytes:
    return hashlib.sha256(SEED + b"/" + name.encode()).digest()


def multibase(key: Ed25519PrivateKey) -> str:
    """The public key as a Multikey: multicodec prefix and 32 bytes in base58btc."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "z" + base58.b58encode(ED25519_PUB + raw).decode()


def did_key(name: str) -> Key:
    """The key of a person who is known by nothing but it."""
    private = ed25519(name)
    public = multibase(private)
    return Key(f"did:key:{public}#{public}", f"did:key:{public}", private)


def jwk(key: Ed25519PrivateKey | EllipticCurvePrivateKey) -> dict[str, Any]:
    """The public key as a JWK (RFC 7517)."""
    if isinstance(key, Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)}
    point = key.public_key().public_numbers()
    x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
    return {"kty": "EC", "crv": "P-256", "x": base64url(x), "y": base64url(y)}


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
