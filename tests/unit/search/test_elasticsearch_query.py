"""Query in, plain dict out: what every request must hold, looked at without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.search.elasticsearch_query import counts_body, hits_body, hits_of, is_exact, search_body, surplus, total_body, visible
from app.search.interface import CompetencyQuery, Hit, Requirement

NOW = datetime(2026, 5, 3, tzinfo=UTC)
FULL = CompetencyQuery(
    labels=frozenset({"all", "org:1"}),
    now=NOW,
    must=(Requirement(("python",), min_level=3, min_backing=5, issued_since=date(2020, 1, 1), evidence="any"),),
    nice=(Requirement(("sql",), related=("databases",), phrases=("SQL",)),),
    must_not=(Requirement(("cobol",), evidence="pdf"),),
    words='pipeline "public transport"',
    selections={"issuer": ("x",), "kind": ("Badge", "Degree")},
    excluded_learners=frozenset({"ben"}),
    hidden_issuers=frozenset({"shady"}),
)


def nested_queries(node: Any) -> Iterator[Any]:
    """Every query that looks at views, and every filter that a facet counts under."""
    if isinstance(node, list):
        for one in node:
            yield from nested_queries(one)
    elif isinstance(node, dict):
        if node.get("path") == "views" and "query" in node:
            yield node["query"]
        if "passing" in node:
            yield node["passing"]["filter"]
        for one in node.values():
            yield from nested_queries(one)


@pytest.mark.parametrize(("body", "looks"), [(search_body, 7), (hits_body, 6), (counts_body, 5), (total_body, 5)])
def test_every_look_at_views_is_limited_to_visible_ones(body: Callable[[CompetencyQuery], Any], looks: int) -> None:
    found = list(nested_queries(body(FULL)))
    assert len(found) >= looks
    needed = json.dumps(visible(FULL))
    assert all(needed in json.dumps(query) for query in found)


def test_counting_ranks_nothing_and_the_hits_count_nothing() -> None:
    assert "aggs" not in hits_body(FULL)
    assert hits_body(FULL) | {"aggs": search_body(FULL)["aggs"]} == search_body(FULL)
    assert counts_body(FULL)["aggs"] == search_body(FULL)["aggs"]
    assert set(counts_body(FULL)["query"]["bool"]) == {"filter", "must_not"}
    assert total_body(FULL)["track_total_hits"] is True


def test_sorting_by_date_looks_at_visible_views_only() -> None:
    body = search_body(CompetencyQuery(labels=frozenset({"all"}), now=NOW, sort="newest"))
    assert body["sort"][0]["views.issued"]["nested"]["filter"] == visible(FULL) | {
        "bool": visible(CompetencyQuery(labels=frozenset({"all"}), now=NOW))["bool"]
    }


def test_no_source_is_asked_for() -> None:
    assert search_body(FULL)["_source"] is False


def test_typed_text_stands_as_a_value_in_match_phrase_and_nowhere_else() -> None:
    typed = CompetencyQuery(labels=frozenset({"all"}), now=NOW, words='zymurgy" OR (title:quokka~ *)')
    text = json.dumps(search_body(typed))
    assert '{"match_phrase": {"views.text": "zymurgi"}}' in text
    assert '{"match_phrase": {"views.text": "titl quokka"}}' in text
    assert "query_string" not in text
    assert "~" not in text


def test_a_search_that_asks_nothing_has_neither_post_filter_nor_facets() -> None:
    body = search_body(CompetencyQuery(labels=frozenset({"all"}), now=NOW, facets=()))
    assert not {"post_filter", "aggs", "search_after"} & body.keys()


def test_facets_without_a_selection_share_one_aggregation_and_the_others_leave_out_their_own() -> None:
    groups = search_body(FULL)["aggs"]
    assert set(groups) == {"shared", "issuer", "kind"}
    assert "views.issuer" in json.dumps(groups["kind"]["aggs"]["passing"]["filter"]["bool"]["filter"][1:])
    assert "views.kind" not in json.dumps(groups["kind"]["aggs"]["passing"]["filter"]["bool"]["filter"][1:])


def test_a_field_that_is_no_facet_matches_nothing_when_selected() -> None:
    body = search_body(CompetencyQuery(labels=frozenset({"all"}), now=NOW, selections={"labels": ("org:1",)}))
    assert {"match_none": {}} in body["post_filter"]["nested"]["query"]["bool"]["filter"]


def test_what_every_hit_scores_beyond_its_rank_is_taken_off_and_put_on_again() -> None:
    assert surplus(FULL) == 2
    answer = {"hits": {"hits": [{"_id": "ana", "_score": 40 * 64 + 3 + 2.0, "sort": [40 * 64 + 3 + 2.0, "ana"]}]}}
    assert hits_of(answer, FULL) == [Hit("ana", 40, 40 * 64 + 3)]
    body = search_body(CompetencyQuery(labels=FULL.labels, now=NOW, must=FULL.must, words="x", after=(2563, "ana")))
    assert body["search_after"] == [2565, "ana"]


def counted(*buckets: tuple[str, int, int], other: int, error: int = 0) -> dict[str, Any]:
    values = [{"key": key, "doc_count": views, "learners": {"doc_count": learners}} for key, views, learners in buckets]
    facet = {"buckets": values, "sum_other_doc_count": other, "doc_count_error_upper_bound": error}
    return {"aggregations": {"shared": {"passing": {"doc_count": 9, "issuer": facet}}}}


def test_counts_are_proven_right_by_the_last_value_counted() -> None:
    one = CompetencyQuery(labels=frozenset({"all"}), now=NOW, facet_size=1)
    assert is_exact(counted(("a", 9, 1), ("b", 3, 1), other=0), one)
    assert is_exact(counted(("a", 9, 4), ("b", 3, 1), other=5), one)
    assert not is_exact(counted(("a", 9, 3), ("b", 3, 1), other=5), one)
    assert not is_exact(counted(("a", 9, 4), ("b", 3, 1), other=5, error=1), one)
