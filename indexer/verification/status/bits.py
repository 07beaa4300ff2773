"""Reading one number out of a compressed list of bits, within a cap on what it may inflate to."""

from __future__ import annotations

import zlib
from base64 import b64decode
from binascii import Error as Base64Error

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url

INFLATED_LIMIT = 32 * 1024 * 1024
STANDARD_PLACES = 131_072
"""A shorter list gives away whose status is asked (Bitstring Status List section 3.4)."""
TOLERATED_PLACES = 100_000
"""What widespread libraries of the predecessor made; such lists are read with a note, shorter ones not at all."""


def decode_list(text: object) -> bytes:
    """Decode ``encodedList``: multibase ``u`` (Bitstring), or plain base64 in either alphabet (StatusList2021), of a gzip stream."""
    if not isinstance(text, str) or not text:
        raise CheckFailedError("STATUS_LIST_INVALID", "The list is missing.")
    # A gzip stream begins with H4sI in base64, so a leading u can only be the multibase prefix.
    data = _base64(text[1:] if text[0] == "u" else text)
    # RevocationList2020 asked for zlib, and its libraries wrote gzip: 32 takes either.
    return inflate(data, zlib.MAX_WBITS | 32)


def inflate(data: bytes, bits: int) -> bytes:
    """Inflate a gzip or zlib stream up to the cap. Raises `CheckFailedError` STATUS_LIST_INVALID."""
    engine = zlib.decompressobj(bits)
    try:
        found = engine.decompress(data, INFLATED_LIMIT + 1)
    except zlib.error as error:
        raise CheckFailedError("STATUS_LIST_INVALID", "The list is damaged.") from error
    if len(found) > INFLATED_LIMIT:
        raise CheckFailedError("STATUS_LIST_INVALID", "The list inflates beyond what we read.")
    if not engine.eof:
        raise CheckFailedError("STATUS_LIST_INVALID", "The list is cut off.")
    return found


def number_at(bits: bytes, index: int, size: int) -> int:
    """Return the `size` bits at `index`; the first bit is the most significant one of the first byte.

    Raises `CheckFailedError` RANGE_ERROR past the end.
    """
    start = index * size
    if start + size > len(bits) * 8:
        raise CheckFailedError("RANGE_ERROR", f"The list has {len(bits) * 8 // size} places, number {index} was asked.")
    last = (start + size - 1) // 8
    window = int.from_bytes(bits[start // 8 : last + 1])
    spare = (last + 1) * 8 - (start + size)
    return (window >> spare) & ((1 << size) - 1)


def _base64(text: str) -> bytes:
    try:
        if "+" in text or "/" in text:
            return b64decode(text + "=" * (-len(text) % 4), validate=True)
        return decode_base64url(text.rstrip("="))
    except (Base64Error, ValueError, CheckFailedError) as error:
        raise CheckFailedError("STATUS_LIST_INVALID", "The list is not written in base64.") from error
