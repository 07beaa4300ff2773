"""did:key: the identifier is the key (https://w3c-ccg.github.io/did-key-spec/). No network."""

from __future__ import annotations

from indexer.verification.errors import CheckFailedError
from indexer.verification.interface import Fetcher
from indexer.verification.keys.interface import Controller, Method
from indexer.verification.keys.material import from_multikey


def resolve(did: str, fetcher: Fetcher) -> Controller:
    """Return the controller document that a did:key stands for. Raises `CheckFailedError` DID_UNRESOLVABLE."""
    body = did.removeprefix("did:key:")
    if body.startswith("1.1:"):  # the version of the method may stand in front
        body = body[4:]
    try:
        key = from_multikey(body)
    except CheckFailedError as error:
        raise CheckFailedError("DID_UNRESOLVABLE", error.detail) from error
    name = f"{did}#{body}"
    method = Method(name, did, "Multikey", key)
    return Controller(did, {name: method}, frozenset({name}))
