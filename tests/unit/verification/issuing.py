"""Issuers for tests: they sign documents in every way that the engine can check, so that tests can alter what was signed."""

from __future__ import annotations

import copy
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import base58
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from indexer.verification.keys.interface import KeyKind
from indexer.verification.proofs.hashing import hash_data, jws_input
from indexer.verification.proofs.suites import find_suite

VC2 = "https://www.w3.org/ns/credentials/v2"
VC1 = "https://www.w3.org/2018/credentials/v1"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
_PREFIX = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24", "secp256k1": b"\xe7\x01"}
_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
    "secp256k1": (ec.SECP256K1(), hashes.SHA256(), 32),
}
_JOSE = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256", "secp256k1": "ES256K"}
PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issuer:
    """Somebody with a key. `id` and `method` are those of a did:key unless given."""

    kind: KeyKind = "Ed25519"
    key: PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    name: str | None = None

    @property
    def multikey(self) -> str:
        raw = _public_bytes(self.key)
        return "z" + base58.b58encode(_PREFIX[self.kind] + raw).decode()

    @property
    def id(self) -> str:
        return self.name or f"did:key:{self.multikey}"

    @property
    def method(self) -> str:
        return f"{self.id}#{self.multikey}" if self.kind != "RSA" else f"{self.id}#rsa"

    def document(self) -> dict[str, Any]:
        """The controller document, for issuers who are not a did:key."""
        key = {"publicKeyJwk": self.jwk()} if self.kind == "RSA" else {"publicKeyMultibase": self.multikey}
        method = {"id": self.method, "type": "Multikey", "controller": self.id, **key}
        return {"id": self.id, "verificationMethod": [method], "assertionMethod": [self.method]}

    def jwk(self) -> dict[str, Any]:
        return _jwk(self.key, self.kind)

    def sign(self, data: bytes) -> bytes:
        """Sign bytes in the way of JOSE and Data Integrity: Ed25519, r and s of fixed length, or RSA PKCS#1."""
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(data)
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        _, digest, size = _CURVES[self.kind]
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(digest)))
        return r.to_bytes(size) + s.to_bytes(size)


def issuer(kind: KeyKind = "Ed25519", *, name: str | None = None) -> Issuer:
    """Return a new issuer with a key of `kind`."""
    if kind == "Ed25519":
        return Issuer(name=name)
    if kind == "RSA":
        return Issuer(kind, rsa.generate_private_key(public_exponent=65537, key_size=2048), name)
    return Issuer(kind, ec.generate_private_key(_CURVES[kind][0]), name)


def badge(by: Issuer, **changes: Any) -> dict[str, Any]:
    """Return an unsigned Open Badge 3.0 with a level, a result and evidence. `changes` replace members; None removes one."""
    document: dict[str, Any] = {
        "@context": [VC2, OB, ED2020, "https://w3id.org/security/suites/jws-2020/v1"],
        "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": by.id, "type": ["Profile"], "name": "Northfield Bakers' School"},
        "validFrom": "2025-06-01T08:00:00Z",
        "validUntil": "2030-06-01T08:00:00Z",
        "name": "Sourdough",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": "ada@example.org", "identityType": "emailAddress"}
            ],
            "achievement": achievement(),
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000r1",
                    "achievedLevel": "urn:level:good",
                }
            ],
        },
        "evidence": [
            {"id": "https://bakers.example/loaf.jpg", "type": ["Evidence"], "name": "A loaf", "narrative": "Baked on *day one*."}
        ],
    }
    document.update(changes)
    return {member: value for member, value in document.items() if value is not None}


