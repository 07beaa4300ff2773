"""Search as JSON, through the whole product, against the bare client of Elasticsearch sending the same body.

Each search is measured twice: the first time (its people have to be loaded from the database) and again (somebody turns a filter on and
off, pages back, returns). ``EVIDENT_TEST_ELASTICSEARCH_URL`` names the server, ``EVIDENT_BENCH_PEOPLE`` the size (10,000).
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from elasticsearch import Elasticsearch
from flask.testing import FlaskClient

from app.domain.frameworks import key_of
from app.domain.models import Account
from app.portal import create_app
from app.search.elasticsearch_query import search_body
from app.search.interface import CompetencyQuery, SearchEngine, SearchPage
from app.services import Services, open_services
from bench.frame import Measure
from bench.portal_world import FRAMEWORK, RECRUITER, fill
from bench.search import PEOPLE, SERVER
from bench.search_world import KINDS, NOW, _text, competency
from config.settings import load_settings

GOAL_RATIO = 1.5
TIMES = 20


@dataclass
class Listening:
    """An engine that remembers the last query it was asked."""

    engine: SearchEngine
    asked: list[CompetencyQuery] = field(default_factory=list)

    def search(self, query: CompetencyQuery) -> SearchPage:
        self.asked.append(query)
        return self.engine.search(query)

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)


def run() -> list[Measure]:
    if not SERVER:
        return []
    with tempfile.TemporaryDirectory() as folder:
        index = f"bench-{uuid.uuid4().hex[:8]}"
        environment = {"EVIDENT_DATA_DIR": folder, "EVIDENT_SEARCH_URL": f"{SERVER.rstrip('/')}/{index}", "EVIDENT_SECRET_KEY": "b" * 40}
        services = open_services(load_settings(environment), clock=lambda: NOW)
        try:
            services.engine.setup()
            fill(services, PEOPLE)
            return _measured(services)
        finally:
            services.engine.destroy()  # type: ignore[attr-defined]  # only this engine has one


def _measured(services: Services) -> list[Measure]:
    engine = Listening(services.engine)
    client = _signed_in(replace(services, engine=engine))  # type: ignore[arg-type]  # the rest is passed on by name
    return [measure for name, address in ADDRESSES.items() for measure in _against_bare(name, address, client, engine)]


def _signed_in(services: Services) -> FlaskClient:
    client = create_app(services=services).test_client()
    with services.database.reading() as session:
        rita = session.query(Account).filter_by(email=RECRUITER).one()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = f"{rita.id}:{rita.session_epoch}", True
    return client


def _against_bare(name: str, address: Callable[[random.Random], str], client: FlaskClient, engine: Listening) -> list[Measure]:
    bare_client, dice = Elasticsearch(SERVER), random.Random(name)
    index = str(engine.engine.status()["index"])
    first: list[float] = []
    again: list[float] = []
    bare: list[float] = []
    for _ in range(TIMES):
        path = "/api/v1/search?" + address(dice)
        first.append(_milliseconds(lambda path=path: client.get(path)))  # type: ignore[misc]  # bound for this turn
        body = search_body(engine.asked[-1])
        for _ in range(3):
            again.append(_milliseconds(lambda path=path: client.get(path)))  # type: ignore[misc]
            bare.append(_milliseconds(lambda body=body: bare_client.search(index=index, body=body)))  # type: ignore[misc]
    return [
        Measure(f"JSON search, p50: {name}, {when}", statistics.median(ours), "ms", statistics.median(bare), GOAL_RATIO, f"{PEOPLE} people")
        for when, ours in (("first", first), ("again", again))
    ]


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    answer = action()
    taken = (time.perf_counter() - start) * 1000
    assert getattr(answer, "status_code", 200) == 200, answer
    return taken


def _chip(dice: random.Random) -> str:
    return key_of(FRAMEWORK + competency(dice))


ADDRESSES: dict[str, Callable[[random.Random], str]] = {
    "one must at a level": lambda dice: f"must={_chip(dice)}:3",
    "one must, three nice": lambda dice: f"must={_chip(dice)}&" + "&".join(f"nice={_chip(dice)}" for _ in range(3)),
    "must and words": lambda dice: f"must={_chip(dice)}&words={_text(dice, 1)}",
    "must and selections": lambda dice: f"must={_chip(dice)}&f.kind={KINDS[0]}&f.kind={KINDS[1]}&f.year=2024&f.year=2025",
    "words": lambda dice: f"words={_text(dice, 2).replace(' ', '+')}",
    "browse, newest first": lambda dice: f"sort=newest&page={dice.randrange(1, 40)}",
}
