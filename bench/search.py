"""Searches through the port: embedded against its goal, Elasticsearch against its bare client sending the same body.

``EVIDENT_TEST_ELASTICSEARCH_URL`` names the server (left out without it), ``EVIDENT_BENCH_PEOPLE`` the size (10,000).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from app.search.elasticsearch_query import search_body
from app.search.engine import open_engine
from app.search.interface import CompetencyQuery, SearchEngine
from bench.frame import Measure, alternate, p95
from bench.search_world import KINDS_OF_QUERY, people, queries

PEOPLE = int(os.environ.get("EVIDENT_BENCH_PEOPLE", "10000"))
SERVER = os.environ.get("EVIDENT_TEST_ELASTICSEARCH_URL", "")
GOAL_MS = 100
GOAL_RATIO = 1.25
TIMES = 40


def run() -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"embedded:{folder}/search.sqlite3")
        load(engine)
        measures = [_waiting(engine, kind) for kind in KINDS_OF_QUERY]
    if SERVER:
        with elasticsearch() as engine:
            load(engine)
            measures += [_against_bare(engine, kind) for kind in KINDS_OF_QUERY]
    return measures


@contextmanager
def elasticsearch() -> Iterator[SearchEngine]:
    """An engine under a name of its own, which is gone afterwards."""
    engine = open_engine(f"{SERVER.rstrip('/')}/bench-{uuid.uuid4().hex[:8]}")
    try:
        yield engine
    finally:
        engine.destroy()  # type: ignore[attr-defined]  # only this engine has one


def load(engine: SearchEngine) -> None:
    engine.setup()
    remaining = people(PEOPLE)
    while batch := list(islice(remaining, 1000)):
        assert engine.write(batch) == []


def _waiting(engine: SearchEngine, kind: str) -> Measure:
    """How long one search takes at most, nineteen times of twenty."""
    engine.search(queries(kind, 1, seed=9)[0])
    taken = [_milliseconds(engine, query) for query in queries(kind, TIMES)]
    note = f"p50 {statistics.median(taken):.1f} ms, {PEOPLE} people"
    return Measure(f"embedded, p95: {kind}", p95(taken), "ms", goal=GOAL_MS, note=note)


def _milliseconds(engine: SearchEngine, query: CompetencyQuery) -> float:
    start = time.perf_counter()
    engine.search(query)
    return (time.perf_counter() - start) * 1000


def _against_bare(engine: SearchEngine, kind: str) -> Measure:
    from elasticsearch import Elasticsearch

    client = Elasticsearch(SERVER)
    index = engine.status()["index"]
    ours: list[float] = []
    bare: list[float] = []
    for query in queries(kind, TIMES):
        body = search_body(query)
        mine, theirs = alternate(
            lambda query=query: engine.search(query),  # type: ignore[misc]  # bound for this turn
            lambda body=body: client.search(index=str(index), body=body),  # type: ignore[misc]
            times=2,
        )
        ours.append(mine * 1000)
        bare.append(theirs * 1000)
    name = f"Elasticsearch, p50: {kind}"
    return Measure(name, statistics.median(ours), "ms", statistics.median(bare), GOAL_RATIO, f"{PEOPLE} people")
