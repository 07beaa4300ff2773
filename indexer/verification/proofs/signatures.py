"""The mathematics: one function that says whether a signature over some bytes is good under a key and an algorithm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from indexer.verification.errors import CheckFailedError
from indexer.verification.keys.interface import KeyKind, PublicKey


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A signature algorithm: the one kind of key that it takes, its hash, and for ECDSA the size of each half in bytes."""

    kind: KeyKind
    digest: hashes.HashAlgorithm | None = None
    half: int = 0
    pss: bool = False


# JOSE names (RFC 7518, RFC 8037, RFC 9864). What is not here is refused: none, HS256 and all that is weak or unknown.
ALGORITHMS: Mapping[str, Algorithm] = {
    "EdDSA": Algorithm("Ed25519"),
    "Ed25519": Algorithm("Ed25519"),
    "ES256": Algorithm("P-256", hashes.SHA256(), 32),
    "ES384": Algorithm("P-384", hashes.SHA384(), 48),
    "ES512": Algorithm("P-521", hashes.SHA512(), 66),
    "ES256K": Algorithm("secp256k1", hashes.SHA256(), 32),
    "RS256": Algorithm("RSA", hashes.SHA256()),
    "PS256": Algorithm("RSA", hashes.SHA256(), pss=True),
}


def check_signature(name: str, key: PublicKey, signature: bytes, data: bytes) -> None:
    """Return when `signature` over `data` is good. Raises `CheckFailedError`: ALG_NOT_ALLOWED, ALG_KEY_MISMATCH, BAD_SIGNATURE."""
    algorithm = ALGORITHMS.get(name)
    if algorithm is None:
        raise CheckFailedError("ALG_NOT_ALLOWED", f"The method {name!r:.40} is not accepted.")
    same = {name, "EdDSA" if name == "Ed25519" else name, "Ed25519" if name == "EdDSA" else name}
    if algorithm.kind != key.kind or (key.algorithm is not None and key.algorithm not in same):
        raise CheckFailedError(
            "ALG_KEY_MISMATCH", f"{name} needs a key of kind {algorithm.kind}; found {key.algorithm or key.kind}."
        )
    if not _is_good(algorithm, key, signature, data):
        raise CheckFailedError("BAD_SIGNATURE")


def _is_good(algorithm: Algorithm, key: PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        if isinstance(key.key, ed25519.Ed25519PublicKey):
            key.key.verify(signature, data)
        elif isinstance(key.key, ec.EllipticCurvePublicKey):
            assert algorithm.digest is not None
            key.key.verify(_der(signature, algorithm.half), data, ec.ECDSA(algorithm.digest))
        else:
            _verify_rsa(key.key, algorithm, signature, data)
    except InvalidSignature:
        return False
    return True


def _verify_rsa(key: rsa.RSAPublicKey, algorithm: Algorithm, signature: bytes, data: bytes) -> None:
    assert algorithm.digest is not None
    shape: padding.AsymmetricPadding = padding.PKCS1v15()
    if algorithm.pss:  # RFC 7518 section 3.5: the salt is as long as the hash
        shape = padding.PSS(padding.MGF1(algorithm.digest), algorithm.digest.digest_size)
    key.verify(signature, data, shape, algorithm.digest)


def _der(signature: bytes, half: int) -> bytes:
    """Turn r‖s of fixed length (RFC 7518 section 3.4) into what the library takes; any other length is no signature."""
    if len(signature) != 2 * half:
        raise InvalidSignature
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    if r == 0 or s == 0:
        raise InvalidSignature
    return encode_dss_signature(r, s)
