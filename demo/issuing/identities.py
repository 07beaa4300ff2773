"""Who signs as what: identifiers and keys of issuers, learners and witnesses, and the documents that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from demo.issuing import keys
from demo.issuing.keys import Key
from demo.world import addresses
from demo.world.model import Award, Issuer, Learner, Witness


@dataclass(frozen=True)
class Identity:
    """Somebody who signs. `credentials` signs what is issued; `documents` signs status lists and endorsements, always with a proof."""

    id: str
    profile: dict[str, Any]
    credentials: Key
    documents: Key


def issuer_identity(issuer: Issuer, port: int) -> Identity:
    """The identity of an issuer of the world, by the method that its content file names."""
    if issuer.identity == "did:key":
        key = keys.did_key(f"issuer/{issuer.slug}")
        return Identity(key.controller, _profile(issuer, key.controller, port), key, key)
    identify = addresses.profile if issuer.identity == "https" else addresses.did_web
    identifier = identify(issuer.slug, port)
    documents = Key(f"{identifier}#key-2", identifier, keys.ed25519(f"issuer/{issuer.slug}/2"))
    first = keys.p256 if issuer.form.endswith("es256") else keys.ed25519
    credentials = Key(f"{identifier}#key-1", identifier, first(f"issuer/{issuer.slug}/1"))
    return Identity(identifier, _profile(issuer, identifier, port), credentials, documents)


def _profile(issuer: Issuer, identifier: str, port: int) -> dict[str, Any]:
    return {
        "id": identifier,
        "type": ["Profile"],
        "name": issuer.name,
        "url": addresses.site(issuer.slug, port),
        "email": issuer.email,
        "description": issuer.description,
    }


def learner_identity(learner: Learner) -> Identity:
    key = keys.did_key(f"learner/{learner.slug}")
    return Identity(key.controller, {"id": key.controller, "type": ["Profile"], "name": learner.name}, key, key)


def witness_identity(witness: Witness) -> Identity:
    key = keys.did_key(f"witness/{witness.slug}")
    profile = {"id": key.controller, "type": ["Profile"], "name": witness.name, "description": witness.role}
    return Identity(key.controller, profile, key, key)


def award_identity(award: Award, port: int) -> Identity:
    """Who signs an award: its issuer, or the learner for a claim of one's own."""
    issuer = award.achievement.issuer
    return learner_identity(award.learner) if issuer is None else issuer_identity(issuer, port)


def did_document(issuer: Issuer, port: int) -> dict[str, Any]:
    """The did:web document: both keys, each listed for making assertions (DID Core §5.3.2)."""
    identity = issuer_identity(issuer, port)
    methods = [_method(identity.credentials, issuer.form), _method(identity.documents, "multikey")]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"],
        "id": identity.id,
        "verificationMethod": methods,
        "assertionMethod": [m["id"] for m in methods],
        "service": [{"id": f"{identity.id}#site", "type": "LinkedDomains", "serviceEndpoint": addresses.site(issuer.slug, port)}],
    }


def profile_document(issuer: Issuer, port: int) -> dict[str, Any]:
    """The profile behind an https identifier, with its keys: an OB 3.0 Profile that is a controlled identifier document too."""
    identity = issuer_identity(issuer, port)
    methods = [_method(identity.credentials, issuer.form), _method(identity.documents, "multikey")]
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        **identity.profile,
        "verificationMethod": methods,
        "assertionMethod": [m["id"] for m in methods],
    }


def _method(key: Key, form: str) -> dict[str, Any]:
    base = {"id": key.method, "controller": key.controller}
    if "jwt" in form:
        return {**base, "type": "JsonWebKey", "publicKeyJwk": {**keys.jwk(key.private), "alg": key.alg}}
    assert isinstance(key.private, Ed25519PrivateKey)
    kind = "Ed25519VerificationKey2020" if form.endswith("ed25519-2020") else "Multikey"
    return {**base, "type": kind, "publicKeyMultibase": keys.multibase(key.private)}
