"""Multibase and multicodec, as far as credentials use them: base58btc, base64url, and the prefixes of public keys."""

from __future__ import annotations

import base58

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url

_B58_LIMIT = 8192  # base58 takes quadratic time, and no key or signature of ours is longer


def decode_multibase(text: object, *, limit: int = _B58_LIMIT) -> bytes:
    """Decode ``z...`` (base58btc) or ``u...`` (base64url). Raises `CheckFailedError` DECODE for everything else."""
    if not isinstance(text, str) or not text:
        raise CheckFailedError("DECODE", "Multibase text was expected.")
    if text[0] == "u":
        return decode_base64url(text[1:])
    if text[0] == "z":
        return decode_base58(text[1:], limit=limit)
    raise CheckFailedError("DECODE", "Multibase text that begins with z or u was expected.")


def decode_base58(text: str, *, limit: int = _B58_LIMIT) -> bytes:
    """Decode base58btc text of at most `limit` characters."""
    if len(text) > limit:
        raise CheckFailedError("DECODE", f"Base58 text of at most {limit} characters was expected.")
    try:
        data: bytes = base58.b58decode(text.encode("ascii"))
    except ValueError as error:
        raise CheckFailedError("DECODE", "Base58 text was expected.") from error
    return data


def split_codec(data: bytes) -> tuple[int, bytes]:
    """Split a multicodec value into its code and the rest; a varint that is longer than needed is refused."""
    value = shift = 0
    for index, byte in enumerate(data[:4]):
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            if byte == 0 and index:
                break
            return value, data[index + 1 :]
    raise CheckFailedError("DECODE", "A multicodec prefix in its shortest form was expected.")
