"""What is left of somebody in the portal's data."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.browser.newcomer import FINDABLE_SECONDS
from tests.browser.portal import Portal


def left_of(portal: Portal, word: str) -> list[str]:
    """The tables of database and index that still contain the word, in whatever column; the worker gets a moment to follow."""
    until = time.monotonic() + FINDABLE_SECONDS
    while True:
        found = [table for name in ("evident", "search") for table in tables_with(portal.folder / f"{name}.sqlite3", word)]
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.2)


def tables_with(database: Path, word: str) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')
            if any(word.encode() in (value if isinstance(value, bytes) else str(value).encode()) for row in rows for value in row):
                yield table
