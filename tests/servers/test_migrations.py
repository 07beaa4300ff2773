"""The migrations on PostgreSQL: they make what the models say, and two operators at once do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain import schema
from app.domain.database import Database
from tests.servers.databases import new_database
from tests.support.environment import postgres_url


@pytest.fixture
def empty() -> Iterator[Database]:
    with new_database(postgres_url()) as url:
        database = Database(url)
        yield database
        database.close()


def test_upgrading_an_empty_database_makes_what_the_models_say(empty: Database) -> None:
    assert schema.current(empty) is None
    assert schema.differences(empty), "an empty database differs"
    assert schema.upgrade(empty) == schema.newest() == schema.current(empty)
    assert schema.differences(empty) == []


def test_a_second_upgrade_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    assert schema.upgrade(empty) == schema.newest()
    assert schema.differences(empty) == []


def test_two_upgrades_at_once_wait_for_each_other(empty: Database) -> None:
    with ThreadPoolExecutor(2) as two:
        reached = list(two.map(lambda _: schema.upgrade(empty), range(2)))
    assert reached == [schema.newest()] * 2
    assert schema.differences(empty) == []


def test_starting_does_not_migrate_for_the_operator(empty: Database) -> None:
    schema.prepare(empty)
    assert schema.current(empty) is None
