"""When too few are found: every way to ask for one thing less, and how many people each would give.

"SQL at level 4 or higher: nobody. Without the level: 12. Without SQL: 19."
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from app.search.facets import active
from app.search.interface import CompetencyQuery, Requirement, SearchEngine

MOST = 24
"""Ways that are counted at most; each is one search without hits and facets."""


class Less(StrEnum):
    """What is no longer asked for."""

    LEVEL = "level"
    BACKING = "backing"
    RECENCY = "recency"
    EVIDENCE = "evidence"
    COMPETENCY = "competency"
    EXCLUSION = "exclusion"
    WORDS = "words"
    SELECTION = "selection"


_WITHOUT: dict[Less, Callable[[Requirement], Requirement]] = {
    Less.LEVEL: lambda requirement: replace(requirement, min_level=None),
    Less.BACKING: lambda requirement: replace(requirement, min_backing=None),
    Less.RECENCY: lambda requirement: replace(requirement, issued_since=None),
    Less.EVIDENCE: lambda requirement: replace(requirement, evidence=None),
}


@dataclass(frozen=True, slots=True)
class Loosening:
    """One thing less: what, of which requirement (its place in `must` or `must_not`) or facet, the query then, the people then."""

    less: Less
    query: CompetencyQuery
    place: int | None = None
    facet: str = ""
    total: int = 0


def loosenings(query: CompetencyQuery) -> Iterator[Loosening]:
    """Every query that asks for one thing less, conditions before whole requirements."""
    for place, requirement in enumerate(query.must):
        for less, without in _WITHOUT.items():
            if (looser := without(requirement)) != requirement:
                yield Loosening(less, replace(query, must=_with(query.must, place, looser)), place)
    for place in range(len(query.must)):
        yield Loosening(Less.COMPETENCY, replace(query, must=_with(query.must, place)), place)
    for place in range(len(query.must_not)):
        yield Loosening(Less.EXCLUSION, replace(query, must_not=_with(query.must_not, place)), place)
    if query.words.strip():
        yield Loosening(Less.WORDS, replace(query, words=""))
    chosen = active(query.selections)
    for facet in chosen:
        rest = {name: values for name, values in chosen.items() if name != facet}
        yield Loosening(Less.SELECTION, replace(query, selections=rest), facet=facet)


def _with(requirements: tuple[Requirement, ...], place: int, instead: Requirement | None = None) -> tuple[Requirement, ...]:
    return (*requirements[:place], *([instead] if instead else []), *requirements[place + 1 :])


def ways_to_find_more(engine: SearchEngine, query: CompetencyQuery) -> list[Loosening]:
    """The ways that find more people than the query does, the one that finds fewest more first: it gives up least.

    Raises `SearchError` like any search.
    """
    counting = replace(query, size=0, offset=0, after=None, facets=())
    now = engine.search(counting).total
    counted = [
        replace(way, query=_as_asked(way.query, query), total=engine.search(way.query).total)
        for _, way in zip(range(MOST), loosenings(counting), strict=False)
    ]
    return sorted((way for way in counted if way.total > now), key=lambda way: way.total)


def _as_asked(loosened: CompetencyQuery, query: CompetencyQuery) -> CompetencyQuery:
    """The looser query with the page size and facets of the one that was asked, from its first page."""
    return replace(loosened, size=query.size, facets=query.facets)
