"""Reading bytes from strangers: what they are (by content, never by name or type), and one strict reader of JSON.

JSON follows I-JSON (RFC 7493) where readers disagree, because a verifier and an indexer that read one text differently are an
attack: duplicate members, lone surrogates, NaN, integers beyond 2^53, deep nesting and anything but UTF-8 are refused.
"""

from __future__ import annotations

import binascii
import json
import math
import re
from base64 import b64decode, urlsafe_b64decode
from enum import StrEnum
from typing import Any, NoReturn

from indexer.verification.errors import CheckFailedError

TEXT_LIMIT = 2 * 1024 * 1024
IMAGE_LIMIT = 10 * 1024 * 1024
DEPTH_LIMIT = 64
_SAFE_INTEGER = 2**53 - 1
_PNG = b"\x89PNG\r\n\x1a\n"
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")
_SD_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*~[A-Za-z0-9_~.-]*")
# An SVG file may begin with an XML declaration, comments and a DOCTYPE before its root element.
_SVG = re.compile(rb"^\s*(<\?xml|<!--|<!DOCTYPE\s+svg|<([a-z]+:)?svg[\s>])", re.IGNORECASE)


class Kind(StrEnum):
    """What some bytes are."""

    PNG = "png"
    SVG = "svg"
    JWS = "jws"
    SD_JWT = "sd-jwt"
    JSON = "json"
    COSE = "cose"
    OTHER = "other"


def sniff(raw: bytes) -> Kind:
    """Say what `raw` is by its content. Servers send badges as text/html and text/plain, so types and names say nothing."""
    if raw.startswith(_PNG):
        return Kind.PNG
    if _SVG.match(raw[:1024].removeprefix(b"\xef\xbb\xbf")):
        return Kind.SVG
    if raw[:1] in (b"\xd2", b"\x84"):  # CBOR tag 18 (COSE_Sign1), or its bare array of four
        return Kind.COSE
    text = raw.strip()
    if text[:1] in (b"{", b"["):
        return Kind.JSON
    return _sniff_token(text.strip(b'"').decode("ascii", "replace"))


def _sniff_token(text: str) -> Kind:
    if _TOKEN.fullmatch(text):
        return Kind.JWS
    if _SD_TOKEN.fullmatch(text):
        return Kind.SD_JWT
    # COSE_Sign1 begins with 0xd2 0x84, which is "0oR" in base64.
    return Kind.COSE if text.startswith("0oR") else Kind.OTHER


def read_json(raw: bytes | str, *, limit: int = TEXT_LIMIT) -> Any:
    """Return the JSON value in `raw`. Raises `CheckFailedError` with JSON_UTF8, TOO_LARGE, JSON_DEPTH, DUPLICATE_KEY or DECODE."""
    text = raw if isinstance(raw, str) else _text(raw, limit)
    _refuse_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except (json.JSONDecodeError, RecursionError) as error:
        raise CheckFailedError("DECODE", _place(error)) from error
    # The hook has seen members only; escapes such as \ud800 can hide anywhere, and one search over the text finds the few.
    if "\\u" in text or "\\U" in text:
        _refuse_surrogates(value)
    return value


def read_object(raw: bytes | str, *, limit: int = TEXT_LIMIT) -> dict[str, Any]:
    """Return the JSON object in `raw`; everything else is refused like in `read_json`."""
    value = read_json(raw, limit=limit)
    if not isinstance(value, dict):
        raise CheckFailedError("DECODE", "A JSON object was expected.")
    return value


def decode_base64(text: str) -> bytes:
    """Decode ordinary base64 with padding, e.g. of a certificate."""
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckFailedError("DECODE", "Base64 text was expected.") from error


def decode_base64url(text: str) -> bytes:
    """Decode unpadded base64url, strictly: no padding, no other alphabet, no stray bits (RFC 7515 appendix C, RFC 4648 3.5)."""
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise CheckFailedError("DECODE", "Base64url text without padding was expected.")
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise CheckFailedError("DECODE", "Base64url text without padding was expected.") from error
    spare = {2: 4, 3: 2}.get(len(text) % 4, 0)
    if spare and _ALPHABET.index(text[-1]) & ((1 << spare) - 1):
        raise CheckFailedError("DECODE", "Base64url text with unused bits set was found.")
    return data


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _text(raw: bytes, limit: int) -> str:
    if len(raw) > limit:
        raise CheckFailedError("TOO_LARGE", f"At most {limit} bytes are read, {len(raw)} were found.")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise CheckFailedError("JSON_UTF8", f"Byte {error.start} is not UTF-8.") from error


def _refuse_depth(text: str) -> None:
    """Count brackets outside strings before the parser recurses; only texts with many brackets are walked."""
    if text.count("{") + text.count("[") <= DEPTH_LIMIT:
        return
    depth = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.DOTALL):
        first = token.group()[0]
        depth += (first in "[{") - (first in "]}")
        if depth > DEPTH_LIMIT:
            raise CheckFailedError("JSON_DEPTH", f"At most {DEPTH_LIMIT} levels are read.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CheckFailedError("DUPLICATE_KEY", f"The member {_twice(pairs)!r} stands twice in one object.")
    return found


def _twice(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return name[:80]
        seen.add(name)
    return ""


def _constant(name: str) -> NoReturn:
    raise CheckFailedError("DECODE", f"{name} is not a JSON number.")


def _integer(text: str) -> int:
    # RFC 7493 section 2.2: beyond this, readers that use doubles see another number.
    if len(text) > 17 or abs(int(text)) > _SAFE_INTEGER:
        raise CheckFailedError("DECODE", f"The number {text[:24]} is too large to be read the same everywhere.")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise CheckFailedError("DECODE", f"The number {text[:24]} is too large.")
    return value


def _refuse_surrogates(value: Any) -> None:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str) and _SURROGATE.search(item):
            raise CheckFailedError("JSON_UTF8", "Half of a character pair (a lone surrogate) was found.")


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"Line {error.lineno}, column {error.colno}: {error.msg}."
    return "The text is nested too deeply."
