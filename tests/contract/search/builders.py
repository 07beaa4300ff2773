"""Short ways to say a view, a learner and a search in the trap tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.search.interface import (
    CompetencyQuery,
    HeldCompetency,
    Requirement,
    SearchDocument,
    SearchEngine,
    SearchPage,
    SearchView,
)
from tests.contract.search.people import NOW

EVERYBODY = frozenset({"all"})


def view(name: str = "c1", **changes: Any) -> SearchView:
    """A credential for all recruiters that shows Python at level 3."""
    values: dict[str, Any] = {
        "credential_id": name,
        "labels": EVERYBODY,
        "issuer": "northfield",
        "backing": 5,
        "kind": "Badge",
        "competencies": (held("python", 3),),
        "issued": date(2025, 6, 1),
        "expires": None,
        "evidence": frozenset(),
        "text": "Python course",
    }
    return SearchView(**{**values, **changes})


def held(key: str, level: int | None = None) -> HeldCompetency:
    return HeldCompetency(key, "esco", level)


def learner(name: str, *views: SearchView, version: int = 1, headline: str = "") -> SearchDocument:
    labels = frozenset[str]().union(*(v.labels for v in views))
    return SearchDocument(name, version, headline, labels, views)


def query(**changes: Any) -> CompetencyQuery:
    return CompetencyQuery(**{"labels": EVERYBODY, "now": NOW, **changes})


def must(key: str, **conditions: Any) -> tuple[Requirement, ...]:
    return (Requirement((key,), **conditions),)


def answered(engine: SearchEngine, asked: CompetencyQuery) -> SearchPage:
    """The answer at once, which must be that in two parts, with the total that is found alone."""
    page = engine.search(asked)
    assert engine.begin(asked).page() == page
    assert engine.totals([asked]) == engine.begin_totals([asked])() == [page.total]
    return page


def found(engine: SearchEngine, **changes: Any) -> list[str]:
    """The ids found, in the order of the hits; the total must agree."""
    page = answered(engine, query(**changes))
    ids = [hit.learner_id for hit in page.hits]
    assert page.total == len(ids)
    return ids


def values(engine: SearchEngine, facet: str, **changes: Any) -> dict[str, int]:
    page = answered(engine, query(facets=(facet,), **changes))
    return {value.value: value.count for value in page.facets[facet]}
