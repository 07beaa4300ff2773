"""What the search page's form sends, folded into the address of a search.

The form works without JavaScript: each chip is a hidden ``must=KEY`` with the selects of its conditions (``must.level`` and the
like) and of its list (``must.as``) beside it, in the same order; ``drop=must.1`` takes the second chip off; ``add`` is the text of a
competency to add to the list ``to``, or ``pick`` its key when the type-ahead knew it; ``take.KEY=must`` puts a competency that a job
description names into a list; ``at`` is the control that was changed. The answer is always a redirect to the plain address, so that the
address alone is the search. Its fragment says where the focus belongs: on the result, unless the control or a neighbour has a
better claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.recruiters.grammar import FILTER, LISTS, Pairs

SIGNS = {"level": ":{}", "backing": ":b{}", "age": ":y{}", "evidence": ":e{}", "opens": ":o"}
"""The conditions of a chip, in their order, and how each stands in an address."""
CONTROLS = frozenset({"add", "pick", "drop", "at", *(f"{name}.{part}" for name in LISTS for part in ("as", *SIGNS))})

TAKE = "take."
WITHIN = "in."
RESULT = "count"
"""Where the focus goes when nothing says otherwise: the heading of the result."""
_CONTROL = re.compile(r"(must|nice|not)-\d{1,2}-[a-z]{1,9}")


@dataclass(frozen=True, slots=True)
class Change:
    """What the form asks for: the search as it stands in the form, and a competency to add to it."""

    pairs: tuple[tuple[str, str], ...]
    to: str
    add: str
    pick: str
    at: str
    """What the focus belongs on afterwards, by its id on the page."""

    def with_key(self, key: str) -> tuple[tuple[str, str], ...]:
        """The search with this competency added; one that is in the list already is not added twice."""
        there = any(name == self.to and value.split(":")[0] == key for name, value in self.pairs)
        return self.pairs if there else (*self.pairs, (self.to, key))


def is_change(names: Iterable[str]) -> bool:
    """Whether these names come from the form, and not from the address of a search."""
    return any(name in CONTROLS or name.startswith(TAKE) for name in names)


def read_change(pairs: Pairs) -> Change:
    """Read what the form sent. The page number is dropped: a changed search begins at its first page."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    chips = [pair for name in LISTS for pair in _chips(name, given)]
    chips += [(v, n.removeprefix(TAKE)) for n, values in given.items() if n.startswith(TAKE) for v in values if v in LISTS]
    rest = [(n, v) for n, values in given.items() if n in ("words", "sort", "hops") or n.startswith(FILTER) for v in values if v]
    to = given.get("to", ["must"])[0]
    return Change(
        pairs=(*chips, *rest),
        to=to if to in LISTS else "must",
        add=" ".join(given.get("add", [""])[0].split())[:200],
        pick=given.get("pick", [""])[0],
        at=_focus(given, chips),
    )


def _focus(given: Mapping[str, Sequence[str]], chips: Sequence[tuple[str, str]]) -> str:
    """The control that was changed; the chip that stands now where one was taken off, or the last of its list; else the result."""
    name, _, place = given.get("drop", [""])[0].partition(".")
    left = sum(of == name for of, _ in chips)
    if left and place.isdecimal():
        return f"{name}-{min(int(place), left - 1)}-chip"
    at = given.get("at", [""])[0]
    return at if _CONTROL.fullmatch(at) else RESULT


def _chips(name: str, given: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The chips of one list that stay, each with the list that it is in from now on."""
    keys = given.get(name, [])
    sent = [given.get(f"{name}.{part}", []) for part in SIGNS]
    conditions = [values or [""] * len(keys) for values in sent]
    if any(sent) and all(len(values) == len(keys) for values in conditions):
        keys = [_chip(key, values) for key, *values in zip(keys, *conditions, strict=True)]
    moved = given.get(f"{name}.as", [])
    lists = [to if to in LISTS else name for to in moved] if len(moved) == len(keys) else [name] * len(keys)
    dropped = set(given.get("drop", []))
    return [(to, key) for place, (to, key) in enumerate(zip(lists, keys, strict=True)) if f"{name}.{place}" not in dropped]


def _chip(key: str, values: Iterable[str]) -> str:
    conditions = (sign.format(value) for sign, value in zip(SIGNS.values(), values, strict=True) if value)
    return key.split(":")[0] + "".join(conditions)
