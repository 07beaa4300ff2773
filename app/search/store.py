"""The file of the embedded engine: what is written survives here, and words are looked up here (SQLite FTS5).

Two slots, ``a`` and ``b``, are two whole indexes in one file; ``meta`` says which one is searched (`current`) and which one, during a
rebuild, is being built (`next`). A write goes to both in one transaction. Other processes read the last committed state while one
writes (WAL).

A learner is one row in ``learner_*``; every change gives it a new number (`doc`), so that a reader catches up by asking for higher
numbers than it has seen. A row without views is a tombstone that keeps older writes out. The words of view n of a document are the
FTS5 row ``doc * 2**20 + n``; those of the headline stand behind the last possible view.

Words come analysed. The ASCII tokenizer of FTS5 leaves everything beyond ASCII alone and is told to do the same with the four signs that
words may hold, so it splits exactly at spaces (a test holds this against arbitrary text).
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.search.fields import digest_of, view_fields, word_fields
from app.search.interface import SearchDocument, SearchError

FORMAT = "5"
"""Changes with the tables or with what `fields.py` puts into them; an index of another format must be rebuilt."""
SLOT_BITS = 20
HEADLINE = (1 << SLOT_BITS) - 1
FORGET_AFTER_S = 3600
LOCKED_S = 30
_META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_TABLES = """
CREATE TABLE learner_@ (doc INTEGER PRIMARY KEY AUTOINCREMENT, learner_id TEXT NOT NULL UNIQUE, place INTEGER NOT NULL,
    removed_at INTEGER, digest TEXT NOT NULL, labels TEXT NOT NULL, views TEXT NOT NULL);
