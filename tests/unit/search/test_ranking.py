"""Points: where each comes from, that they add up, and that weights which would mix kinds of matches are refused."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.search.interface import CompetencyQuery, HeldCompetency, Requirement, SearchView
from app.search.matching import How
from app.search.ranking import Explanation, ScoreParts, explain, read_weights, score_requirement
from app.search.templates import load

NOW = datetime(2026, 5, 3, tzinfo=UTC)
PYTHON = Requirement(("python",))


def view(name: str = "c1", level: int | None = 3, **changes: Any) -> SearchView:
    made = SearchView(
        credential_id=name,
        labels=frozenset({"all"}),
        issuer="i",
        backing=4,
        kind="Badge",
        competencies=(HeldCompetency("python", "esco", level),),
        issued=date(2026, 1, 1),
        expires=None,
        evidence=frozenset(),
        text="Python",
    )
    return replace(made, **changes)


def explained(*views: SearchView, headline: str = "", **changes: Any) -> Explanation:
    values: dict[str, Any] = {"labels": frozenset({"all"}), "now": NOW, "must": (PYTHON,)}
    return explain(CompetencyQuery(**{**values, **changes}), views, headline=headline)


def test_the_parts_of_a_direct_match() -> None:
    assert score_requirement(PYTHON, view(), NOW) == ScoreParts(match=30, level=3, recency=3, backing=3, nice=0)
    assert score_requirement(PYTHON, view(), NOW, is_nice=True) == ScoreParts(30, 3, 3, 3, nice=10)


@pytest.mark.parametrize(("level", "points"), [(None, 0), (0, 0), (1, 1), (5, 5), (9, 5)])
def test_a_level_earns_a_point_for_each_step_up_to_five(level: int | None, points: int) -> None:
    parts = score_requirement(PYTHON, view(level=level), NOW)
    assert parts is not None
    assert parts.level == points


@pytest.mark.parametrize(
    ("issued", "points"),
    [(date(2026, 5, 4), 3), (date(2025, 5, 3), 3), (date(2025, 5, 2), 2), (date(2023, 5, 3), 1), (date(2021, 5, 3), 0)],
)
def test_a_more_recent_credential_earns_more(issued: date, points: int) -> None:
    parts = score_requirement(PYTHON, view(issued=issued), NOW)
    assert parts is not None
    assert parts.recency == points


@pytest.mark.parametrize(("backing", "points"), [(1, 0), (2, 1), (6, 5)])
def test_a_higher_rung_earns_more(backing: int, points: int) -> None:
    parts = score_requirement(PYTHON, view(backing=backing), NOW)
    assert parts is not None
    assert parts.backing == points


def test_a_view_that_does_not_meet_the_requirement_earns_nothing_at_all() -> None:
    assert score_requirement(replace(PYTHON, min_backing=5), view(), NOW) is None
    assert score_requirement(Requirement(("sql",)), view(), NOW) is None


def test_the_level_of_a_related_competency_counts_only_without_a_direct_one() -> None:
    both = view(competencies=(HeldCompetency("python", "esco", 1), HeldCompetency("scripting", "esco", 5)))
    asked = replace(PYTHON, related=("scripting",))
    direct, related = score_requirement(asked, both, NOW), score_requirement(replace(asked, min_level=2), both, NOW)
    assert direct is not None
    assert related is not None
    assert (direct.match, direct.level) == (30, 1)
    assert (related.match, related.level) == (15, 5)


def test_the_best_view_is_the_one_with_the_highest_sum() -> None:
    found = explained(view("high", level=5, backing=1), view("backed", level=2, backing=6)).requirements[0]
    assert found.view is not None
    assert found.view.credential_id == "backed"
    assert found.held == HeldCompetency("python", "esco", 2)
    assert found.how is How.DIRECT


def test_of_two_views_of_one_credential_the_one_that_shows_more_is_named() -> None:
    full = view(text="Python, and a report that not everybody may read")
    found = explained(view(), full).requirements[0]
    assert found.view is full


def test_an_unmet_nice_to_have_is_named_and_earns_nothing() -> None:
    found = explained(view(), nice=(Requirement(("sql",)),))
    assert found.requirements[1].view is None
    assert found.requirements[1].parts is None
    assert found.score == 39


def test_views_that_the_query_does_not_see_explain_nothing() -> None:
    hidden = (view(labels=frozenset({"org:1"})), view(expires=NOW), view(issuer="shady"))
    assert explained(*hidden, hidden_issuers=frozenset({"shady"})).score == 0


def test_words_are_explained_by_the_place_where_they_occur_most_and_views_before_the_headline() -> None:
    found = explained(view("once"), view("twice", text="python python"), headline="python python", words="python")
    assert found.words is not None
    assert found.words.view is not None
    assert found.words.view.credential_id == "twice"
    assert found.rank == found.score * 64 + 1
    in_headline = explained(view(), headline="python nurse", words="python nurse").words
    assert in_headline is not None
    assert in_headline.view is None
    assert explained(view(), words="zymurgy").words is None


def weights_with(path: tuple[str, ...], value: int) -> Any:
    data = copy.deepcopy(load("ranking"))
    node = data
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return data


@pytest.mark.parametrize(("path", "value"), [(("match", "direct"), 28), (("match", "related"), 13), (("words", "counted"), 32)])
def test_weights_under_which_kinds_could_mix_are_refused(path: tuple[str, ...], value: int) -> None:
    with pytest.raises(ValueError, match=r"ranking\.json"):
        read_weights(weights_with(path, value))


def test_the_weights_in_force_are_accepted() -> None:
    assert read_weights(load("ranking")).direct == 30
