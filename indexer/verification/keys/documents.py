"""Reading controller documents: DID documents, issuer profiles with keys, JWKS (CID 1.0, DID Core, OB 3.0 issuer profiles)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.instants import read_instant
from indexer.verification.keys.interface import Controller, Method, PublicKey
from indexer.verification.keys.material import from_base58, from_hex, from_jwk, from_multikey, from_pem

_METHOD_LIMIT = 200


def read_controller(document: Mapping[str, Any], *, expected_id: str) -> Controller:
    """Read a controller document whose id must be `expected_id`. Raises `CheckFailedError` KEY_UNRESOLVABLE or DID_UNRESOLVABLE."""
    found = document.get("id")
    if found != expected_id:
        code = "DID_UNRESOLVABLE" if expected_id.startswith("did:") else "KEY_UNRESOLVABLE"
        raise CheckFailedError(code, f"The document at {expected_id} says that it is {found!r:.100}.")
    methods: dict[str, Method] = {}
    broken: dict[str, str] = {}
    for entry in _entries(document):
        _collect(entry, expected_id, methods, broken)
    assertion, authentication = (_related(document, name, expected_id) for name in ("assertionMethod", "authentication"))
    return Controller(expected_id, methods, assertion, document, broken, authentication)


def _related(document: Mapping[str, Any], relationship: str, base: str) -> frozenset[str]:
    items = _listed(document.get(relationship))
    names = (_absolute(item.get("id") if isinstance(item, dict) else item, base) for item in items)
    return frozenset(name for name in names if name is not None)


def read_method(entry: Mapping[str, Any], *, base: str) -> Method:
    """Read one verification method; its id may be relative to `base`. Raises `CheckFailedError` when it holds no usable key."""
    name = _absolute(entry.get("id"), base)
    controller = entry.get("controller", entry.get("owner", base))
    if name is None or not isinstance(controller, str):
        raise CheckFailedError("KEY_UNRESOLVABLE", "A key must have an identifier and a controller.")
    key, tolerances = _key(entry)
    return Method(
        name,
        controller,
        str(entry.get("type", "")),
        key,
        revoked=_instant(entry, "revoked"),
        expires=_instant(entry, "expires"),
        tolerances=tolerances,
    )


def _entries(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Everything in a document that may be a key: the list of methods, those inside relationships, and the old `publicKey`."""
    count = 0
    for member in ("verificationMethod", "assertionMethod", "authentication", "publicKey"):
        for item in _listed(document.get(member)):
            count += 1
            if isinstance(item, dict) and count <= _METHOD_LIMIT:
                yield item
    for jwk in _listed(document.get("keys"))[:_METHOD_LIMIT]:
        if isinstance(jwk, dict) and isinstance(jwk.get("kid"), str):
            yield {"id": f"#{jwk['kid'].lstrip('#')}", "type": "JsonWebKey", "publicKeyJwk": jwk}


def _collect(entry: Mapping[str, Any], base: str, methods: dict[str, Method], broken: dict[str, str]) -> None:
    try:
        method = read_method(entry, base=base)
    except CheckFailedError as error:
        broken[_absolute(entry.get("id"), base) or ""] = error.detail or error.code
        return
    previous = methods.get(method.id)
    if previous is not None and previous.key != method.key:
        broken[method.id] = "Two different keys have this identifier."
    methods[method.id] = method


def _key(entry: Mapping[str, Any]) -> tuple[PublicKey, tuple[str, ...]]:
    if "secretKeyMultibase" in entry or "privateKeyMultibase" in entry or "privateKeyJwk" in entry:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The published key contains its secret part.")
    if isinstance(entry.get("publicKeyJwk"), dict):
        return from_jwk(entry["publicKeyJwk"]), ()
    if "publicKeyMultibase" in entry:
        return _multibase(entry), ()
    if "publicKeyBase58" in entry:
        return from_base58(entry["publicKeyBase58"], method_type=str(entry.get("type"))), ()
    if "publicKeyHex" in entry:
        return from_hex(entry["publicKeyHex"], method_type=str(entry.get("type"))), ()
    if "publicKeyPem" in entry:
        return from_pem(entry["publicKeyPem"]), ("KEY_PEM",)
    raise CheckFailedError("KEY_UNRESOLVABLE", "The method holds no key in a form that we can read.")


def _multibase(entry: Mapping[str, Any]) -> PublicKey:
    key = from_multikey(entry["publicKeyMultibase"])
    if str(entry.get("type", "")).startswith("Ed25519") and key.kind != "Ed25519":
        raise CheckFailedError("KEY_UNRESOLVABLE", "The key is of another kind than its type says.")
    return key


def _instant(entry: Mapping[str, Any], member: str) -> datetime | None:
    if member not in entry:
        return None
    return read_instant(entry[member], pointer=f"/{member}", zone_required=True)


def _absolute(name: Any, base: str) -> str | None:
    """Return an absolute method id; ``#key-1`` counts from the document (DID Core section 5.2.1 allows it)."""
    if not isinstance(name, str) or not name:
        return None
    return base + name if name[0] == "#" else name


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
