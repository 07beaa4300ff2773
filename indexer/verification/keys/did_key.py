"""did:key: the identifier is the key (https://w3c-ccg.github.io/did-key-spec/). No network."""

from __future__ import annotations

from indexer.verification.errors import CheckFailedError
from indexer.verification.interface import Fetcher
from indexer.verification.keys.interface import Controller, Method
from indexer.verification.keys.material import from_multikey_bytes
from indexer.verification.multiformats import decode_multibase, split_codec

# Kinds that a DID may well be made of and that sign nothing here: X25519 (only for encryption), BLS12-381.
_OTHER_KINDS = frozenset({0xEC, 0xEA, 0xEB, 0xEE})


def resolve(did: str, fetcher: Fetcher) -> Controller:
    """Return the controller document that a did:key stands for. Raises `CheckFailedError` DID_UNRESOLVABLE."""
    body = did.removeprefix("did:key:")
    if body.startswith("1.1:"):  # the version of the method may stand in front
        body = body[4:]
    name = f"{did}#{body}"
    try:
        data = decode_multibase(body)
        kind, rest = split_codec(data)
        if kind in _OTHER_KINDS and rest:
            return Controller(did, {}, frozenset(), broken={name: "The key is not one for signatures that we can check."})
        key = from_multikey_bytes(data)
    except CheckFailedError as error:
        raise CheckFailedError("DID_UNRESOLVABLE", error.detail) from error
    return Controller(did, {name: Method(name, did, "Multikey", key)}, frozenset({name}), authentication=frozenset({name}))
