"""Which regular expressions of strangers may be run. A backtracking engine can be kept busy for ever by a pattern with repeats inside
repeats, so only tame ones are tried: short, without references back, no repeat inside a repeat, at most two open ones side by side."""

from __future__ import annotations

import re

LENGTH_LIMIT = 500
OPEN_LIMIT = 2
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
# A bound up to here costs no more than writing the part that often.
_SMALL = 64
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?P?<[^>]*>|\(\?:|\(|\)|[*+?]|\{\d*,?\d*\}|.", re.DOTALL)


def is_tame(pattern: str) -> bool:
    """Say whether `pattern` is quick on every text."""
    if len(pattern) > LENGTH_LIMIT:
        return False
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return _is_flat(_TOKEN.findall(pattern))


def _is_flat(tokens: list[str]) -> bool:
    """Walk the parts with a stack of groups; each entry says whether the group holds a repeat."""
    groups, closed, opened = [False], False, 0
    for part in tokens:
        if part[0] == "(":
            groups.append(False)
        elif part == ")":
            closed = groups.pop()
            groups[-1] = groups[-1] or closed
            continue
        elif part[0] == "\\" and part[1:].isdigit() and part != "\\0":
            return False
        elif _repeats(part):
            if closed:
                return False
            groups[-1] = True
            opened += _is_open(part)
        closed = False
    return opened <= OPEN_LIMIT


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
