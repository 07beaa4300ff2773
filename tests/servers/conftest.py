"""The portal on PostgreSQL and Elasticsearch. Tests that ask for `house` or `settings` below this folder get these instead.

Each test has a database of its own, copied from one that was migrated once, and an index of its own; both are gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine.url import make_url

from app.domain import schema
from app.domain.database import Database
from app.portal import create_app
from app.services import open_services
from config.settings import Settings, load_settings
from tests.contract.search.conftest import close, set_up
from tests.factories.house import Clock, House
from tests.fakes.web import FakeWeb
from tests.servers.databases import fresh_name, new_database
from tests.support.environment import elasticsearch_url, postgres_url

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def migrated() -> Iterator[str]:
    """The address of a database that has every table and no row."""
    with new_database(postgres_url()) as url:
        database = Database(url)
        schema.upgrade(database)
        database.close()  # a database with visitors cannot be copied
        yield url


@pytest.fixture
def database_url(migrated: str) -> Iterator[str]:
    """The address of a copy of it, for one test."""
    with new_database(postgres_url(), copied_from=str(make_url(migrated).database)) as url:
        yield url


@pytest.fixture
def search_server() -> str:
    """The address of the Elasticsearch that the test's index is on."""
    return elasticsearch_url().rstrip("/")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, search_server: str) -> Settings:
    """Settings of an installation on servers, without a broker."""
    return load_settings(
        {
            "EVIDENT_DATA_DIR": str(tmp_path / "data"),
            "EVIDENT_SECRET_KEY": "a secret for tests only " * 2,
            "EVIDENT_DATABASE_URL": database_url,
            "EVIDENT_SEARCH_URL": f"{search_server}/{fresh_name()}",
        }
    )


@pytest.fixture
def house(settings: Settings, clock: Clock) -> Iterator[House]:
    """A portal on both servers: everything real but the clock and the outside web."""
    web = FakeWeb()
    services = replace(open_services(settings, clock=clock), fetcher=lambda: web)
    set_up(services.engine)
    app = create_app(services=services)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    yield House(app, services, web, clock)
    services.database.close()
    close(services.engine)


@pytest.fixture
def client(house: House) -> FlaskClient:
    """Somebody who is not signed in."""
    return house.client()
