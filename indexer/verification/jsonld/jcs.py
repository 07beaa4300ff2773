"""JSON Canonicalization Scheme (RFC 8785): one text for one JSON value."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from indexer.verification.errors import CheckFailedError

_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical_json(value: Any) -> bytes:
    """Return the canonical form of a JSON value. Raises `CheckFailedError` NOT_CANONICAL for what I-JSON cannot say."""
    parts: list[str] = []
    _write(value, parts)
    text = "".join(parts)
    if _SURROGATE.search(text):
        raise CheckFailedError("NOT_CANONICAL", "Half of a character pair (a lone surrogate) was found.")
    return text.encode()


def _write(value: Any, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(_string(value))
    elif value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, (int, float)):
        parts.append(_number(value))
    elif isinstance(value, dict):
        _write_object(value, parts)
    else:
        _write_array(value, parts)


def _write_object(value: dict[str, Any], parts: list[str]) -> None:
    # Members are sorted by UTF-16 code units (section 3.2.3), which differs from code points above U+FFFF.
    names = sorted(value) if all(map(str.isascii, value)) else sorted(value, key=_utf16)
    for index, name in enumerate(names):
        parts.append("," if index else "{")
        parts.append(_string(name))
        parts.append(":")
        _write(value[name], parts)
    parts.append("}" if names else "{}")


def _write_array(value: Any, parts: list[str]) -> None:
    parts.append("[")
    for index, item in enumerate(value):
        if index:
            parts.append(",")
        _write(item, parts)
    parts.append("]")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def _string(value: str) -> str:
    # The escapes of json.dumps are those of ECMAScript but for the case of \u00XX, which is lower in both.
    return json.dumps(value, ensure_ascii=False)


def _number(value: int | float) -> str:
    """Write a number as ECMAScript does (section 3.2.2.3): integers up to 1e21 in decimals, shortest digits that read back."""
    if isinstance(value, int):
        if abs(value) > 2**53:
            raise CheckFailedError("NOT_CANONICAL", "A number is too large to be read the same everywhere.")
        return str(value)
    if not math.isfinite(value):
        raise CheckFailedError("NOT_CANONICAL", "A number is not finite.")
    return "0" if value == 0 else _ecmascript(value)


def _ecmascript(value: float) -> str:
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # `point` is where the decimal point stands relative to the first digit that counts (n of ECMA-262, Number::toString).
    leading = len(whole + fraction) - len(digits)
    point = len(whole) - leading + int(exponent_text or 0)
    digits = digits.rstrip("0")
    return sign + _place_point(digits, point)


def _place_point(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    head = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{head}e{point - 1:+d}"
