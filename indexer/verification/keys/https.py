"""Keys named by plain web addresses, as Open Badges issuers do: an issuer profile with keys, or one key that points back.

A key that stands in the fragment of the address is never taken from there: only the document behind the address may say it.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.verification.errors import CheckFailedError
from indexer.verification.interface import Fetcher
from indexer.verification.keys.documents import read_controller, read_method
from indexer.verification.keys.interface import Controller, Method
from indexer.verification.keys.material import from_jwk
from indexer.verification.keys.web import fetch_object


def resolve(url: str, fetcher: Fetcher) -> Controller:
    """Return the controller document at `url`, or the one that the key document at `url` names and that lists the key back."""
    document = fetch_object(url, fetcher)
    if "kty" in document or "keys" in document:
        return _bare(document, url)
    if not _is_key(document):
        return read_controller(document, expected_id=url)
    method = read_method(document, base=url)
    if method.controller == url:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The key at {url} does not say who controls it.")
    owner = fetch_object(method.controller.partition("#")[0], fetcher)
    controller = read_controller(owner, expected_id=method.controller)
    listed = controller.methods.get(method.id)
    if listed is not None and listed.key != method.key:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"{method.controller} lists another key as {method.id}.")
    if method.id in _references(owner):
        return replace(controller, methods={**controller.methods, method.id: method}, document=owner)
    return controller


def is_bare(controller: Controller) -> bool:
    """Say whether a document is a JWK or a JWKS: keys of which nothing says whose they are."""
    return "kty" in controller.document or "keys" in controller.document


def _bare(document: dict[str, object], url: str) -> Controller:
    """Read a JWK, or a set of them that are told apart by their `kid`."""
    if "kty" in document:
        method = Method(url, url, "JsonWebKey", from_jwk(document))
        return Controller(url, {url: method}, frozenset({url}), document)
    found = read_controller({**document, "id": url}, expected_id=url)
    return Controller(url, found.methods, frozenset(found.methods), document, found.broken)


def _is_key(document: dict[str, object]) -> bool:
    return bool({"publicKeyMultibase", "publicKeyJwk", "publicKeyPem", "publicKeyBase58", "publicKeyHex"} & set(document))


def _references(document: dict[str, object]) -> set[str]:
    found: set[str] = set()
    for member in ("verificationMethod", "assertionMethod", "authentication", "publicKey"):
        value = document.get(member)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found.add(item)
    return found
