"""What a search means, said once more and as plainly as possible: loops over people and views, no index, no bits.

It shares with the product only the analysis of words (which both engines share as well) and the numbers of ranking.json.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from importlib.resources import files

from app.search.interface import CompetencyQuery, FacetValue, Hit, Requirement, SearchDocument, SearchPage, SearchView
from app.search.words import analyse, parse_words

POINTS = json.loads(files("search_templates").joinpath("ranking.json").read_text())
stems_of = cache(analyse)


@dataclass(frozen=True, slots=True)
class Person:
    """A learner as far as a query sees them."""

    id: str
    views: list[SearchView]
    headline: str
    ever: list[SearchView]
    """The same views and those that appeared later, which only a must-not sees."""


def answer(people: Sequence[SearchDocument], query: CompetencyQuery) -> SearchPage:
    """The right answer."""
    matching = [p for p in seen_by(query, people) if matches(p, query)]
    found = [p for p in matching if not chosen(query) or any(passes(v, query) for v in asked_views(p, query))]
    if query.new_since is not None:
        before = replace(query, new_since=None, visible_until=query.new_since, after=None, offset=0, size=10**6, facets=())
        known = {hit.learner_id for hit in answer(people, before).hits}
        found = [p for p in found if p.id not in known]
    hits = [Hit(p.id, score(p, query), rank(p, query)) for p in found]
    hits.sort(key=lambda hit: (-hit.rank, hit.learner_id))
    if query.after is not None:
        rank_before, id_before = query.after
        hits = [hit for hit in hits if (-hit.rank, hit.learner_id) > (-rank_before, id_before)]
    page = hits[query.offset : query.offset + query.size]
    asked = [asked_views(p, query) for p in matching]
    return SearchPage(tuple(page), len(found), {facet: counted(asked, query, facet) for facet in query.facets})


def seen_by(query: CompetencyQuery, people: Iterable[SearchDocument]) -> Iterator[Person]:
    for document in people:
        ever = [v for v in document.views if visible(v, query)]
        views = [v for v in ever if query.visible_until is None or v.since <= query.visible_until]
        if views and document.learner_id not in query.excluded_learners:
            shown = document.headline_labels & query.labels
            yield Person(document.learner_id, views, document.headline if shown else "", ever)


def visible(view: SearchView, query: CompetencyQuery) -> bool:
    return (
        bool(view.labels & query.labels)
        and (view.expires is None or view.expires > query.now)
        and view.issuer not in query.hidden_issuers
    )


def matches(person: Person, query: CompetencyQuery) -> bool:
    """Everything but the selections."""
    if not all(any(how(r, v) for v in person.views) for r in query.must):
        return False
    if any(how(r, v) for v in person.ever for r in query.must_not):
        return False
    return not query.words.strip() or bool(word_places(person, query))


def how(requirement: Requirement, view: SearchView) -> str:
    """``direct``, ``related``, ``words``, or nothing."""
    if requirement.min_backing is not None and view.backing < requirement.min_backing:
        return ""
    if requirement.issued_since is not None and view.issued < requirement.issued_since:
        return ""
    if requirement.evidence == "any" and not view.evidence:
        return ""
    if requirement.evidence not in (None, "any") and requirement.evidence not in view.evidence:
        return ""
    kinds = view.openable if requirement.evidence in (None, "any") else view.openable & {requirement.evidence}
    if requirement.evidence_opens and not kinds:
        return ""
    if levels(view, requirement.competencies, requirement.min_level):
        return "direct"
    if levels(view, requirement.related, requirement.min_level):
        return "related"
    if requirement.criteria and criterion_levels(view, requirement):
        return "words"
    named = any(has(stems_of(view.text), stems_of(name)) for name in requirement.phrases if stems_of(name))
    return "words" if named and not view.competencies and not requirement.min_level else ""


def levels(view: SearchView, keys: Iterable[str], least: int | None) -> list[int]:
    return [held.level or 0 for held in view.competencies if held.key in keys and (held.level or 0) >= (least or 0)]


def criterion_levels(view: SearchView, requirement: Requirement) -> list[int]:
    """Levels of the criteria that are called as asked, by themselves or together with their achievement."""
    asked = [stems_of(name) for name in requirement.criteria if stems_of(name)]
    ways = [(c.level or 0, (stems_of(c.name), stems_of(f"{c.name} {c.within}"))) for c in view.criteria]
    return [level for level, names in ways if level >= (requirement.min_level or 0) and any(name in asked for name in names)]


def has(stems: list[str], sequence: list[str]) -> bool:
    return f" {' '.join(sequence)} " in f" {' '.join(stems)} "


def word_places(person: Person, query: CompetencyQuery) -> list[list[str]]:
    """The stems of each view, or of the headline, in which everything typed occurs."""
    asked = [list(sequence) for sequence in parse_words(query.words).sequences]
    places = [stems_of(text) for text in (*(v.text for v in person.views), person.headline)]
    return [stems for stems in places if asked and all(has(stems, sequence) for sequence in asked)]


def asked_views(person: Person, query: CompetencyQuery) -> list[SearchView]:
    """M."""
    requirements = query.must + query.nice
    return [v for v in person.views if not requirements or any(how(r, v) for r in requirements)]


def chosen(query: CompetencyQuery) -> dict[str, tuple[str, ...]]:
    return {facet: values for facet, values in query.selections.items() if values}


def passes(view: SearchView, query: CompetencyQuery, but: str = "") -> bool:
    return all(values_of(view, f, query) & set(values) for f, values in chosen(query).items() if f != but)


VALUES: dict[str, Callable[[SearchView], set[str]]] = {
    "competency": lambda view: {held.key for held in view.competencies},
    "framework": lambda view: {held.framework for held in view.competencies},
    "issuer": lambda view: {view.issuer} - {""},
    "backing": lambda view: {str(view.backing)},
    "level": lambda view: {str(min(h.level, 5)) for h in (*view.competencies, *view.criteria) if h.level} or {"none"},
    "kind": lambda view: {view.kind},
    "year": lambda view: {str(view.issued.year)},
    "evidence": lambda view: set(view.evidence) or {"none"},
    "scale": lambda view: {view.scale} - {""},
    "setting": lambda view: {view.setting} - {""},
    "language": lambda view: {view.language} - {""},
    "place": lambda view: {view.place} - {""},
    "criterion": lambda view: {c.name for c in view.criteria} | {f"{c.name} ({c.within})" for c in view.criteria if c.within},
}


def values_of(view: SearchView, facet: str, query: CompetencyQuery) -> set[str]:
    if facet == "status":
        near = view.expires is not None and view.expires <= query.now + timedelta(days=90)
        return {"expiring" if near else "valid"}
    return VALUES[facet](view)


def counted(asked: list[list[SearchView]], query: CompetencyQuery, facet: str) -> tuple[FacetValue, ...]:
    """From the views of M of each person: the counts of one facet."""
    counts: Counter[str] = Counter()
    for views in asked:
        passing = [v for v in views if passes(v, query, but=facet)]
        counts.update(set().union(*(values_of(v, facet, query) for v in passing)))
    selected = chosen(query).get(facet, ())
    for value in selected:
        counts[value] += 0
    in_order = sorted(counts, key=lambda value: (-counts[value], value))
    shown = set(in_order[: query.facet_size]) | set(selected)
    return tuple(FacetValue(v, counts[v], v in selected) for v in in_order if v in shown)


def score(person: Person, query: CompetencyQuery) -> int:
    best = [max((points(r, v, query) for v in person.views if how(r, v)), default=0) for r in query.must]
    nice = [max((points(r, v, query) + POINTS["nice"] for v in person.views if how(r, v)), default=0) for r in query.nice]
    return sum(best) + sum(nice)


def points(requirement: Requirement, view: SearchView, query: CompetencyQuery) -> int:
    kind = how(requirement, view)
    keys = {"direct": requirement.competencies, "related": requirement.related, "words": ()}[kind]
    level = max(criterion_levels(view, requirement) if kind == "words" else levels(view, keys, requirement.min_level), default=0)
    return (
        POINTS["match"].get(kind, 0)
        + sum(step["points"] for step in POINTS["level"] if level >= step["from"])
        + sum(s["points"] for s in POINTS["recency"] if view.issued >= query.now.date() - timedelta(days=s["days"]))
        + sum(step["points"] for step in POINTS["backing"] if view.backing >= step["from"])
    )


def rank(person: Person, query: CompetencyQuery) -> int:
    if query.sort == "newest":
        return max(v.issued for v in person.views).toordinal()
    return 64 * score(person, query) + max((word_points(stems, query) for stems in word_places(person, query)), default=0)


def word_points(stems: list[str], query: CompetencyQuery) -> int:
    asked = parse_words(query.words).stems[: POINTS["words"]["counted"]]
    return sum(stems.count(stem) >= times for stem in asked for times in POINTS["words"]["times"])


def after_choosing(query: CompetencyQuery, facet: str, value: str) -> CompetencyQuery:
    """The search that a click on that value leads to."""
    return replace(query, selections={**query.selections, facet: (value,)}, offset=0, facets=())
