"""What a view counts for in each facet, and how counted values are put in order. One table for both engines and the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from app.search.interface import CRITERION, EXPIRING_DAYS, FacetValue, HeldCompetency, HeldCriterion, SearchView

TOP_LEVEL = 5
"""The highest level that facets and points tell apart; higher ones count as this."""
HIGHEST_LEVEL = 20
"""The highest minimum that can be asked for; a rubric with more steps counts as this."""
NONE = "none"
ANY = "any"


def rank_of(held: HeldCompetency | HeldCriterion) -> int:
    """The level as a number, 0 when none was given."""
    return min(max(held.level or 0, 0), HIGHEST_LEVEL)


def names_of(criterion: HeldCriterion) -> tuple[str, ...]:
    """By what a criterion can be asked for: its name, and its name with the achievement that it belongs to."""
    alone = criterion.name
    return (alone, f"{alone} ({criterion.within})") if criterion.within else (alone,)


def opening(view: SearchView) -> frozenset[str]:
    """The kinds of evidence that can be opened, and `any` when there is one."""
    return view.openable | {ANY} if view.openable else frozenset()


def _levels(view: SearchView) -> frozenset[str]:
    held: tuple[HeldCompetency | HeldCriterion, ...] = (*view.competencies, *view.criteria)
    given = {rank for each in held if (rank := rank_of(each))}
    return frozenset(str(min(rank, TOP_LEVEL)) for rank in given) or frozenset({NONE})


VALUES: Mapping[str, Callable[[SearchView], frozenset[str]]] = {
    "competency": lambda view: frozenset(held.key for held in view.competencies),
    "framework": lambda view: frozenset(held.framework for held in view.competencies),
    "issuer": lambda view: frozenset({view.issuer}),
    "backing": lambda view: frozenset({str(view.backing)}),
    "level": _levels,
    "kind": lambda view: frozenset({view.kind}),
    "year": lambda view: frozenset({str(view.issued.year)}),
    "evidence": lambda view: view.evidence or frozenset({NONE}),
    "scale": lambda view: frozenset({view.scale}),
    "setting": lambda view: frozenset({view.setting}),
    "language": lambda view: frozenset({view.language}),
    "place": lambda view: frozenset({view.place}),
    CRITERION: lambda view: frozenset(name for criterion in view.criteria for name in names_of(criterion)),
}
"""Facets whose values are facts of the view, and are stored with it."""
STATUS = "status"
"""The one facet that depends on the moment of the search, and is worked out then."""
VALID, EXPIRING = "valid", "expiring"
KNOWN = frozenset({*VALUES, STATUS})


def values_of(view: SearchView) -> dict[str, list[str]]:
    """Facet -> the values of the view, in order, without empty ones."""
    return {facet: sorted(filter(None, values(view))) for facet, values in VALUES.items()}


def passes(view: SearchView, chosen: Mapping[str, Sequence[str]], now: datetime) -> bool:
    """Whether the view has one of the chosen values in every facet, at this moment."""
    return all(_has_one(view, facet, wanted, now) for facet, wanted in chosen.items())


def _has_one(view: SearchView, facet: str, wanted: Sequence[str], now: datetime) -> bool:
    if facet == STATUS:
        return status_of(view, now) in wanted
    return facet in VALUES and any(value and value in wanted for value in VALUES[facet](view))


def status_of(view: SearchView, now: datetime) -> str:
    """``expiring`` when its end is near at `now`, else ``valid``."""
    near = view.expires is not None and view.expires <= now + timedelta(days=EXPIRING_DAYS)
    return EXPIRING if near else VALID


def active(selections: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The facets with at least one selected value. A facet that does not exist stays: it has no values, so it finds nothing."""
    return {facet: tuple(dict.fromkeys(values)) for facet, values in selections.items() if values}


def ordered(counts: Mapping[str, int], selected: Sequence[str], size: int) -> tuple[FacetValue, ...]:
    """The `size` most frequent values by falling count, then value, and every selected one, with count 0 if need be."""
    ranked = sorted((-count, value) for value, count in counts.items() if count or value in selected)
    ranked += sorted((0, value) for value in set(selected) - counts.keys())
    kept = [(count, value) for place, (count, value) in enumerate(ranked) if place < size or value in selected]
    return tuple(FacetValue(value, -count, value in selected) for count, value in sorted(kept))
