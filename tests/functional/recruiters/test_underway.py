"""A search whose counts come after its hits: what a recruiter and a program see of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import pytest
from flask.testing import FlaskClient

from app.portal import create_app
from app.search.interface import Begun, CompetencyQuery, FacetValue, SearchEngine, SearchError
from tests.factories.house import House


@dataclass
class Slow:
    """Stands before `engine` and notes in which order the parts of a search are wanted; `lost` has no counts to give."""

    engine: SearchEngine
    lost: bool = False
    wanted: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def begin(self, query: CompetencyQuery) -> Begun:
        begun = self.engine.begin(query)
        self.wanted.append("hits, and counts" if query.facets else "hits")
        return replace(begun, facets=lambda: self._lose() if self.lost else self._counted(begun))

    def begin_totals(self, queries: list[CompetencyQuery]) -> Callable[[], list[int]]:
        self.wanted.append("totals")
        return self.engine.begin_totals(queries)

    def _counted(self, begun: Begun) -> Mapping[str, tuple[FacetValue, ...]]:
        self.wanted.append("counts")
        return begun.facets()

    def _lose(self) -> NoReturn:
        raise SearchError("the server went away while it was counting")


@pytest.fixture
def slow(house: House) -> Slow:
    return Slow(house.services.engine)


@pytest.fixture
def rita(house: House, slow: Slow) -> FlaskClient:
    """A recruiter; Ana can be found."""
    house.publish(house.hold(house.learner("ada@example.org"), house.signed("sql")))
    app = create_app(services=replace(house.services, engine=slow))  # type: ignore[arg-type]  # the rest is passed on by name
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    return replace(house, app=app).client(house.recruiter())


@pytest.fixture
def sql(house: House) -> str:
    return house.load_skills("sql")["sql"]


def test_a_page_waits_for_the_counts_last(slow, sql, rita):
    page = rita.get(f"/search?must={sql}").text
    assert "Ana Petrova" in page
    assert slow.wanted == ["hits, and counts", "totals", "counts"]


def test_a_page_past_the_end_counts_once(slow, sql, rita):
    assert "This is the last page." in rita.get(f"/search?must={sql}&page=7").text
    assert slow.wanted == ["hits, and counts", "hits", "totals", "counts"]


@pytest.mark.parametrize("address", ["/search?words=sql", "/search?sort=newest"])
def test_counts_that_do_not_come_are_a_page_that_says_so(slow, rita, address):
    slow.lost = True
    answer = rita.get(address)
    assert answer.status_code == 503
    assert "The search is not available right now" in answer.text
    assert "Ana" not in answer.text
    assert "went away" not in answer.text


def test_counts_that_do_not_come_are_an_error_for_a_program(slow, rita):
    slow.lost = True
    for answer in (rita.get("/api/v1/search?words=sql"), rita.post("/api/v1/search", json={"words": "sql"})):
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert "Ana" not in answer.text
