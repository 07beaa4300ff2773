"""What key resolution hands out: public keys, verification methods, and the document of whoever controls them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from indexer.verification.interface import Fetcher

ASSERTION = ("assertionMethod",)
"""What the key of an issuer must be listed under."""
PRESENTATION = ("authentication", "assertionMethod")
"""What the key of a holder may be listed under."""
KeyKind = Literal["Ed25519", "P-256", "P-384", "P-521", "secp256k1", "RSA"]
KeyObject = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key; `algorithm` when its JWK pins one JOSE algorithm. `raw` is its canonical encoding, for comparing."""

    kind: KeyKind
    key: KeyObject = field(compare=False, repr=False)
    raw: bytes = field(repr=False)
    algorithm: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Method:
    """One verification method: its absolute id, who controls it by its own word, the key, and when it ended."""

    id: str
    controller: str
    type: str
    key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None
    tolerances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Controller:
    """A controller document: whose it is, its methods by absolute id, and which of them may sign assertions, or show who somebody is.

    `broken` names methods that could not be read, with the reason, so that one bad key does not spoil the others.
    """

    id: str
    methods: Mapping[str, Method]
    assertion: frozenset[str]
    document: Mapping[str, Any] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    authentication: frozenset[str] = frozenset()

    def lists(self, method: str, relationships: Collection[str]) -> bool:
        """Say whether `method` stands under one of `relationships`: ``assertionMethod``, ``authentication``."""
        known = {"assertionMethod": self.assertion, "authentication": self.authentication}
        return any(method in known[name] for name in relationships)


Resolver = Callable[[str, Fetcher], Controller]
"""Takes a DID or an address without fragment; raises CheckFailedError (it is wrong) or CheckUnknownError (could not look)."""
