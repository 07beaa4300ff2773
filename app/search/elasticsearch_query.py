"""A `CompetencyQuery` as one request to Elasticsearch, and its answer as a `SearchPage`: plain data in, plain data out, no server.

The bodies are files of `search_templates/`. Each learner is one document with its views nested, so all conditions of a requirement can
be asked of the same view. Visibility is part of every nested query and of every facet.

Points are function scores of constant weights, so the score that comes back is the exact whole number of `ranking.py`: words count
single, a point of a requirement counts `WORDS_SCALE`. A function score without any function that applies counts 1, not 0, and a weight
of 0 does not help; so whatever every hit has (each must, the words) gets 1 more, and `surplus` is taken off again.

Selections go into a post_filter, and into the filter of every other facet. Facets with the same filter share one aggregation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.search.facets import ANY, EXPIRING, KNOWN, NONE, STATUS, VALID, VALUES, active, ordered
from app.search.fields import called, expiring_before, microseconds, reached
from app.search.interface import CompetencyQuery, FacetValue, Hit, Requirement, SearchPage
from app.search.ranking import HIGHEST_RUNG, WEIGHTS, WORDS_SCALE, recency_steps
from app.search.templates import fill
from app.search.words import Words, analyse, parse_words

Body = dict[str, Any]
LEAST_BUCKETS = 500
"""Values asked for per facet at least; see `is_exact`."""
MOST_BUCKETS = 8_000
"""Values asked for when that was not enough. All facets together must stay under the server's limit of 65,536."""
WINDOW = 10_000
"""Hits that Elasticsearch pages through by offset (index.max_result_window)."""
SELECTED = ":selected"


def search_body(query: CompetencyQuery, *, buckets: int = 0) -> Body:
    """The request body of a whole search. `buckets` is how many values of each facet are counted (0: a good default)."""
    words = parse_words(query.words)
    must = [_best_view(r, query, base=1) for r in query.must]
    return fill(
        "search",
        offset=query.offset,
        size=query.size,
        must=[*must, _words_clause(words, query)] if words else must,
        nice=[_best_view(r, query, base=WEIGHTS.nice * WORDS_SCALE) for r in query.nice],
        visible=visible(query),
        must_not=_must_not(query),
        selected=_nested(_selected(query)) if active(query.selections) else None,
        facets=_facets(query, buckets),
        sort=_sort(query),
        after=None if query.after is None else [query.after[0] + surplus(query), query.after[1]],
    )


def hits_body(query: CompetencyQuery) -> Body:
    """The part of a search that finds the hits and their total."""
    return search_body(replace(query, facets=()))


def counts_body(query: CompetencyQuery, *, buckets: int = 0) -> Body:
    """The part of a search that counts its facets. Nothing is ranked here, so everything asked is a filter."""
    return fill("counts", total=False, matching=_matching(query), must_not=_must_not(query), facets=_facets(query, buckets))


def total_body(query: CompetencyQuery) -> Body:
    """The total alone."""
    return fill("counts", total=True, matching=[*_matching(query), *_selection(query)], must_not=_must_not(query), facets=None)


def surplus(query: CompetencyQuery) -> int:
    """What the score of every hit holds beyond its rank."""
    return 0 if query.sort == "newest" else _surplus_of_score(query)


def _surplus_of_score(query: CompetencyQuery) -> int:
    return len(query.must) + bool(parse_words(query.words))


def visible(query: CompetencyQuery) -> Body:
    """The views that exist for the query."""
    body = fill(
        "visible",
        labels=sorted(query.labels),
        now=microseconds(query.now),
        hidden_issuers=sorted(query.hidden_issuers),
    )
    if query.visible_until is not None:
        body["bool"]["filter"].append({"range": {"views.since": {"lte": microseconds(query.visible_until)}}})
    return body


def _must_not(query: CompetencyQuery) -> list[Body]:
    ever = replace(query, visible_until=None)
    unwanted = [_nested([*_conditions(r, ever), _accepted(r)]) for r in query.must_not]
    unwanted += [_known(replace(query, new_since=None, visible_until=query.new_since))] if query.new_since else []
    return [*unwanted, {"ids": {"values": sorted(query.excluded_learners)}}]


def _known(before: CompetencyQuery) -> Body:
    """Whoever is found without what is new; a must-not, which still sees it, is asked beside."""
    return {"bool": {"filter": [*_matching(before), *_selection(before)]}}


def _selection(query: CompetencyQuery) -> list[Body]:
    return [_nested(_selected(query))] if active(query.selections) else []


def _matching(query: CompetencyQuery) -> list[Body]:
    """Filters for the learners who match everything but selections and what must not be."""
    words = parse_words(query.words)
    filters = [_nested([visible(query)]), *(_nested([*_conditions(r, query), _accepted(r)]) for r in query.must)]
    return [*filters, _words_clause(words, query)] if words else filters


def _nested(filters: list[Body]) -> Body:
    return {"nested": {"path": "views", "query": {"bool": {"filter": filters}}}}


