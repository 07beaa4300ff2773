"""Both engines answer exactly as the oracle: hits in order with scores, totals, and every count of every facet."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from app.search.interface import CompetencyQuery, SearchDocument, SearchEngine, SearchPage
from app.search.ranking import explain
from tests.contract.search.conftest import SEED
from tests.contract.search.oracle import after_choosing, answer
from tests.contract.search.people import LABELS, NOW, searches

QUERIES = int(os.environ.get("EVIDENT_TEST_SEARCH_QUERIES", "1000"))
BATCHES = 10

Answers = Callable[[int], list[tuple[CompetencyQuery, SearchPage]]]


@pytest.fixture(scope="session")
def right_answers(population: list[SearchDocument]) -> Answers:
    """Batch number -> queries with what the oracle says; worked out once for all engines."""
    queries = searches(SEED, QUERIES, [document.learner_id for document in population])

    @cache
    def batch(number: int) -> list[tuple[CompetencyQuery, SearchPage]]:
        return [(query, answer(population, query)) for query in queries[number::BATCHES]]

    return batch


@pytest.mark.parametrize("number", range(BATCHES))
def test_generated_searches_are_answered_as_the_oracle_does(loaded: SearchEngine, right_answers: Answers, number: int) -> None:
    for query, expected in right_answers(number):
        assert loaded.search(query) == expected, query
        begun = loaded.begin(query)
        assert (begun.hits, begun.total) == (expected.hits, expected.total), query
        assert begun.facets() == expected.facets, query
    assert loaded.totals([query for query, _ in right_answers(number)]) == [expected.total for _, expected in right_answers(number)]


def test_the_generated_searches_find_something_often_enough_to_mean_anything(right_answers: Answers) -> None:
    totals = [expected.total for number in range(BATCHES) for _, expected in right_answers(number)]
    assert sum(total > 0 for total in totals) > len(totals) * 0.6
    assert sum(total == 0 for total in totals) > len(totals) * 0.05


def test_a_shown_count_is_the_total_after_choosing_the_value(loaded: SearchEngine, right_answers: Answers) -> None:
    for query, expected in right_answers(0)[:25]:
        for facet, values in expected.facets.items():
            for value in values[:6]:
                assert loaded.search(after_choosing(query, facet, value.value)).total == value.count, (query, facet, value)


@pytest.mark.parametrize("sort", ["best", "newest"])
def test_continuing_behind_the_last_hit_gives_every_learner_once(loaded: SearchEngine, sort: str) -> None:
    query = CompetencyQuery(labels=frozenset(LABELS), now=NOW, sort=sort, size=300, words="data", facets=())
    everybody = loaded.search(replace(query, size=9000))
    walked = []
    page = loaded.search(query)
    while page.hits:
        assert page.total == everybody.total
        walked += page.hits
        page = loaded.search(replace(query, after=(page.hits[-1].rank, page.hits[-1].learner_id)))
    assert tuple(walked) == everybody.hits


def test_the_explanation_of_every_hit_adds_up_to_its_score_and_rank(
    loaded: SearchEngine, population: list[SearchDocument], right_answers: Answers
) -> None:
    documents = {document.learner_id: document for document in population}
    explained = 0
    for query, _ in right_answers(1):
        for hit in loaded.search(replace(query, sort="best", facets=(), size=10)).hits:
            document = documents[hit.learner_id]
            headline = document.headline if document.headline_labels & query.labels else ""
            why = explain(query, document.views, headline=headline)
            assert (why.score, why.rank) == (hit.score, hit.rank)
            assert all(found.view for found in why.requirements if not found.is_nice)
            explained += 1
    assert explained > QUERIES / 10
