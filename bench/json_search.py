"""Search as JSON and as a page, through the whole product, against the bare client of Elasticsearch sending the same body.

Each search is measured twice: the first time (its people have to be loaded from the database) and again (somebody turns a filter on and
off, pages back, returns). The clock goes on between searches, since the server answers a question of the very same moment from a cache.

``EVIDENT_TEST_ELASTICSEARCH_URL`` names the server, ``EVIDENT_BENCH_PEOPLE`` the size (10,000),
``EVIDENT_BENCH_FOLDER`` a folder in which a portal that was filled once is kept, with its index, for the next time.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from elasticsearch import Elasticsearch
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.frameworks import key_of
from app.domain.models import Account
from app.portal import create_app, settle
from app.search.elasticsearch_query import search_body
from app.search.interface import Begun, CompetencyQuery, SearchEngine
from app.services import Services, open_services
from bench.frame import Measure
from bench.portal_world import FRAMEWORK, RECRUITER, fill
from bench.search import PEOPLE, SERVER
from bench.search_world import KINDS, NOW, _text, competency
from config.settings import load_settings

KEPT = os.environ.get("EVIDENT_BENCH_FOLDER", "")
FORMS = {"JSON": ("/api/v1/search?", 1.25), "page": ("/search?", 1.5)}
"""Where a search is answered, and how much of the bare client's time that may take."""
TIMES = 20
_TICKS = count()


def _now() -> datetime:
    """A moment that nobody has asked for before."""
    return NOW + timedelta(microseconds=next(_TICKS))


@dataclass
class Listening:
    """An engine that remembers the searches with facets that it was asked."""

    engine: SearchEngine
    asked: list[CompetencyQuery] = field(default_factory=list)

    def begin(self, query: CompetencyQuery) -> Begun:
        self.asked.append(query)
        return self.engine.begin(query)

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)


def run() -> list[Measure]:
    if not SERVER:
        return []
    if KEPT:
        services = _opened(f"{KEPT}/{PEOPLE}", f"bench-kept-{PEOPLE}")
        _fill_once(services)
        return _measured(services)
    with tempfile.TemporaryDirectory() as folder:
        services = _opened(folder, f"bench-{uuid.uuid4().hex[:8]}")
        try:
            _fill_once(services)
            return _measured(services)
        finally:
            services.engine.destroy()  # type: ignore[attr-defined]  # only this engine has one


def _opened(folder: str, index: str) -> Services:
    search = f"{SERVER.rstrip('/')}/{index}"
    environment = {"EVIDENT_DATA_DIR": folder, "EVIDENT_SEARCH_URL": search, "EVIDENT_SECRET_KEY": "b" * 40, "EVIDENT_LOG_LEVEL": "WARNING"}
    return open_services(load_settings(environment), clock=_now)


def _fill_once(services: Services) -> None:
    services.engine.setup()
    with services.database.reading() as session:
        is_filled = session.query(Account).filter_by(email=RECRUITER).first() is not None
    if not is_filled:
        fill(services, PEOPLE)


def _measured(services: Services) -> list[Measure]:
    engine = Listening(services.engine)
    client = _signed_in(replace(services, engine=engine))  # type: ignore[arg-type]  # the rest is passed on by name
    return [measure for form in FORMS for name in ADDRESSES for measure in _against_bare(form, name, client, engine)]


def _signed_in(services: Services) -> FlaskClient:
    flask_app = create_app(services=services)
    settle(flask_app)
    client = flask_app.test_client()
    with services.database.reading() as session:
        rita = session.query(Account).filter_by(email=RECRUITER).one()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = f"{rita.id}:{rita.session_epoch}", True
    return client


def _against_bare(form: str, name: str, client: FlaskClient, engine: Listening) -> list[Measure]:
    bare_client, dice = Elasticsearch(SERVER), random.Random(form + name)
    root, goal = FORMS[form]
    address = ADDRESSES[name]
    index = str(engine.engine.status()["index"])
    first: list[float] = []
    again: list[float] = []
    bare: list[float] = []
    for _ in range(TIMES):
        path = root + address(dice)
        engine.asked.clear()
        first.append(_milliseconds(lambda path=path: client.get(path)))  # type: ignore[misc]  # bound for this turn
        query = engine.asked[0]
        for _ in range(3):
            body = search_body(replace(query, now=_now()))
            again.append(_milliseconds(lambda path=path: client.get(path)))  # type: ignore[misc]
            bare.append(_milliseconds(lambda body=body: bare_client.search(index=index, body=body)))  # type: ignore[misc]
    return [
        Measure(f"{form}, p50: {name}, {when}", statistics.median(ours), "ms", statistics.median(bare), goal, f"{PEOPLE} people")
        for when, ours in (("first", first), ("again", again))
    ]


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    answer = action()
    taken = (time.perf_counter() - start) * 1000
    assert getattr(answer, "status_code", 200) == 200, answer
    if isinstance(answer, TestResponse):
        answer.close()  # as a server does once it has sent it
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