def _conditions(requirement: Requirement, query: CompetencyQuery) -> list[Body]:
    """What holds on the same view beside the competency."""
    conditions = [visible(query)]
    if requirement.min_backing is not None:
        conditions.append(_backed(requirement.min_backing))
    if requirement.issued_since is not None:
        conditions.append({"range": {"views.issued": {"gte": requirement.issued_since.toordinal()}}})
    if requirement.evidence == ANY:
        conditions.append({"bool": {"must_not": {"term": {"views.evidence": NONE}}}})
    elif requirement.evidence is not None:
        conditions.append({"term": {"views.evidence": requirement.evidence}})
    if requirement.evidence_opens:
        conditions.append({"term": {"views.opens": requirement.evidence or ANY}})
    return conditions


def _backed(rung: int) -> Body:
    return {"terms": {"views.backing": [str(step) for step in range(rung, HIGHEST_RUNG + 1)]}}


def _accepted(requirement: Requirement) -> Body:
    """Any of the ways to meet the competency itself."""
    level = requirement.min_level
    ways = [_held(requirement.competencies, level), _held(requirement.related, level), *_named(requirement)]
    return _any([*ways, _called(requirement, level)])


def _any(ways: list[Body]) -> Body:
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def _called(requirement: Requirement, level: int | None) -> Body:
    """Views with a criterion that is called as asked, at that level; without names none."""
    return {"terms": {"views.called": sorted({called(name, level) for name in requirement.criteria})}}


def _held(keys: Iterable[str], level: int | None) -> Body:
    """Views that show one of these competencies at that level; without keys none."""
    asked = [reached(key, level) for key in keys]
    field = asked[0][0] if asked else "competency"
    return {"terms": {f"views.{field}": [value for _, value in asked]}}


def _named(requirement: Requirement) -> list[Body]:
    """Views without any competency whose words name the one asked for."""
    if (requirement.min_level or 0) > 0:
        return []
    names = [stems for name in requirement.phrases if (stems := analyse(name))]
    unaligned = {"term": {"views.unaligned": "yes"}}
    return [{"bool": {"filter": [unaligned, _phrase("views.text", stems)]}} for stems in names]


def _phrase(field: str, stems: Sequence[str]) -> Body:
    return {"match_phrase": {field: " ".join(stems)}}


def _best_view(requirement: Requirement, query: CompetencyQuery, *, base: int) -> Body:
    """The points of the view that earns most for the requirement."""
    conditions = [*_conditions(requirement, query), _accepted(requirement)]
    functions = [{"weight": base}, *_functions(requirement, query)]
    return fill("best_view", points=fill("points", conditions=conditions, functions=functions))


def _functions(requirement: Requirement, query: CompetencyQuery) -> list[Body]:
    direct = _held(requirement.competencies, requirement.min_level)
    steps = [(direct, WEIGHTS.direct)]
    if requirement.related:
        steps.append((_without(_held(requirement.related, requirement.min_level), direct), WEIGHTS.related))
    steps += [(_level(requirement, step, direct), points) for step, points in WEIGHTS.level]
    steps += [({"range": {"views.issued": {"gte": day.toordinal()}}}, points) for day, points in recency_steps(query.now)]
    steps += [(_backed(step), points) for step, points in WEIGHTS.backing]
    return [{"filter": clause, "weight": points * WORDS_SCALE} for clause, points in steps]


def _level(requirement: Requirement, step: int, direct: Body) -> Body:
    """The level counts of what matched: of direct competencies, else of related ones, else of criteria by their words."""
    ways = [_held(requirement.competencies, step)]
    if requirement.related:
        ways.append(_without(_held(requirement.related, step), direct))
    if requirement.criteria:
        aligned = _any([direct, _held(requirement.related, requirement.min_level)])
        ways.append(_without(_called(requirement, step), aligned))
    return _any(ways)


def _without(clause: Body, unwanted: Body) -> Body:
    return {"bool": {"filter": [clause], "must_not": [unwanted]}}


def _words_clause(words: Words, query: CompetencyQuery) -> Body:
    """Everything typed in one visible view, or in the headline; the place that earns most counts."""
    in_views = fill("points", conditions=[visible(query), *_all("views.text", words)], functions=_often("views.often", words))
    shown = {"terms": {"headline.labels": sorted(query.labels)}}
    headline = fill("points", conditions=[shown, *_all("headline.text", words)], functions=_often("headline.often", words))
    return {"dis_max": {"queries": [fill("best_view", points=in_views), headline]}}


def _all(field: str, words: Words) -> list[Body]:
    return [_phrase(field, sequence) for sequence in words.sequences]


def _often(field: str, words: Words) -> list[Body]:
    asked = [f"{stem}|{times}" for stem in words.stems[: WEIGHTS.counted] for times in WEIGHTS.times]
    return [{"weight": 1}, *({"filter": {"term": {field: token}}, "weight": 1} for token in asked)]


