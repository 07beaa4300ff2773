"""Text that strangers wrote, before it is stored: control characters go, since no page, file name or mail header survives all of them.

PostgreSQL refuses NUL in a text column, a mail header refuses line ends, a terminal obeys escapes.
"""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_FORBIDDEN = frozenset({"Cc", "Cs"})  # controls; halves of a character pair, which are no text


def one_line(text: str, *, limit: int) -> str:
    """`text` on one line without control characters, trimmed, at most `limit` characters long."""
    if text.isprintable() and "  " not in text:  # as most names are; the only space that is printable is the plain one
        return text.strip()[:limit].rstrip()
    return _SPACE.sub(" ", _cleared(text)).strip()[:limit].rstrip()


def several_lines(text: str, *, limit: int) -> str:
    """`text` with its line ends (as ``\\n``) and without other control characters, trimmed, at most `limit` characters long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_cleared(line).rstrip() for line in lines).strip()[:limit].rstrip()


def _cleared(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in _FORBIDDEN else c for c in text)
