"""Words looked up in FTS5, as sets of the bitmaps."""

from __future__ import annotations

import sqlite3

from app.search.bitmaps import Bitmaps
from app.search.bits import of_positions
from app.search.store import HEADLINE, SLOT_BITS, SLOTS

REMEMBERED = 256
"""Lookups that are kept until the index changes: paging and choosing facets ask the same ones again."""


class FoundWords:
    """The `Texts` of one search, over one state of the file. `known` remembers lookups until the index changes."""

    def __init__(
        self, connection: sqlite3.Connection, slot: str, index: Bitmaps, known: dict[str, tuple[int, int]]
    ) -> None:
        self._connection = connection
        self._slot = slot
        self._index = index
        self._known = known

    def find(self, sequences: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
        return self._look_up(" AND ".join(map(_quoted, sequences)))

    def find_any(self, sequences: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
        return self._look_up(" OR ".join(map(_quoted, sequences))) if sequences else (0, 0)

    def often(self, stem: str, times: int) -> tuple[int, int]:
        return self._look_up(f'often : "{stem}|{times}"')

    def _look_up(self, expression: str) -> tuple[int, int]:
        if expression not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[expression] = self._places(expression)
        return self._known[expression]

    def _places(self, expression: str) -> tuple[int, int]:
        views: list[int] = []
        headlines: list[int] = []
        for (row,) in self._connection.execute(SLOTS[self._slot].find, (expression,)):
            slot = row & HEADLINE
            if (place := self._index.place(row >> SLOT_BITS, slot)) is not None:
                (headlines if slot == HEADLINE else views).append(place)
        return of_positions(views), of_positions(headlines)


def _quoted(sequence: tuple[str, ...]) -> str:
    """Words hold no quotation mark, so nothing in them can end the FTS5 string that they are put into."""
    return f'text : "{" ".join(sequence)}"'
