"""The state of the database's tables: which migration it has, which it needs, and bringing it there.

A single machine with SQLite is brought up to date at every start (`prepare`). PostgreSQL is migrated by the operator, by
`evident db upgrade`, because several processes share it and one of them must go first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, inspect, text

from app.domain.database import Database

if TYPE_CHECKING:  # Alembic takes time and memory that only a migration is worth
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x45564944
"""The number of the advisory lock that migrations hold on PostgreSQL; the letters EVID."""


class SchemaError(Exception):
    """The database cannot be used by this version of the product; the message says what to do."""


def newest() -> str:
    """The number of the last migration that this version of the product knows."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def current(database: Database) -> str | None:
    """The number of the migration that the database has; None for an empty one."""
    with database.engine.connect() as connection:
        return _recorded(connection)


def prepare(database: Database) -> None:
    """Bring an SQLite database up to date; leave PostgreSQL to its operator."""
    if _is_sqlite(database) and current(database) != newest():
        upgrade(database)


def upgrade(database: Database) -> str:
    """Run the migrations that are missing, all or none; returns the number reached.

    Two processes may call this at once: the second waits, and finds nothing left to do. Raises `SchemaError` when the database comes
    from a newer version of the product.
    """
    from alembic import command

    with _alone(database) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")
    return newest()


def differences(database: Database) -> list[str]:
    """What the tables have that the models do not, or the other way round, a line each; empty when both say the same."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from app.domain.models import Base

    with database.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
    return [repr(difference) for difference in found]


def _is_sqlite(database: Database) -> bool:
    return database.url.get_backend_name() == "sqlite"


def _recorded(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return cast("str | None", connection.scalar(text("SELECT version_num FROM alembic_version")))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    found = _recorded(connection)
    if found is not None and found > newest():
        raise SchemaError(
            f"The database has migration {found}, and this version of Evident knows only up to {newest()}. Install the newer version again."
        )


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """A transaction that no other migration can be in at the same time."""
    if not _is_sqlite(database):
        with database.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
            yield connection
        return
    with database.engine.connect().execution_options(evident_writes=True) as connection:
        # Copying a table drops the old one, and with foreign keys on that would delete what hangs on its rows. The switch works
        # outside of transactions only, so it is thrown on the driver's own connection.
        driver = connection.connection.driver_connection
        assert driver is not None, "a connection that was just opened has its driver's connection"
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                _refuse_loose_ends(connection)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _refuse_loose_ends(connection: Connection) -> None:
    if loose := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise SchemaError(f"A migration would leave {len(loose)} rows that point to nothing ({loose[0][0]}); nothing was changed.")
