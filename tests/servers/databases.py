"""Databases that last as long as a test: made empty or as a copy, and dropped whoever is still connected."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.engine.url import make_url


def fresh_name() -> str:
    """A name that no other run uses, for a database or an index."""
    return f"test-{uuid.uuid4().hex}"


@contextmanager
def new_database(server: str, *, copied_from: str = "template1") -> Iterator[str]:
    """The address of a new database on the server whose address is given."""
    name = fresh_name()
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{copied_from}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
