"""The engines under contract. Each test gets an empty engine; `loaded` holds the generated people and is shared."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.elasticsearch_client import Server
from app.search.engine import open_engine
from app.search.interface import SearchDocument, SearchEngine
from tests.contract.search.people import people
from tests.support.environment import elasticsearch_url

ENGINES = ("embedded", pytest.param("elasticsearch", marks=pytest.mark.servers))
PEOPLE = int(os.environ.get("EVIDENT_TEST_SEARCH_PEOPLE", "2000"))
SEED = int(os.environ.get("EVIDENT_TEST_SEARCH_SEED", "1"))


def open_for_test(name: str, folder: Path) -> SearchEngine:
    """An empty engine; on Elasticsearch under a name of its own."""
    if name == "embedded":
        return open_engine(f"embedded:{folder / 'search.sqlite3'}")
    return open_engine(f"{elasticsearch_url().rstrip('/')}/test-{uuid.uuid4().hex}")


def set_up(engine: SearchEngine) -> SearchEngine:
    """Set up, and let the server show writes sooner than once a second, so that the suite waits less."""
    engine.setup()
    if isinstance(server := getattr(engine, "_server", None), Server):
        server.call("PUT", f"/{server.name}/_settings", {"refresh_interval": "30ms"})
    return engine


def close(engine: SearchEngine) -> None:
    if destroy := getattr(engine, "destroy", None):
        destroy()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    made = set_up(open_for_test(request.param, tmp_path))
    yield made
    close(made)


@pytest.fixture(scope="session")
def population() -> list[SearchDocument]:
    return people(SEED, PEOPLE)


@pytest.fixture(scope="session", params=ENGINES)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, population: list[SearchDocument]
) -> Iterator[SearchEngine]:
    made = set_up(open_for_test(request.param, tmp_path_factory.mktemp("loaded")))
    for start in range(0, len(population), 500):
        assert made.write(population[start : start + 500]) == []
    yield made
    close(made)
