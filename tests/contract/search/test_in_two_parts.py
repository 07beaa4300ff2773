"""A search on Elasticsearch that is asked for in two parts, its hits and all its counts at the same time, and many totals at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.search import elasticsearch as adapter
from app.search import elasticsearch_query
from app.search.elasticsearch import ElasticsearchEngine
from app.search.elasticsearch_client import Refused
from app.search.interface import EVERY_FACET
from tests.contract.search.builders import found, held, learner, must, query, view
from tests.contract.search.conftest import close, open_for_test, set_up

pytestmark = pytest.mark.servers
PATIENCE_S = 20


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ElasticsearchEngine]:
    made = set_up(open_for_test("elasticsearch", tmp_path_factory.mktemp("unused")))
    assert isinstance(made, ElasticsearchEngine)
    made.write([learner("ana", view()), learner("ben", view(), view("b", issuer="elsewhere"))])
    yield made
    close(made)


class Line:
    """The way to the server: what was sent on it, and counts that wait for as long as they are held up."""

    def __init__(self, engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[str, Any]] = []
        self.is_free = threading.Event()
        self.is_free.set()
        self._call = engine._server.call
        monkeypatch.setattr(engine._server, "call", self._noted)

    def _noted(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        self.sent.append((path.rpartition("/")[2], body))
        if isinstance(body, dict) and "aggs" in body:
            assert self.is_free.wait(PATIENCE_S)
        return self._call(method, path, body, **params)


@pytest.fixture
def line(engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> Line:
    engine.search(query())  # which also looks at the version of the index, once
    return Line(engine, monkeypatch)


def test_hits_are_one_request_and_all_counts_another(engine: ElasticsearchEngine, line: Line) -> None:
    engine.begin(query(must=must("python"), words="python", selections={"kind": ("Badge",)}, facets=EVERY_FACET)).page()
    assert [path for path, _ in line.sent] == ["_search", "_search"]
    counting = [body for _, body in line.sent if "aggs" in body]
    assert len(counting) == 1
    counted = {facet for group in counting[0]["aggs"].values() for facet in group["aggs"]["passing"]["aggs"]}
    assert counted >= set(EVERY_FACET)
    assert counting[0]["size"] == 0


def test_without_hits_or_without_facets_one_request_is_enough(engine: ElasticsearchEngine, line: Line) -> None:
    engine.begin(query(facets=())).page()
    engine.begin(query(size=0)).page()
    assert len(line.sent) == 2


def test_the_whole_at_once_is_one_request(engine: ElasticsearchEngine, line: Line) -> None:
    engine.search(query())
    assert len(line.sent) == 1


def test_hits_and_their_total_are_there_while_the_server_still_counts(engine: ElasticsearchEngine, line: Line) -> None:
    line.is_free.clear()
    begun = engine.begin(query(size=1))
    assert ([hit.learner_id for hit in begun.hits], begun.total) == (["ana"], 2)
    line.is_free.set()
    assert {value.value: value.count for value in begun.facets()["issuer"]} == {"northfield": 2, "elsewhere": 1}


def test_counts_that_no_thread_is_free_for_are_asked_for_when_they_are_needed(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    with ThreadPoolExecutor(1) as busy:
        held_up = busy.submit(released.wait, PATIENCE_S)
        monkeypatch.setattr(engine, "_counting", busy)
        page = engine.begin(query()).page()
        released.set()
    assert held_up.result(), "the counts did not wait for the thread"
    assert page == engine.search(query())


def test_counts_that_are_refused_are_an_error_after_the_hits_have_come(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "counts_body", lambda query: {"aggs": {"secret words": {"no such kind": {}}}})
    begun = engine.begin(query())
    assert begun.total == 2
    with pytest.raises(Refused, match="refused") as caught:
        begun.page()
    assert "secret" not in str(caught.value)


def test_counts_that_the_first_answer_cannot_prove_are_asked_for_again(
    engine: ElasticsearchEngine, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the whole at once: many views of one learner push a value up among the server's first ones."""
    monkeypatch.setattr(elasticsearch_query, "LEAST_BUCKETS", 1)
    crowd = [view(f"c{n}", competencies=(held("many-views"),)) for n in range(20)]
    few = [learner(f"p{n}", view("d", competencies=(held("many-learners"),))) for n in range(6)]
    other = [learner("q", *[view(f"{k}{n}", competencies=(held(f"noise{k}"),)) for k in range(8) for n in range(10)])]
    engine.write([learner("cy", *crowd), *few, *other])
    line.sent.clear()
    page = engine.begin(query(facets=("competency",), facet_size=1)).page()
    assert [(value.value, value.count) for value in page.facets["competency"]] == [("many-learners", 6)]
    assert len(line.sent) == 3


def test_many_totals_are_one_request(engine: ElasticsearchEngine, line: Line) -> None:
    asked = [query(), query(labels=frozenset()), query(selections={"issuer": ("elsewhere",)}), query(must=must("sql")), query(words="***")]
    assert engine.totals(asked) == [2, 0, 1, 0, 0]
    assert [path for path, _ in line.sent] == ["_msearch"]
    assert engine.begin_totals(asked)() == [2, 0, 1, 0, 0]
    assert engine.totals([]) == engine.begin_totals([])() == []
    assert len(line.sent) == 2


def test_one_total_that_is_refused_is_an_error_without_what_was_typed(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "total_body", lambda query: {"query": {"range": {"version": {"gte": "secret words"}}}})
    with pytest.raises(Refused, match="search_phase_execution_exception") as caught:
        engine.totals([query()])
    assert "secret" not in str(caught.value)


def test_who_is_excluded_or_hidden_is_in_neither_part(engine: ElasticsearchEngine) -> None:
    without_ben = engine.begin(query(excluded_learners=frozenset({"ben"}))).page()
    assert ([hit.learner_id for hit in without_ben.hits], without_ben.total) == (["ana"], 1)
    assert [(v.value, v.count) for v in without_ben.facets["issuer"]] == [("northfield", 1)]
    hidden = engine.begin(query(hidden_issuers=frozenset({"northfield"}))).page()
    assert [(v.value, v.count) for v in hidden.facets["issuer"]] == [("elsewhere", 1)]
    assert found(engine, hidden_issuers=frozenset({"northfield", "elsewhere"})) == []