CREATE INDEX removed_@ ON learner_@ (removed_at) WHERE removed_at IS NOT NULL;
CREATE VIRTUAL TABLE words_@ USING fts5 (text, often, tokenize = "ascii tokenchars '+#.|'");
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL of one slot. Slot names are the two letters above, never anything from outside."""

    stored: str
    forget: str
    forget_words: str
    put: str
    put_words: str
    changes: str
    versions: str
    find: str
    prune: str
    carry: str
    drop: str
    optimize: str
    count: str

    @classmethod
    def of(cls, slot: str, other: str) -> Statements:
        texts = {name: text.replace("@", slot).replace("~", other) for name, text in _SQL.items()}
        return cls(**texts)


_SQL = {
    "stored": "SELECT doc, place FROM learner_@ WHERE learner_id = ?",
    "forget": "DELETE FROM learner_@ WHERE doc = ?",
    "forget_words": "DELETE FROM words_@ WHERE rowid BETWEEN ? AND ?",
    "put": "INSERT INTO learner_@ (learner_id, place, removed_at, digest, labels, views) VALUES (?, ?, ?, ?, ?, ?)",
    "put_words": "INSERT INTO words_@ (rowid, text, often) VALUES (?, ?, ?)",
    "changes": "SELECT doc, learner_id, labels, views FROM learner_@ WHERE doc > ? ORDER BY doc",
    "versions": "SELECT learner_id, place / 2, digest FROM learner_@ WHERE learner_id > ? AND views != '[]' "
    "ORDER BY learner_id LIMIT 1000",
    "find": "SELECT rowid FROM words_@ WHERE words_@ MATCH ?",
    "prune": "DELETE FROM learner_@ WHERE removed_at < unixepoch() - ?",
    "carry": "INSERT OR IGNORE INTO learner_@ (learner_id, place, removed_at, digest, labels, views) "
    "SELECT learner_id, place, removed_at, digest, labels, views FROM learner_~ WHERE views = '[]'",
    "drop": "DROP TABLE IF EXISTS learner_@; DROP TABLE IF EXISTS words_@",
    "optimize": "INSERT INTO words_@ (words_@) VALUES ('optimize')",
    "count": "SELECT count(*), coalesce(sum(json_array_length(views)), 0) FROM learner_@ WHERE views != '[]'",
}
SLOTS: Mapping[str, Statements] = {"a": Statements.of("a", "b"), "b": Statements.of("b", "a")}
OTHER = {"a": "b", "b": "a"}


@dataclass(frozen=True, slots=True)
class Row:
    """A learner ready to be stored: everything computed before the write lock is taken."""

    learner_id: str
    place: int
    removed: bool
    digest: str
    labels: str
    views: str
    words: tuple[tuple[int, str, str], ...]


def written(document: SearchDocument) -> Row:
    """The row of a document."""
    fields = [view_fields(view) for view in document.views]
    texts = [*((n, view.text) for n, view in enumerate(document.views)), (HEADLINE, document.headline)]
    words = [(n, word_fields(text)) for n, text in texts if document.views]
    return Row(
        learner_id=document.learner_id,
        place=2 * document.version,
        removed=False,
        digest=digest_of(document),
        labels=json.dumps(sorted(document.headline_labels)),
        views=json.dumps(fields, ensure_ascii=False, separators=(",", ":")),
        words=tuple((n, found["text"], found["often"]) for n, found in words if found["text"]),
    )


def removed(learner_id: str, version: int) -> Row:
    """The row that stands for a removed learner. Its place is above that of a write of the same version."""
    return Row(learner_id, 2 * version + 1, removed=True, digest="", labels="[]", views="[]", words=())


class Store:
    """Connections to the file, one for reading and one for writing in each process, each used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connections: dict[tuple[int, str], sqlite3.Connection] = {}
        self._locks = {"read": threading.RLock(), "write": threading.RLock()}

    def setup(self) -> None:
        """Make the file and the first slot if they are not there."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.writing() as connection:
            connection.execute(_META)
            if not read_meta(connection).get("current"):
                make_slot(connection, "a")
                set_meta(connection, current="a", format=FORMAT, build="1")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent state of the file."""
        with self._using("read", "BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The only writer, until the end of the block, which commits; an error takes everything back."""
        with self._using("write", "BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _using(self, purpose: str, begin: str) -> Iterator[sqlite3.Connection]:
        with self._locks[purpose], translated(self.path):
            connection = self._connection(purpose)
            connection.execute(begin)
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _connection(self, purpose: str) -> sqlite3.Connection:
        """A connection must not cross a fork, so it is known by the process, too."""
        key = (os.getpid(), purpose)
        if key not in self._connections:
            self._connections[key] = _connect(self.path)
        return self._connections[key]

    def scrub(self, slot: str) -> None:
        """Take the words of removed learners out of the file itself: FTS5 keeps them until its parts are merged, and the log, too."""
        with self.writing() as connection:
            connection.execute(SLOTS[slot].optimize)
        with self._locks["write"], translated(self.path):
            self._connection("write").execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=LOCKED_S, isolation_level=None, check_same_thread=False)
    _use_wal(connection)
    # NORMAL: a power cut may lose the last writes, never the file; the outbox and `evident index check` bring them back.
    for pragma in ("synchronous = NORMAL", "secure_delete = ON", "cache_size = -16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side. It is kept in the file; only its first openers meet here.

    While one of them changes the mode, SQLite turns the others away at once, whatever timeout was set.
    """
    give_up = time.monotonic() + LOCKED_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as `SearchError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SearchError(f"The search index {path} cannot be used: {error}") from error


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM meta"))


def set_meta(connection: sqlite3.Connection, **values: str | None) -> None:
    """Set values; None takes a name away."""
    for name, value in values.items():
        connection.execute("DELETE FROM meta WHERE name = ?", (name,))
        if value is not None:
            connection.execute("INSERT INTO meta VALUES (?, ?)", (name, value))


def make_slot(connection: sqlite3.Connection, slot: str) -> None:
    """An empty slot, whatever was in it."""
    drop_slot(connection, slot)
    _run(connection, _TABLES.replace("@", slot))


def drop_slot(connection: sqlite3.Connection, slot: str) -> None:
    _run(connection, SLOTS[slot].drop)


def _run(connection: sqlite3.Connection, script: str) -> None:
    # Not executescript: it would commit the transaction that this is part of.
    for statement in script.split(";"):
        connection.execute(statement)


def store_rows(connection: sqlite3.Connection, slot: str, rows: Iterable[Row]) -> None:
    """Put each row in place of an older state of its learner; a newer one stays."""
    sql = SLOTS[slot]
    connection.execute(sql.prune, (FORGET_AFTER_S,))
    for row in rows:
        stored = connection.execute(sql.stored, (row.learner_id,)).fetchone()
        if stored and stored[1] > row.place:
            continue
        if stored:
            first = stored[0] << SLOT_BITS
            connection.execute(sql.forget_words, (first, first | HEADLINE))
            connection.execute(sql.forget, (stored[0],))
        _insert(connection, sql, row)


def _insert(connection: sqlite3.Connection, sql: Statements, row: Row) -> None:
    now = connection.execute("SELECT unixepoch()").fetchone()[0] if row.removed else None
    doc = connection.execute(sql.put, (row.learner_id, row.place, now, row.digest, row.labels, row.views)).lastrowid
    assert doc is not None, "a row was inserted"
    connection.executemany(sql.put_words, ((doc << SLOT_BITS | n, text, often) for n, text, often in row.words))


def changes_since(connection: sqlite3.Connection, slot: str, doc: int) -> Iterator[tuple[int, str, Sequence[str], Any]]:
    """(doc, learner id, headline labels, views) of every change after `doc`, in order."""
    for number, learner_id, labels, views in connection.execute(SLOTS[slot].changes, (doc,)):
        yield number, learner_id, json.loads(labels), json.loads(views)