def _asked(query: CompetencyQuery) -> Body:
    """M: the visible views that meet any requirement, all visible ones when there is none."""
    requirements = query.must + query.nice
    if not requirements:
        return visible(query)
    return _any([{"bool": {"filter": [*_conditions(r, query), _accepted(r)]}} for r in requirements])


def _selected(query: CompetencyQuery, *, but: str = "") -> list[Body]:
    """Filters for the views of M that have a selected value in every facet, apart from the facet `but`."""
    chosen = [(facet, values) for facet, values in active(query.selections).items() if facet != but]
    return [_asked(query), *(_with_value(facet, values, query) for facet, values in chosen)]


def _with_value(facet: str, values: Sequence[str], query: CompetencyQuery) -> Body:
    """Views with one of these values. Fields that are no facet (the labels!) must not be asked about by selecting them."""
    if facet == STATUS:
        known = [clause for value, clause in _statuses(query).items() if value in values]
        # A bool query without any clause matches everything.
        return _any(known or [{"match_none": {}}])
    return {"terms": {f"views.{facet}": list(values)}} if facet in VALUES else {"match_none": {}}


def _statuses(query: CompetencyQuery) -> dict[str, Body]:
    limit = expiring_before(query.now)
    return {
        VALID: {"range": {"views.expires": {"gt": limit}}},
        EXPIRING: {"range": {"views.expires": {"lte": limit}}},
    }


def _facets(query: CompetencyQuery, buckets: int) -> Body | None:
    """Facets without a selection of their own share one filter; each other one has its own. `buckets` as in `search_body`."""
    buckets = buckets or min(max(4 * query.facet_size, LEAST_BUCKETS), MOST_BUCKETS)
    chosen = active(query.selections)
    facets = [facet for facet in query.facets if facet in KNOWN]
    shared = {facet: _facet(facet, query, buckets) for facet in facets if facet not in chosen}
    groups = {"shared": fill("facets", passing=_selected(query), facets=shared)} if shared else {}
    for facet in (f for f in facets if f in chosen):
        own = _facet(facet, query, len(chosen[facet]), chosen[facet])
        counted = {facet: _facet(facet, query, buckets), facet + SELECTED: own}
        groups[facet] = fill("facets", passing=_selected(query, but=facet), facets=counted)
    return groups or None


def _facet(facet: str, query: CompetencyQuery, buckets: int, include: Sequence[str] | None = None) -> Body:
    if facet == STATUS:
        return fill("status", **_statuses(query))
    return fill("facet", field=f"views.{facet}", size=buckets, include=list(include) if include else None)


def _sort(query: CompetencyQuery) -> list[Body]:
    first = fill("newest", visible=visible(query)) if query.sort == "newest" else {"_score": "desc"}
    return [first, {"learner_id": "asc"}]


def page_of(answer: Mapping[str, Any], query: CompetencyQuery) -> SearchPage:
    """The answer of the server as a page."""
    return SearchPage(tuple(hits_of(answer, query)), total_of(answer), facets_of(answer, query))


def total_of(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def hits_of(answer: Mapping[str, Any], query: CompetencyQuery) -> list[Hit]:
    less, less_of_score = surplus(query), _surplus_of_score(query)
    return [
        Hit(hit["_id"], (round(hit["_score"]) - less_of_score) // WORDS_SCALE, round(hit["sort"][0]) - less)
        for hit in answer["hits"]["hits"]
    ]


def facets_of(answer: Mapping[str, Any], query: CompetencyQuery) -> dict[str, tuple[FacetValue, ...]]:
    chosen = active(query.selections)
    counts = {facet: _counts(counted) for facet, counted in _counted(answer).items()}
    return {
        facet: ordered(
            counts.get(facet, {}) | counts.get(facet + SELECTED, {}), chosen.get(facet, ()), query.facet_size
        )
        for facet in query.facets
    }


def _counted(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Facet -> its counted values, wherever it was counted."""
    return {
        facet: counted
        for group in answer.get("aggregations", {}).values()
        for facet, counted in group["passing"].items()
        if facet != "doc_count"
    }


def _counts(counted: Mapping[str, Any]) -> dict[str, int]:
    buckets = counted["buckets"]
    named = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    return {value: bucket["learners"]["doc_count"] for value, bucket in named}


def is_exact(answer: Mapping[str, Any], query: CompetencyQuery) -> bool:
    """Whether the most frequent values of every facet are surely among those counted.

    The server picks values by how many views have them, people are shown how many learners do. A value that was not counted has at most
    as many views as the last one counted, and no more learners than views. So if the last value to be shown has more learners than
    that, none is missing.
    """
    return all(
        not counted.get("sum_other_doc_count")
        or (not counted["doc_count_error_upper_bound"] and _is_settled(counted, query.facet_size))
        for counted in _counted(answer).values()
    )


def _is_settled(counted: Mapping[str, Any], size: int) -> bool:
    shown = sorted(_counts(counted).values(), reverse=True)[:size]
    return bool(shown) and shown[-1] > counted["buckets"][-1]["doc_count"]
