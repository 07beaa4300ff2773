"""The database door: sessions that read, sessions that write, and the two column types that differ between engines.

Reading and writing are apart because SQLite lets one writer in at a time and refuses to turn a reader that has seen an older
state into a writer. `writing()` takes the write lock at its start, so it waits instead of failing; it also makes every place
that changes something visible: a change and its outbox row stand in one `with` block.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.url import make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import JSON, TypeDecorator


class Base(DeclarativeBase):
    """All tables. JSON columns hold what has no life of its own: reports, claims, details."""

    # Every constraint has a name, the same on both engines: a migration can only alter what it can name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[str]: JSON, list[Any]: JSON}


MEMORY = "memory"
"""Where a reading session finds what its process remembers of this database (`app.domain.remembered`)."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC. Refuses naive values; SQLite, which forgets the zone, gives it back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a point in time needs its zone; pass an aware UTC datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    """A fresh identifier: 32 hexadecimal digits that say nothing about what they name."""
    return uuid.uuid4().hex


class Database:
    """One engine and its two kinds of session. Thread-safe; one per process."""

    def __init__(self, url: str) -> None:
        """Open the database at `url` (SQLAlchemy address). The folder of an SQLite file is made; tables are not."""
        self.url = make_url(url)
        if self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:"):
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
        # hide_parameters: what failed to be written is somebody's name or mail, and errors end up in logs.
        self.engine = create_engine(self.url, pool_pre_ping=self.url.get_backend_name() != "sqlite", hide_parameters=True)
        self._memory: dict[str, Any] = {}
        self._writer = self.engine.execution_options(evident_writes=True)
        if self.url.get_backend_name() == "sqlite":
            _prepare_sqlite(self.engine)
        else:
            _prepare_postgresql(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state and changes nothing; whatever it did is rolled back."""
        session = Session(self.engine, expire_on_commit=False, info={MEMORY: self._memory})
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept at the end, or none of them when an error leaves the block."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "busy_timeout = 15000", "synchronous = NORMAL", "secure_delete = ON")
CACHE = "cache_size = -16384"
"""16 MB of an SQLite file at hand for each connection. With SQLite's own 2 MB the upper parts of its indexes are read again and again."""


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own: we do, below
        for pragma in (*PRAGMAS, CACHE):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("evident_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    # A text with a NUL is a value like any other to SQLite, and an error to PostgreSQL. Whoever looks for one must find nothing on
    # both; a stored one would be shown as this very sign anyway.
    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def replace_nul(
        _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        return statement, _without_nul(parameters)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {name: _without_nul(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_without_nul, value))
    return value
