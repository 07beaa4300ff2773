"""The embedded engine: one file, no server, for up to about ten thousand learners.

The file (`store.py`) keeps everything and finds words. A process that searches holds the rest in memory as bitmaps (`bitmaps.py`), and
before each search takes in what changed in the file since its last one; so a write of another process is found by the next search,
and nothing has to be told. Both are read from one state of the file, so words and bitmaps always agree. Writing needs no bitmaps.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.search.bitmaps import Bitmaps
from app.search.evaluate import Evaluation
from app.search.fts import FoundWords
from app.search.interface import Begun, CompetencyQuery, IndexedVersion, SearchDocument, SearchError, SearchPage, WriteFailure
from app.search.store import (
    FORMAT,
    HEADLINE,
    OTHER,
    SLOTS,
    Row,
    Store,
    changes_since,
    drop_slot,
    make_slot,
    read_meta,
    removed,
    set_meta,
    store_rows,
    translated,
    written,
)

REBUILD_BATCH = 200
"""Learners written at once by a rebuild; between two batches other writers get their turn."""


class EmbeddedEngine:
    """`SearchEngine` over one SQLite file."""

    name = "embedded"

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self._lock = threading.RLock()
        self._index = Bitmaps()
        self._build = ""
        self._found: dict[str, tuple[int, int]] = {}

    def setup(self) -> None:
        with translated(self._store.path):
            self._store.setup()

    def search(self, query: CompetencyQuery) -> SearchPage:
        with self._lock, self._store.reading() as connection:
            slot = self._catch_up(connection)
            return Evaluation(self._index, FoundWords(connection, slot, self._index, self._found), query).page()

    def begin(self, query: CompetencyQuery) -> Begun:
        """All of it at once: counting is so quick here that nothing could be done meanwhile."""
        page = self.search(query)
        return Begun(page.hits, page.total, lambda: page.facets)

    def totals(self, queries: Sequence[CompetencyQuery]) -> list[int]:
        return [self.search(replace(query, offset=0, size=1, facets=())).total for query in queries]

    def begin_totals(self, queries: Sequence[CompetencyQuery]) -> Callable[[], list[int]]:
        """Counted when they are asked for: this engine has no other process that could work meanwhile."""
        return lambda: self.totals(queries)

    def _catch_up(self, connection: sqlite3.Connection) -> str:
        """Take in what changed in the file; return the slot that is searched."""
        meta = _usable(read_meta(connection))
        if meta["build"] != self._build or self._index.is_mostly_dead:
            self._index, self._build = Bitmaps(), meta["build"]
            self._found.clear()
        for change in changes_since(connection, meta["current"], self._index.last_doc):
            self._index.put(*change)
            self._found.clear()
        return meta["current"]

    def write(self, documents: Sequence[SearchDocument], *, visible: bool = True) -> list[WriteFailure]:
        """Here a write is visible as soon as it is stored, asked for or not."""
        too_many = [d for d in documents if len(d.views) >= HEADLINE]
        self._write([written(d) for d in documents if len(d.views) < HEADLINE])
        return [WriteFailure(d.learner_id, f"more than {HEADLINE - 1} views") for d in too_many]

    def remove(self, learners: Mapping[str, int], *, visible: bool = True) -> list[WriteFailure]:
        if learners:
            self._write([removed(learner_id, version) for learner_id, version in learners.items()])
            self._store.scrub(self._current())
        return []

    def _write(self, rows: Sequence[Row]) -> None:
        with self._store.writing() as connection:
            meta = _usable(read_meta(connection))
            for slot in filter(None, (meta["current"], meta.get("next"))):
                store_rows(connection, slot, rows)

    def _current(self) -> str:
        with self._store.reading() as connection:
            return _usable(read_meta(connection))["current"]

    def versions(self) -> Iterator[IndexedVersion]:
        last: str | None = ""
        while last is not None:
            with self._store.reading() as connection:
                slot = _usable(read_meta(connection))["current"]
                rows = connection.execute(SLOTS[slot].versions, (last,)).fetchall()
            yield from (IndexedVersion(*row) for row in rows)
            last = rows[-1][0] if rows else None

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        token = uuid.uuid4().hex
        slot = self._begin_rebuild(token)
        count = 0
        try:
            remaining = iter(documents)
            while batch := [written(d) for d in islice(remaining, REBUILD_BATCH)]:
                with self._rebuilding(token) as connection:
                    store_rows(connection, slot, batch)
                count += len(batch)
            self._swap(token, slot)
        finally:
            self._abandon(token, slot)
        return count

    def _begin_rebuild(self, token: str) -> str:
        """An empty slot that receives every write from now on. The remains of a rebuild that died go."""
        with self._store.writing() as connection:
            slot = OTHER[read_meta(connection)["current"]]
            make_slot(connection, slot)
            set_meta(connection, next=slot, rebuild=token)
            return slot

    @contextmanager
    def _rebuilding(self, token: str) -> Iterator[sqlite3.Connection]:
        """The writer, as long as no other rebuild took over."""
        with self._store.writing() as connection:
            if read_meta(connection).get("rebuild") != token:
                raise SearchError("Another rebuild of the search index was started and took over from this one")
            yield connection

    def _swap(self, token: str, slot: str) -> None:
        """From here on searches see the new slot. Tombstones move along: they still keep late, older writes out."""
        with self._rebuilding(token) as connection:
            meta = read_meta(connection)
            if meta["format"] == FORMAT:
                connection.execute(SLOTS[slot].carry)
            connection.execute(SLOTS[slot].optimize)
            build = str(int(meta["build"]) + 1)
            set_meta(connection, current=slot, build=build, format=FORMAT, next=None, rebuild=None)
            drop_slot(connection, OTHER[slot])

    def _abandon(self, token: str, slot: str) -> None:
        """After an error: the unfinished slot goes, unless another rebuild has it by now. After success there is nothing to do."""
        with self._store.writing() as connection:
            if read_meta(connection).get("rebuild") == token:
                set_meta(connection, next=None, rebuild=None)
                drop_slot(connection, slot)

    def status(self) -> Mapping[str, str | int]:
        with self._store.reading() as connection:
            meta = read_meta(connection)
            learners, views = connection.execute(SLOTS[meta["current"]].count).fetchone()
            size = self._store.path.stat().st_size
        return {
            "engine": self.name,
            "learners": learners,
            "views": views,
            "bytes": size,
            "format": meta["format"],
            "format expected": FORMAT,
            "rebuild": "running or interrupted" if "rebuild" in meta else "none",
        }


def _usable(meta: dict[str, str]) -> dict[str, str]:
    if meta["format"] != FORMAT:
        raise SearchError(f"The search index has format {meta['format']}, expected {FORMAT}. Run `evident index rebuild`.")
    return meta
