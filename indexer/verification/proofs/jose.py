"""Compact JWS (RFC 7515), read strictly. Addresses of keys in the header (`jku`, `x5u`) are never followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url, read_object
from indexer.verification.keys.interface import PublicKey
from indexer.verification.proofs.signatures import ALGORITHMS, check_signature


@dataclass(frozen=True, slots=True)
class Jws:
    """A token as read: nothing of it is believed before `check` has passed."""

    header: Mapping[str, Any]
    payload: bytes
    signature: bytes
    signed: bytes

    def check(self, key: PublicKey) -> None:
        """Return when the signature is good under `key`; raises like `check_signature`."""
        check_signature(self.algorithm, key, self.signature, self.signed)

    @property
    def algorithm(self) -> str:
        return str(self.header.get("alg"))


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose content is a JSON object."""

    jws: Jws
    payload: dict[str, Any]


def read_jws(text: str) -> Jws:
    """Read a compact JWS. Raises `CheckFailedError` DECODE for what is none, ALG_NOT_ALLOWED for a header that is not acceptable."""
    parts = text.split(".")
    if len(parts) != 3:
        raise CheckFailedError("DECODE", "A token of three parts was expected.")
    header = read_object(decode_base64url(parts[0]))
    check_header(header)
    return Jws(header, decode_base64url(parts[1]), decode_base64url(parts[2]), f"{parts[0]}.{parts[1]}".encode())


def check_header(header: Mapping[str, Any]) -> None:
    """Refuse algorithms outside the table, extensions that we would have to understand, and unencoded payloads."""
    if not _is_allowed(header.get("alg")):
        raise CheckFailedError(
            "ALG_NOT_ALLOWED", f"The token is signed with {header.get('alg')!r:.40}, which is not accepted."
        )
    if "crit" in header:
        raise CheckFailedError("ALG_NOT_ALLOWED", "The token demands an extension that we do not know.")
    if header.get("b64", True) is not True:
        raise CheckFailedError("ALG_NOT_ALLOWED", "The token hides its content from other readers (b64).")


def _is_allowed(name: object) -> bool:
    return isinstance(name, str) and name in ALGORITHMS


def read_detached(text: object) -> tuple[str, Mapping[str, Any], bytes]:
    """Read the ``header..signature`` of a linked-data proof (RFC 7797). Returns header text, header, signature."""
    parts = text.split(".") if isinstance(text, str) else []
    if len(parts) != 3 or parts[1]:
        raise CheckFailedError("BAD_SIGNATURE", "A detached token, header..signature, was expected.")
    header = read_object(decode_base64url(parts[0]))
    if not _is_allowed(header.get("alg")):
        raise CheckFailedError("ALG_NOT_ALLOWED", f"{header.get('alg')!r:.40} is not accepted.")
    if header.get("b64") is not False or header.get("crit") != ["b64"]:
        raise CheckFailedError("BAD_SIGNATURE", "The token must say that its payload is unencoded (b64, crit).")
    return parts[0], header, decode_base64url(parts[2])
