"""One whole demo world for all tests of the demo, and a fetcher that answers from its outside web without a network."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from demo.outside.site import Outside
from demo.world.build import build_world
from demo.world.model import World
from indexer.verification.interface import Fetched, FetchError

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PORT = 5090


class OutsideFetcher:
    """A `Fetcher` over an outside web in memory."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        parts = urlsplit(url)
        answer = self._outside.answer(parts.netloc, parts.path)
        if answer.status != 200:
            raise FetchError(url, f"the server answered {answer.status}", status=answer.status)
        return Fetched(url, answer.body, answer.content_type, NOW)


@pytest.fixture(scope="session")
def world() -> World:
    return build_world(now=NOW, port=PORT)


@pytest.fixture(scope="session")
def outside(world: World) -> Outside:
    return Outside(world)


@pytest.fixture(scope="session")
def fetcher(outside: Outside) -> OutsideFetcher:
    return OutsideFetcher(outside)
