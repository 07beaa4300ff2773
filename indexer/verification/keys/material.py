"""Reading public keys in the forms the field writes them: Multikey, JWK, base58, PEM. Only canonical encodings are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url, read_object
from indexer.verification.keys.interface import KeyKind, KeyObject, PublicKey
from indexer.verification.multiformats import decode_base58, decode_multibase, split_codec

_CURVES: dict[str, tuple[ec.EllipticCurve, int]] = {
    "P-256": (ec.SECP256R1(), 32),
    "P-384": (ec.SECP384R1(), 48),
    "P-521": (ec.SECP521R1(), 66),
    "secp256k1": (ec.SECP256K1(), 32),
}
_CURVE_NAMES: dict[str, KeyKind] = {
    "secp256r1": "P-256",
    "secp384r1": "P-384",
    "secp521r1": "P-521",
    "secp256k1": "secp256k1",
}
# https://github.com/multiformats/multicodec: the codes of public keys.
_CODECS: dict[int, KeyKind] = {
    0xED: "Ed25519",
    0x1200: "P-256",
    0x1201: "P-384",
    0x1202: "P-521",
    0xE7: "secp256k1",
    0x1205: "RSA",
}
_JWK_CODEC = 0xEB51  # jwk_jcs-pub: the key is a JWK in canonical JSON
_RAW_TYPES: dict[str, KeyKind] = {
    "Ed25519VerificationKey2018": "Ed25519",
    "Ed25519VerificationKey2020": "Ed25519",
    "EcdsaSecp256k1VerificationKey2019": "secp256k1",
    "EcdsaSecp256r1VerificationKey2019": "P-256",
}
_RAW_LIMIT = 200
_MIN_RSA_BITS = 2048
_MAX_RSA_BITS = 8192
_SECRET_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})


def from_multikey(text: object) -> PublicKey:
    """Read ``publicKeyMultibase`` of a Multikey or the body of a did:key."""
    try:
        data = decode_multibase(text)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", error.detail) from error
    return from_multikey_bytes(data)


def from_multikey_bytes(data: bytes) -> PublicKey:
    """Read a multicodec prefix and the key behind it."""
    try:
        code, body = split_codec(data)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", error.detail) from error
    if code == _JWK_CODEC:
        return from_jwk(_embedded_jwk(body))
    kind = _CODECS.get(code)
    if kind is None:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The key is of the unknown kind 0x{code:x}.")
    return from_bytes(kind, body)


def _embedded_jwk(body: bytes) -> dict[str, Any]:
    try:
        return read_object(body, limit=16_384)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", error.detail) from error


def from_bytes(kind: KeyKind, body: bytes) -> PublicKey:
    """Read raw key bytes: 32 for Ed25519, a compressed point for curves, PKCS#1 for RSA."""
    try:
        if kind == "Ed25519":
            return wrap(ed25519.Ed25519PublicKey.from_public_bytes(body))
        if kind == "RSA":
            return wrap(cast(KeyObject, serialization.load_der_public_key(_pkcs1(body))))
        curve, size = _CURVES[kind]
        if len(body) != size + 1 or body[0] not in (2, 3):
            raise CheckFailedError("KEY_UNRESOLVABLE", f"A compressed point of {size + 1} bytes was expected.")
        return wrap(ec.EllipticCurvePublicKey.from_encoded_point(curve, body))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The bytes are no {kind} key.") from error


def from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """Read a public JWK (RFC 7517). Keys that are not for signatures, symmetric or private are refused."""
    if _SECRET_MEMBERS & set(jwk):
        raise CheckFailedError("KEY_UNRESOLVABLE", "The published key contains its secret part.")
    if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ["verify"]):
        raise CheckFailedError("KEY_UNRESOLVABLE", "The key is not meant for signatures.")
    try:
        key = _jwk_key(jwk)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The JWK holds no usable key.") from error
    algorithm = jwk.get("alg")
    return wrap(key, algorithm=algorithm if isinstance(algorithm, str) else None)


