"""What only the adapter of Elasticsearch must keep, on the real server: aliases, partial failures, far pages, and being out of reach."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.search import elasticsearch as adapter
from app.search import elasticsearch_query
from app.search.elasticsearch import ElasticsearchEngine
from app.search.elasticsearch_client import Server
from app.search.elasticsearch_rebuild import create
from app.search.engine import open_engine
from app.search.interface import SearchDocument, SearchEngine, SearchError, WriteFailure
from tests.contract.search.builders import answered, found, held, learner, must, query, values, view
from tests.contract.search.conftest import open_for_test, set_up
from tests.contract.search.people import LABELS, NOW
from tests.support.environment import elasticsearch_url

pytestmark = pytest.mark.servers
DOWN = "http://127.0.0.1:9"


@pytest.fixture
def engine() -> Iterator[ElasticsearchEngine]:
    made = open_engine(f"{elasticsearch_url().rstrip('/')}/test-{uuid.uuid4().hex}")
    assert isinstance(made, ElasticsearchEngine)
    set_up(made)
    yield made
    made.destroy()


@pytest.fixture
def server(engine: ElasticsearchEngine) -> Server:
    return engine._server


def test_a_document_that_the_server_refuses_is_reported_and_the_others_are_stored(engine: SearchEngine) -> None:
    too_long = learner("refused", view(issuer="x" * 40_000))
    failures = engine.write([learner("ana", view()), too_long, learner("ben", view())])
    assert failures == [WriteFailure("refused", "document_parsing_exception in views.issuer")]
    assert found(engine) == ["ana", "ben"]


def test_more_documents_than_one_request_holds_are_visible_together(engine: SearchEngine) -> None:
    assert engine.write([learner(f"p{n:03}", view()) for n in range(450)]) == []
    assert engine.search(query()).total == 450


def test_a_rebuild_stops_at_a_document_that_is_refused_and_the_old_index_stays(engine: SearchEngine) -> None:
    engine.write([learner("old", view())])
    with pytest.raises(SearchError, match="stopped at refused"):
        engine.rebuild([learner("refused", view(issuer="x" * 40_000))])
    assert found(engine) == ["old"]
    assert engine.status()["rebuild"] == "none"


def test_a_rebuild_gives_way_to_one_that_was_started_later(engine: ElasticsearchEngine, server: Server) -> None:
    other = ElasticsearchEngine(f"{server.shown_host}/{server.name}")

    def documents() -> Iterator[SearchDocument]:
        yield learner("first", view())
        assert other.rebuild([learner("second", view())]) == 1

    with pytest.raises(SearchError, match="took over"):
        engine.rebuild(documents())
    assert found(engine) == ["second"]


def test_what_a_rebuild_that_died_left_is_cleared_away_by_the_next(engine: ElasticsearchEngine, server: Server) -> None:
    create(server, f"{server.name}-build-died", f"{server.name}-next")
    engine.write([learner("ana", view())])
    assert engine.status()["rebuild"] == "running or interrupted"
    engine.rebuild([learner("new", view())])
    assert len(server.call("GET", f"/{server.name}-build-*")) == 1
    assert found(engine) == ["new"]


def test_setting_up_from_many_threads_makes_one_index(server: Server) -> None:
    name = f"{server.name}-again"
    engines = [ElasticsearchEngine(f"{server.shown_host}/{name}") for _ in range(6)]
    errors: list[Exception] = []

    def work(engine: ElasticsearchEngine) -> None:
        try:
            engine.setup()
            engine.write([learner("ana", view())])
        except SearchError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(server.call("GET", f"/_alias/{name}")) == 1
    engines[0].destroy()


def test_using_an_index_that_was_not_set_up_says_what_to_do_and_makes_none(server: Server) -> None:
    unknown = ElasticsearchEngine(f"{server.shown_host}/{server.name}-unknown")
    for use in (lambda: unknown.search(query()), lambda: unknown.remove({"ana": 1}), lambda: unknown.write([learner("a", view())])):
        with pytest.raises(SearchError, match="run `evident index rebuild`"):
            use()
    assert server.call("GET", f"/{server.name}-unknown*") == {}


def test_an_index_of_another_version_says_what_to_do(engine: ElasticsearchEngine, server: Server) -> None:
    server.call("PUT", f"/{server.name}/_mapping", {"_meta": {"version": 0}})
    with pytest.raises(SearchError, match="version 0, expected"):
        engine.search(query())
    engine.rebuild([learner("ana", view())])
    assert found(engine) == ["ana"]


def test_counts_that_the_first_answer_cannot_prove_are_asked_for_again(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many views of one learner push a value up among the server's first ones, although more learners have another."""
    monkeypatch.setattr(elasticsearch_query, "LEAST_BUCKETS", 1)
    crowd = [view(f"c{n}", competencies=(held("many-views"),)) for n in range(20)]
    few = [learner(f"p{n}", view("d", competencies=(held("many-learners"),))) for n in range(6)]
    other = [learner("q", *[view(f"{k}{n}", competencies=(held(f"noise{k}"),)) for k in range(8) for n in range(10)])]
    engine.write([learner("ana", *crowd), *few, *other])
    assert values(engine, "competency", facet_size=1) == {"many-learners": 6}


def test_a_page_behind_the_window_is_walked_to(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "WINDOW", 10)
    engine.write([learner(f"p{n:02}", view(competencies=(held("python", n % 6),)), view("b", text="more")) for n in range(45)])
    for sort in ("best", "newest"):
        asked = query(must=must("python"), nice=must("python"), words="python", sort=sort, size=9)
        walked = [answered(engine, replace(asked, offset=offset)) for offset in range(0, 60, 9)]
        monkeypatch.setattr(adapter, "WINDOW", 1000)
        everything = engine.search(replace(asked, size=45))
        monkeypatch.setattr(adapter, "WINDOW", 10)
        assert [hit for page in walked for hit in page.hits] == list(everything.hits)
        assert all((page.total, page.facets) == (45, everything.facets) for page in walked)


def test_a_server_that_is_down_is_an_error_with_its_address_and_at_once() -> None:
    engine = open_engine(f"{DOWN.replace('//', '//user:secret@')}/people")
    searches = (lambda: engine.search(query()), lambda: engine.begin(query()), lambda: engine.totals([query()]))
    for use in (engine.setup, *searches, lambda: list(engine.versions()), engine.status):
        began = time.monotonic()
        with pytest.raises(SearchError, match="does not answer") as caught:
            use()
        assert DOWN in str(caught.value)
        assert "secret" not in str(caught.value)
        assert time.monotonic() - began < 5


def test_an_empty_audience_is_answered_without_asking_the_server() -> None:
    assert answered(open_engine(f"{DOWN}/people"), query(labels=frozenset())).total == 0


def test_words_are_not_in_the_index_as_prose(engine: ElasticsearchEngine, server: Server) -> None:
    engine.write([learner("ana", view(text="Nursing, and the Administration of medicines."))])
    source = server.call("GET", f"/{server.name}/_doc/ana")["_source"]
    assert "Nursing" not in repr(source)


def test_many_labels_and_exclusions_are_answered(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    labels = frozenset({*LABELS, *(f"org:{n}" for n in range(2000))})
    excluded = frozenset(f"p{n}" for n in range(5000))
    assert found(engine, labels=labels, excluded_learners=excluded, now=NOW) == ["ana"]


def test_the_suite_opens_engines_under_names_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("names")
    one, other = (open_for_test("elasticsearch", folder) for _ in range(2))
    assert isinstance(one, ElasticsearchEngine)
    assert isinstance(other, ElasticsearchEngine)
    assert one._server.name != other._server.name
