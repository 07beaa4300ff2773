"""SD-JWT (RFC 9901): a signed token of which the holder shows parts. The payload is put together before anything is read from it.

Every disclosure must be asked for by exactly one digest, none may be left over, and none may overwrite or hide what is there.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.instants import SKEW, numeric_date
from indexer.verification.intake import DEPTH_LIMIT, decode_base64url, read_json, read_object
from indexer.verification.interface import Fetcher
from indexer.verification.keys.interface import PublicKey
from indexer.verification.keys.material import from_jwk
from indexer.verification.keys.resolve import resolve_method
from indexer.verification.proofs.jose import Jws, read_jws

DISCLOSURE_LIMIT = 1_000
_HASHES = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


@dataclass(frozen=True, slots=True)
class SdJwt:
    """What was read: the issuer's token, the payload with the disclosed parts in it, and the names that were disclosed at the top."""

    jws: Jws
    payload: dict[str, Any]
    disclosed: frozenset[str]
    binding: str | None
    presented: str


def read_sd_jwt(text: str) -> SdJwt:
    """Read ``token~disclosure~...~[key binding]``. Raises `CheckFailedError` DECODE, ALG_NOT_ALLOWED or DISCLOSURE."""
    token, *rest = text.split("~")
    binding = rest[-1] or None if rest else None
    disclosures = rest[:-1]
    if len(disclosures) > DISCLOSURE_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"At most {DISCLOSURE_LIMIT} disclosures are read.")
    jws = read_jws(token)
    payload = read_object(jws.payload)
    work = _Work(_by_digest(disclosures, payload))
    whole = {key: value for key, value in payload.items() if key != "_sd_alg"}
    top = frozenset(_names(whole, work))
    built = work.build(whole)
    if work.unused:
        raise CheckFailedError("DISCLOSURE", f"{len(work.unused)} disclosures belong to nothing that was signed.")
    return SdJwt(jws, built, top, binding, text[: len(text) - len(binding)] if binding else text)


def check_key_binding(token: SdJwt, *, now: datetime, fetcher: Fetcher) -> None:
    """Hold a key binding against what it was presented with (RFC 9901 section 4.3). For whom it was made is not known here.

    Raises `CheckFailedError` KEY_BINDING, and `CheckUnknownError` when the holder's key is only named and could not be fetched.
    """
    if token.binding is None:
        return
    key = _holder_key(token.payload.get("cnf"), fetcher)
    binding = read_jws(token.binding)
    name = _HASHES[str(read_object(token.jws.payload).get("_sd_alg", "sha-256"))]
    if binding.header.get("typ") != "kb+jwt":
        raise CheckFailedError("KEY_BINDING", "The last part is not a key binding.")
    payload = read_object(binding.payload)
    if payload.get("sd_hash") != _digest(token.presented, name):
        raise CheckFailedError("KEY_BINDING", "The holder signed for other disclosures than these.")
    if not isinstance(payload.get("aud"), str) or not isinstance(payload.get("nonce"), str):
        raise CheckFailedError("KEY_BINDING", "It does not say for whom it was made (aud, nonce).")
    made = numeric_date(payload.get("iat"))
    if made is None or made > now + SKEW:
        raise CheckFailedError("KEY_BINDING", "It does not say when it was made, or names a time to come (iat).")
    try:
        binding.check(key)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_BINDING", error.detail) from error


def _holder_key(confirmation: Any, fetcher: Fetcher) -> PublicKey:
    """Return the key that the issuer says the holder has: written out, or named by an absolute address (RFC 7800 sections 3.2, 3.4)."""
    named = confirmation if isinstance(confirmation, dict) else {}
    jwk, name = named.get("jwk"), named.get("kid")
    try:
        if isinstance(jwk, dict):
            return from_jwk({member: value for member, value in jwk.items() if member != "use"})
        if isinstance(name, str) and ":" in name:
            return resolve_method(name, fetcher)[0].key
    except CheckFailedError as error:
        raise CheckFailedError("KEY_BINDING", error.detail) from error
    raise CheckFailedError("KEY_BINDING", "The credential names no key of its holder.")


# What decides about validity may not be shown or hidden at will (SD-JWT VC section 2.2.2.2).
_ALWAYS_SHOWN = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"})


