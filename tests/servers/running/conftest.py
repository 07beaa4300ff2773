"""The house with real time, a real broker, and programs that index beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import redis

from app.search.elasticsearch_client import Server
from app.services import utc_now
from tests.factories.house import Clock, House
from tests.servers.running.installation import Installation
from tests.support.environment import redis_url


class RealClock(Clock):
    """The machine's time: the programs beside us have no other."""

    def __call__(self) -> datetime:
        return utc_now()


@pytest.fixture
def clock() -> Clock:
    return RealClock()


@pytest.fixture
def broker_url() -> Iterator[str]:
    """An empty database of the real Redis."""
    server = redis_url().rpartition("/")[0] if redis_url().count("/") > 2 else redis_url()
    for number in range(15, 0, -1):
        client = redis.Redis.from_url(f"{server}/{number}")
        if client.dbsize() == 0:
            yield f"{server}/{number}"
            client.flushdb()
            return
    pytest.fail("no empty database is left on Redis")


@pytest.fixture
def installation(house: House, broker_url: str, tmp_path: Path) -> Iterator[Installation]:
    """Worker and beat have not been started yet."""
    server = Server(house.services.settings.search_url)
    server.call("PUT", f"/{server.name}/_settings", {"refresh_interval": "1s"})  # as in production
    made = Installation(house, broker_url, tmp_path)
    yield made
    made.stop()
