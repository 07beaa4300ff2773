"""Type-ahead: order of kinds, a slip forgiven, and how often the right competency is among ten on real labels."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from app.search.typeahead import Entry, Suggestion, Typeahead
from tests.support.environment import vectors

ENTRIES = (
    Entry("sql", "SQL", ("structured query language",), "esco"),
    Entry("nosql", "NoSQL", (), "esco"),
    Entry("design-db", "design database scheme", ("draft database schemes",), "esco"),
    Entry("db", "database", (), "case"),
    Entry("manage-db", "manage database", (), "esco"),
    Entry("cpp", "C++", (), "esco"),
    Entry("c", "C", (), "esco"),
    Entry("cafe", "Café management", (), "own"),
)


@pytest.fixture(scope="module")
def typeahead() -> Typeahead:
    return Typeahead(ENTRIES)


def keys(typeahead: Typeahead, text: str, limit: int = 10) -> list[str]:
    return [suggestion.key for suggestion in typeahead.suggest(text, limit)]


def test_the_label_itself_comes_before_what_begins_with_it_and_words_within(typeahead: Typeahead) -> None:
    assert keys(typeahead, "database") == ["db", "manage-db", "design-db"]
    assert keys(typeahead, "Data") == ["db", "manage-db", "design-db"]


def test_words_may_be_typed_in_any_order_and_unfinished(typeahead: Typeahead) -> None:
    assert keys(typeahead, "sche desi") == ["design-db"]


def test_an_alternative_label_finds_the_competency_and_is_named(typeahead: Typeahead) -> None:
    assert typeahead.suggest("query lang", 1) == [Suggestion("sql", "SQL", "structured query language", "esco")]


@pytest.mark.parametrize("typed", ["databse", "daatbase", "datxbase", "dattabase", "databas"])
def test_one_slip_is_forgiven(typeahead: Typeahead, typed: str) -> None:
    assert keys(typeahead, typed)[0] == "db"


@pytest.mark.parametrize("typed", ["managedatabase", "man age database"])
def test_a_blank_too_many_or_too_few_is_forgiven(typeahead: Typeahead, typed: str) -> None:
    assert keys(typeahead, typed)[0] == "manage-db"


def test_what_begins_as_typed_stands_before_what_is_a_slip_away(typeahead: Typeahead) -> None:
    assert keys(typeahead, "sql")[0] == "sql"


def test_signs_and_accents_are_understood(typeahead: Typeahead) -> None:
    assert keys(typeahead, "c++")[0] == "cpp"
    assert keys(typeahead, "C")[0] == "c"
    assert keys(typeahead, "cafe")[0] == "cafe"


@pytest.mark.parametrize("typed", ["", "  ", "???", "zzzzzzzzzz", "x" * 5000])
def test_what_resembles_nothing_suggests_nothing(typeahead: Typeahead, typed: str) -> None:
    assert keys(typeahead, typed) == []


def test_no_more_than_asked_for_and_each_competency_once() -> None:
    many = Typeahead(Entry(f"k{n}", f"data {n}", (f"data number {n}",)) for n in range(30))
    assert len(set(keys(many, "data", 7))) == 7
    assert keys(many, "data", 0) == []


def test_an_empty_framework_suggests_nothing() -> None:
    assert Typeahead(()).suggest("python", 10) == []


def slip(dice: random.Random, label: str) -> str:
    """A letter missing, added, wrong, or changed places with the next."""
    i = dice.randrange(1, len(label) - 1)
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    before, after = label[:i], label[i + 1 :]
    return dice.choice((before + after, before + letter + label[i:], before + letter + after, before + after[:1] + label[i] + after[1:]))


@pytest.mark.vectors
@pytest.mark.parametrize(("change", "least"), [(lambda dice, label: label, 0.98), (slip, 0.95)], ids=["clean", "one slip"])
def test_the_right_competency_is_among_ten_of_esco(change: Callable[[random.Random, str], str], least: float) -> None:
    skills = json.loads((Path(vectors()).parent / "data/esco-ict/skills.json").read_text(encoding="utf-8"))
    typeahead = Typeahead(Entry(s["uri"], s["prefLabel"], tuple(s["altLabels"])) for s in skills)
    labels = [(s["uri"], label) for s in skills for label in (s["prefLabel"], *s["altLabels"]) if len(label) > 4]
    dice = random.Random(7)
    tried = [(key, change(dice, label)) for key, label in dice.sample(labels, 400)]
    assert sum(key in keys(typeahead, typed) for key, typed in tried) >= least * len(tried)