def check_disclosed(token: SdJwt) -> None:
    """Raise `CheckFailedError` DISCLOSURE when a claim that decides was disclosed at will."""
    hidden = _ALWAYS_SHOWN & token.disclosed
    if hidden:
        raise CheckFailedError("DISCLOSURE", f"{min(hidden)!r} may not be disclosed at will.")


def _by_digest(disclosures: list[str], payload: Mapping[str, Any]) -> dict[str, list[Any]]:
    name = _HASHES.get(str(payload.get("_sd_alg", "sha-256")))
    if name is None:
        raise CheckFailedError("ALG_NOT_ALLOWED", f"The disclosures use the hash {payload.get('_sd_alg')!r:.40}.")
    found: dict[str, list[Any]] = {}
    for text in disclosures:
        value = read_json(decode_base64url(text))
        if not isinstance(value, list) or len(value) not in (2, 3) or not isinstance(value[0], str):
            raise CheckFailedError("DISCLOSURE", "A disclosure must be an array of two or three.")
        if len(value) == 3 and (not isinstance(value[1], str) or value[1] in ("_sd", "...", "_sd_alg")):
            raise CheckFailedError("DISCLOSURE", f"A disclosure has the name {value[1]!r:.40}.")
        digest = _digest(text, name)
        if digest in found:
            raise CheckFailedError("DISCLOSURE", "A disclosure stands twice.")
        found[digest] = value
    return found


def _digest(text: str, name: str) -> str:
    return urlsafe_b64encode(hashlib.new(name, text.encode()).digest()).decode().rstrip("=")


def _names(payload: Mapping[str, Any], work: _Work) -> list[str]:
    listed = payload.get("_sd", [])
    found = [work.disclosures.get(digest) for digest in listed if isinstance(digest, str)] if isinstance(listed, list) else []
    return [entry[1] for entry in found if entry is not None and len(entry) == 3]


@dataclass(slots=True)
class _Work:
    """Putting the payload together: which digests were met, and which disclosures are still unused."""

    disclosures: dict[str, list[Any]]
    seen: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    @property
    def unused(self) -> set[str]:
        return set(self.disclosures) - self.used

    def build(self, value: Any, depth: int = 0) -> Any:
        if depth > DEPTH_LIMIT:  # each disclosure is flat enough by itself, and the next may stand in it
            raise CheckFailedError("JSON_DEPTH", f"At most {DEPTH_LIMIT} levels are read.")
        if isinstance(value, dict):
            return self._object(value, depth + 1)
        if isinstance(value, list):
            return [built for item in value for built in self._element(item, depth + 1)]
        return value

    def _object(self, value: dict[str, Any], depth: int) -> dict[str, Any]:
        if "..." in value:
            raise CheckFailedError("DISCLOSURE", "A placeholder stands where none may be.")
        found = {key: self.build(item, depth) for key, item in value.items() if key != "_sd"}
        digests = value.get("_sd", [])
        if not isinstance(digests, list):
            raise CheckFailedError("DISCLOSURE", "The digests must be an array.")
        for digest in digests:
            entry = self._take(digest, 3)
            if entry is None:
                continue
            if entry[1] in found:
                raise CheckFailedError("DISCLOSURE", f"The disclosure {entry[1]!r:.40} overwrites what was signed.")
            found[entry[1]] = self.build(entry[2], depth)
        return found

    def _element(self, item: Any, depth: int) -> list[Any]:
        if not (isinstance(item, dict) and set(item) == {"..."}):
            return [self.build(item, depth)]
        entry = self._take(item["..."], 2)
        return [] if entry is None else [self.build(entry[1], depth)]

    def _take(self, digest: Any, size: int) -> list[Any] | None:
        """Return the disclosure of a digest; None when the holder keeps it to themselves."""
        if not isinstance(digest, str):
            raise CheckFailedError("DISCLOSURE", "A digest must be a text.")
        if digest in self.seen:
            raise CheckFailedError("DISCLOSURE", "A digest stands twice.")
        self.seen.add(digest)
        entry = self.disclosures.get(digest)
        if entry is None:
            return None
        if len(entry) != size:
            raise CheckFailedError("DISCLOSURE", "A disclosure stands where another kind was signed.")
        self.used.add(digest)
        return entry
