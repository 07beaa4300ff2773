"""Type-ahead: order of kinds, a slip forgiven, and how often the right competency is among ten on real labels."""

from __future__ import annotations

import pytest

from app.search.typeahead import Entry, Suggestion, Typeahead
from bench.labels import entries, typed

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


@pytest.fixture(scope="module")
def many() -> Typeahead:
    return Typeahead(entries())


def keys(typeahead: Typeahead, text: str, limit: int = 10) -> list[str]:
    return [suggestion.key for suggestion in typeahead.suggest(text, limit)]


def test_the_label_itself_comes_before_what_begins_with_it_and_words_within(typeahead: Typeahead) -> None:
    assert keys(typeahead, "database") == ["db", "manage-db", "design-db"]
    assert keys(typeahead, "Data") == ["db", "manage-db", "design-db"]


def test_words_may_be_typed_in_any_order_and_unfinished(typeahead: Typeahead) -> None:
    assert keys(typeahead, "sche desi") == ["design-db"]


def test_an_alternative_label_finds_the_competency_and_is_named(typeahead: Typeahead) -> None:
    assert typeahead.suggest("query lang", 1) == [Suggestion("sql", "SQL", "structured query language", "esco", kind=2)]


def test_an_abbreviation_is_found_by_what_it_stands_for() -> None:
    some = Typeahead([Entry("query", "use query languages"), Entry("sql", "SQL"), Entry("dm", "DM")])
    assert keys(some, "structured query language")[0] == "sql"
    assert keys(some, "Structured Query Lan")[0] == "sql"
    assert "dm" not in keys(some, "data management"), "two letters stand for too much"


@pytest.mark.parametrize("typed", ["databse", "daatbase", "datxbase", "dattabase", "databas"])
def test_one_slip_is_forgiven(typeahead: Typeahead, typed: str) -> None:
    assert keys(typeahead, typed)[0] == "db"


@pytest.mark.parametrize("typed", ["managedatabase", "man age database"])
def test_a_blank_too_many_or_too_few_is_forgiven(typeahead: Typeahead, typed: str) -> None:
    assert keys(typeahead, typed)[0] == "manage-db"


def test_what_begins_as_typed_stands_before_what_is_a_slip_away(typeahead: Typeahead) -> None:
    assert keys(typeahead, "sql")[0] == "sql"


def test_a_label_that_is_the_text_but_for_one_slip_stands_before_longer_ones() -> None:
    longer = [Entry(f"k{n}", f"collect data of kind {n}") for n in range(20)]
    some = Typeahead([*longer, Entry("data", "gather data", ("collect data",))])
    for text in ("collaect data", "collec tdata", "colect data"):
        assert keys(some, text)[0] == "data"


def test_a_short_word_with_a_slip_in_it_is_a_whole_word_and_no_beginning() -> None:
    some = Typeahead([Entry("virus", "Kaspersky Anti-Virus"), Entry("git", "use git"), Entry("sql", "SQL")])
    assert keys(some, "K8s") == []
    assert keys(some, "gti") == ["git"]
    assert keys(some, "sqll") == ["sql"]


def test_in_three_letters_only_their_order_is_put_right() -> None:
    some = Typeahead([Entry("code", "computer programming", ("AWK",)), Entry("en", "English as a foreign language"), Entry("sql", "SQL")])
    assert keys(some, "AWS") == []
    assert keys(some, "sqk") == []
    assert keys(some, "slq") == ["sql"]


def test_an_abbreviation_is_as_good_as_a_beginning() -> None:
    some = Typeahead([Entry("jsss", "JSSS"), Entry("js", "JavaScript"), Entry("ml", "machine learning"), Entry("csjs", "CSJS")])
    assert [(s.key, s.kind) for s in some.suggest("js")] == [("jsss", 1), ("js", 1)]
    assert keys(some, "ML") == ["ml"]


def test_what_is_as_good_as_the_last_is_given_as_well_when_asked_for() -> None:
    some = Typeahead([Entry("data", "data"), *(Entry(f"k{n}", f"data {n}") for n in range(9)), Entry("big", "big data")])
    assert len(some.suggest("data", 3)) == 3
    assert [s.key for s in some.suggest("data", 3, equals=50)] == ["data", *(f"k{n}" for n in range(9))]
    assert len(some.suggest("data", 3, equals=5)) == 5


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


@pytest.mark.parametrize(("slips", "least"), [(False, 0.98), (True, 0.95)], ids=["clean", "one slip"])
def test_the_right_competency_is_among_ten_of_as_many_labels_as_all_of_esco_has(slips: bool, least: float, many: Typeahead) -> None:
    tried = typed(number=200, slips=slips)
    assert sum(key in keys(many, text) for key, text in tried) >= least * len(tried)


def test_a_very_long_text_is_answered_as_well(many: Typeahead) -> None:
    assert keys(many, " ".join(f"manage{n}" for n in range(5000))) == []
    assert len(keys(many, "manage " * 5000)) == 10
