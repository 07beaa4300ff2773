"""did:jwk: the identifier is a JWK in base64url (https://github.com/quartzjer/did-jwk). No network."""

from __future__ import annotations

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url, read_object
from indexer.verification.interface import Fetcher
from indexer.verification.keys.interface import Controller, Method
from indexer.verification.keys.material import from_jwk


def resolve(did: str, fetcher: Fetcher) -> Controller:
    """Return the controller document that a did:jwk stands for: one key, ``#0``. Raises `CheckFailedError` DID_UNRESOLVABLE."""
    try:
        jwk = read_object(decode_base64url(did.removeprefix("did:jwk:")))
        name = f"{did}#0"
        if jwk.get("use") == "enc":  # a key for encryption may not sign (section "Create")
            return Controller(did, {}, frozenset(), {"publicKeyJwk": jwk})
        method = Method(name, did, "JsonWebKey2020", from_jwk(jwk))
    except CheckFailedError as error:
        raise CheckFailedError("DID_UNRESOLVABLE", error.detail) from error
    return Controller(did, {name: method}, frozenset({name}), {"publicKeyJwk": jwk}, authentication=frozenset({name}))