def achievement() -> dict[str, Any]:
    """Return an achievement with one description of results in three levels."""
    return {
        "id": "https://bakers.example/achievements/sourdough",
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": "Bakes sourdough",
        "description": "Keeps a starter and bakes from it.",
        "criteria": {"narrative": "Bakes three loaves in front of a master."},
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "bake bread",
                "targetUrl": "http://data.europa.eu/esco/skill/bread",
                "targetFramework": "ESCO",
                "targetCode": "bread",
            }
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000r1",
                "type": ["ResultDescription"],
                "name": "Mastery",
                "resultType": "RubricCriterionLevel",
                "requiredLevel": "urn:level:fair",
                "rubricCriterionLevel": [
                    {"id": "urn:level:good", "type": ["RubricCriterionLevel"], "name": "Good", "level": "3", "points": "3"},
                    {"id": "urn:level:fair", "type": ["RubricCriterionLevel"], "name": "Fair", "level": "2", "points": "2"},
                    {"id": "urn:level:poor", "type": ["RubricCriterionLevel"], "name": "Poor", "level": "1", "points": "1"},
                ],
            }
        ],
    }


@dataclass(frozen=True)
class Way:
    """One way to sign: the kind of key, and the proof without its value."""

    kind: KeyKind
    proof: Mapping[str, str]


WAYS: Mapping[str, Way] = {
    "eddsa-rdfc-2022": Way("Ed25519", {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}),
    "eddsa-jcs-2022": Way("Ed25519", {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}),
    "ecdsa-rdfc-2019": Way("P-256", {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019"}),
    "ecdsa-rdfc-2019 P-384": Way("P-384", {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019"}),
    "ecdsa-jcs-2019": Way("P-256", {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-jcs-2019"}),
    "ecdsa-jcs-2019 P-384": Way("P-384", {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-jcs-2019"}),
    "Ed25519Signature2020": Way("Ed25519", {"type": "Ed25519Signature2020"}),
    "Ed25519Signature2018": Way("Ed25519", {"type": "Ed25519Signature2018"}),
    "JsonWebSignature2020": Way("P-256", {"type": "JsonWebSignature2020"}),
}


def signed(document: dict[str, Any], by: Issuer, way: str = "eddsa-rdfc-2022", **options: Any) -> dict[str, Any]:
    """Return a copy of `document` with a proof by `by`; `options` are further members of the proof, None removes one."""
    proof = {
        **WAYS[way].proof,
        "created": "2025-06-01T08:00:00Z",
        "verificationMethod": by.method,
        "proofPurpose": "assertionMethod",
    }
    proof.update(options)
    proof = {member: value for member, value in proof.items() if value is not None}
    if way == "Ed25519Signature2018":
        document = {**document, "@context": [*document["@context"], "https://w3id.org/security/suites/ed25519-2018/v1"]}
    digest = hash_data(document, proof, kind="Ed25519" if find_suite(proof, pointer="").value == "jws" else by.kind)
    if find_suite(proof, pointer="").value == "jws":
        header = _segment({"alg": _JOSE[by.kind], "b64": False, "crit": ["b64"]})
        proof["jws"] = f"{header}..{_base64(by.sign(jws_input(header, digest)))}"
    else:
        proof["proofValue"] = "z" + base58.b58encode(by.sign(digest)).decode()
    return {**copy.deepcopy(document), "proof": proof}


def token(payload: Mapping[str, Any], by: Issuer, **header: Any) -> str:
    """Return a signed token; `header` members replace the usual ones, None removes one."""
    head = {"alg": _JOSE[by.kind], "typ": "JWT", "kid": by.method, **header}
    head = {member: value for member, value in head.items() if value is not None}
    text = f"{_segment(head)}.{_segment(payload)}"
    return f"{text}.{_base64(by.sign(text.encode()))}"


def raw(document: Mapping[str, Any] | str) -> bytes:
    """Return what a learner would upload."""
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def _segment(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value).encode())


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _public_bytes(key: PrivateKey) -> bytes:
    public = key.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return public.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def _jwk(key: PrivateKey, kind: KeyKind) -> dict[str, Any]:
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": _base64(numbers.n.to_bytes(256)), "e": "AQAB"}
    if isinstance(public, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": _base64(_public_bytes(key))}
    point, size = public.public_numbers(), _CURVES[kind][2]
    return {"kty": "EC", "crv": kind, "x": _base64(point.x.to_bytes(size)), "y": _base64(point.y.to_bytes(size))}