def from_pem(text: object) -> PublicKey:
    """Read a PEM public key (SubjectPublicKeyInfo or PKCS#1)."""
    if not isinstance(text, str) or len(text) > 16_384:
        raise CheckFailedError("KEY_UNRESOLVABLE", "A key in PEM form was expected.")
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The text is no key in PEM form.") from error
    return wrap(cast(KeyObject, key))


def from_certificate(certificate: x509.Certificate) -> PublicKey:
    """Take the public key out of an X.509 certificate."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The key in the certificate cannot be read.") from error
    return wrap(cast(KeyObject, key))


def from_base58(text: object, *, method_type: str = "Ed25519VerificationKey2018") -> PublicKey:
    """Read ``publicKeyBase58``: raw bytes whose kind stands in the type of the method."""
    return _of_type(method_type, text, decode_base58)


def from_hex(text: object, *, method_type: str) -> PublicKey:
    """Read ``publicKeyHex``, which secp256k1 keys of 2019 have: raw bytes whose kind stands in the type of the method."""
    return _of_type(method_type, text, bytes.fromhex)


def _of_type(method_type: str, text: object, decode: Callable[[str], bytes]) -> PublicKey:
    kind = _RAW_TYPES.get(method_type)
    if not isinstance(text, str) or len(text) > _RAW_LIMIT or kind is None:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"A key of a known type was expected, not {method_type!r:.60}.")
    try:
        return from_bytes(kind, decode(text))
    except ValueError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The key is not written in hexadecimal numbers.") from error
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", error.detail) from error


def wrap(key: KeyObject, *, algorithm: str | None = None) -> PublicKey:
    """Return `key` with its kind. RSA keys under 2048 bits, and curves that we do not know, are refused."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey("Ed25519", key, key.public_bytes(Encoding.Raw, PublicFormat.Raw), algorithm)
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVE_NAMES:
        raw = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(_CURVE_NAMES[key.curve.name], key, raw, algorithm)
    if isinstance(key, rsa.RSAPublicKey):
        if not _MIN_RSA_BITS <= key.key_size <= _MAX_RSA_BITS:
            raise CheckFailedError("KEY_UNRESOLVABLE", f"An RSA key of {key.key_size} bits is not accepted.")
        return PublicKey("RSA", key, key.public_bytes(Encoding.DER, PublicFormat.PKCS1), algorithm)
    raise CheckFailedError("KEY_UNRESOLVABLE", "The key is of a kind that we do not know.")


def _jwk_key(jwk: Mapping[str, Any]) -> KeyObject:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "OKP" and curve == "Ed25519":
        return ed25519.Ed25519PublicKey.from_public_bytes(_member(jwk, "x"))
    if kind == "EC" and curve in _CURVES:
        shape, size = _CURVES[curve]
        x, y = _member(jwk, "x"), _member(jwk, "y")
        if len(x) != size or len(y) != size:
            raise ValueError("coordinates must have the full length (RFC 7518 section 6.2.1.2)")
        return ec.EllipticCurvePublicKey.from_encoded_point(shape, b"\x04" + x + y)
    if kind == "RSA":
        exponent = int.from_bytes(_member(jwk, "e"))
        if exponent >= 2**32:
            raise ValueError("an exponent of this size only costs time")
        return rsa.RSAPublicNumbers(exponent, int.from_bytes(_member(jwk, "n"))).public_key()
    raise CheckFailedError("KEY_UNRESOLVABLE", "The JWK is of a kind that we do not use.")


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or len(value) > 2048:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The JWK has no usable member {name!r}.")
    try:
        return decode_base64url(value)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The member {name!r} of the JWK is not base64url.") from error


def _pkcs1(body: bytes) -> bytes:
    """Wrap an RSAPublicKey structure as SubjectPublicKeyInfo, which is what the library reads from DER."""
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    bits = _der(0x03, b"\x00" + body)
    return _der(0x30, algorithm + bits)


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content
