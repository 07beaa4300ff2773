"""Which regular expressions of strangers may be run. A backtracking engine can be kept busy for ever by a pattern with repeats or
alternatives inside repeats, so only tame ones are tried: short, without references back, with at most two open repeats side by side.
Even those take the length of the text to the power of their repeats plus one."""

from __future__ import annotations

import re
from functools import lru_cache

LENGTH_LIMIT = 500
OPEN_LIMIT = 2
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
# A bound up to here costs no more than writing the part that often.
_SMALL = 64
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?P?<[^>]*>|\(\?:|\(|\)|[*+?]|\{\d*,?\d*\}|.", re.DOTALL)


def is_tame(pattern: str) -> bool:
    """Say whether `pattern` may be run at all."""
    return open_repeats(pattern) is not None


@lru_cache(maxsize=256)
def open_repeats(pattern: str) -> int | None:
    """Return how many repeats without a small bound a tame pattern has; None for one that is not tame."""
    if len(pattern) > LENGTH_LIMIT:
        return None
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    found = _count(_TOKEN.findall(pattern))
    return found if found is not None and found <= OPEN_LIMIT else None


def _count(parts: list[str]) -> int | None:
    """Walk the parts with a stack of groups; each entry says whether repeating the group would be wild."""
    groups, closed, opened = [False], False, 0
    for part in parts:
        if part[0] == "(":
            groups.append(False)
        elif part == ")":
            closed = groups.pop()
            groups[-1] = groups[-1] or closed
            continue
        elif part == "|":
            groups[-1] = True
        elif part[0] == "\\" and part[1:].isdigit() and part != "\\0":
            return None
        elif _repeats(part):
            if closed:
                return None
            groups[-1] = True
            opened += _is_open(part)
        closed = False
    return opened


def _repeats(part: str) -> bool:
    if part in ("*", "+"):
        return True
    found = _COUNT.fullmatch(part)
    return found is not None and (found[2] == "," or found[1] not in ("0", "1"))


def _is_open(part: str) -> bool:
    found = _COUNT.fullmatch(part)
    if found is None:
        return True
    high = found[3] if found[2] else found[1]
    return high == "" or int(high) > _SMALL
