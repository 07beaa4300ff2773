"""The tables: made by migrations, equal to the models, brought up to date once, never taken for what they are not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import inspect, select, text

from app.domain import rebuilds, schema
from app.domain.database import Database
from app.domain.frameworks import key_of
from app.domain.models import Base, Competency
from app.domain.schema import SchemaError
from config.settings import Settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """An empty SQLite database."""
    opened = Database(settings.database_url)
    yield opened
    opened.close()


def test_an_empty_database_has_no_migration(database):
    assert schema.current(database) is None


def test_after_the_migrations_the_tables_are_those_of_the_models(database):
    assert schema.upgrade(database) == schema.newest() == schema.current(database)
    assert schema.differences(database) == []
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())


def test_a_difference_is_told(database):
    schema.upgrade(database)
    with database.writing() as session:
        session.execute(text("ALTER TABLE looks DROP COLUMN what"))
    assert any("what" in line for line in schema.differences(database))


def test_opening_brings_an_sqlite_database_up_to_date(database):
    schema.prepare(database)
    schema.prepare(database)
    assert schema.current(database) == schema.newest()


def test_several_processes_that_start_at_once_migrate_once(settings):
    def migrate(_number: int) -> str | None:
        own = Database(settings.database_url)
        schema.prepare(own)
        found = schema.current(own)
        own.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(migrate, range(4))) == {schema.newest()}


def test_a_database_of_a_newer_version_is_left_alone(database):
    schema.upgrade(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="9999"):
        schema.prepare(database)


def test_foreign_keys_hold_again_after_migrating(database):
    schema.upgrade(database)
    with database.reading() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_competency_gets_the_key_of_its_address_and_the_index_is_built_again(database):
    migrate_to(database, "0002")
    with database.writing() as session:
        session.execute(text("INSERT INTO frameworks VALUES ('f', 'http://s.example', 'S', '', '', '', '2026-01-01')"))
        for key, uri in (("old", "http://s.example/sql"), (key_of("https://s.example/r"), "https://s.example/r")):
            row = {"key": key, "uri": uri}
            session.execute(text("INSERT INTO competencies VALUES (:key, 'f', :uri, '', 'x', '[]', '', 0)"), row)
    schema.upgrade(database)
    with database.reading() as session:
        assert set(session.scalars(select(Competency.key))) == {key_of("http://s.example/sql"), key_of("https://s.example/r")}
        assert rebuilds.unfinished(session) is not None


def test_nothing_is_rebuilt_where_no_key_changes(database):
    schema.upgrade(database)
    with database.reading() as session:
        assert rebuilds.unfinished(session) is None


def test_in_an_sqlite_file_an_original_stands_behind_everything_else_and_stays_what_it_was(database):
    migrate_to(database, "0008")
    files = {"one": b"\x00{}\xff", "two": b"%PDF" * 500_000}
    with closing(sqlite3.connect(str(database.url.database))) as raw, raw:
        put(raw, "accounts", id="ana")
        put(raw, "learners", id="ana", account_id="ana")
        for key, file in files.items():
            put(raw, "credentials", id=key, learner_id="ana", sha256=key, original=file, title=f"Title {key}")
    schema.upgrade(database)
    assert schema.differences(database) == []
    with database.reading() as session:
        assert [column.name for column in session.execute(text("PRAGMA table_info(credentials)"))][-1] == "original"
        kept = session.execute(text("SELECT id, original, title, typeof(original) FROM credentials")).all()
        assert {key: (file, title, kind) for key, file, title, kind in kept} == {
            key: (file, f"Title {key}", "blob") for key, file in files.items()
        }


def put(raw: sqlite3.Connection, table: str, **values: object) -> None:
    """A row with something in every column that needs it."""
    needed = [name for _, name, _, is_needed, _, _ in raw.execute(f"PRAGMA table_info({table})") if is_needed]
    row = {**dict.fromkeys(needed, "0"), **values}
    raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def migrate_to(database: Database, number: str) -> None:
    with schema._alone(database) as connection:
        command.upgrade(schema._config(connection), number)


def test_every_constraint_has_a_name_that_a_later_migration_can_call(database):
    unnamed = [str(c) for table in Base.metadata.tables.values() for c in table.constraints if c.name is None]
    assert unnamed == []
