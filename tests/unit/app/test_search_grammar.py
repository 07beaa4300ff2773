"""The address of a search: read back as written, and never wider than what was asked."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recruiters.grammar import EVIDENCE, LAST_PAGE, MOST_YEARS, Chip, SearchForm, clashing, parse, to_pairs
from app.search.interface import EVERY_FACET, MAX_REQUIREMENTS, MAX_WORDS

SQL, PYTHON = "sqlsqlsqlsql", "pythonpython"

_keys = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12)
_chips = st.builds(
    Chip,
    _keys,
    st.none() | st.integers(1, 20),
    st.none() | st.integers(2, 6),
    st.none() | st.integers(1, MOST_YEARS),
    st.none() | st.sampled_from(EVIDENCE),
    st.booleans(),
)
_lists = st.lists(_chips, max_size=6, unique=True).map(tuple)
_values = st.text(string.ascii_letters + string.digits + " &=:?", min_size=1, max_size=20).map(str.strip).filter(bool)
_selections = st.dictionaries(st.sampled_from(EVERY_FACET), st.lists(_values, min_size=1, max_size=4, unique=True).map(tuple), max_size=4)
_words = st.lists(st.text(string.ascii_letters + '"', min_size=1, max_size=8), max_size=5).map(" ".join)
_sorts, _pages = st.sampled_from(("best", "newest")), st.integers(1, LAST_PAGE)
_forms = st.builds(SearchForm, _lists, _lists, _lists, _words, _selections, _sorts, _pages, st.booleans())


@given(_forms)
def test_a_search_is_read_back_as_it_was_written(form: SearchForm) -> None:
    assert parse(to_pairs(form)).form == form


_names = st.text(max_size=12) | st.sampled_from(("must", "nice", "not", "page", "words", "f.year"))


@given(st.lists(st.tuples(_names, st.text(max_size=30))))
def test_any_address_is_read_without_an_error_and_its_search_is_stable(pairs: list[tuple[str, str]]) -> None:
    once = parse(pairs).form
    assert parse(to_pairs(once)).form == once


def test_a_chip_carries_a_level_and_a_backing() -> None:
    form = parse([("must", f"{SQL}:3:b5"), ("nice", f"{PYTHON}:b6"), ("not", SQL)]).form
    assert form.must == (Chip(SQL, 3, 5),)
    assert form.nice == (Chip(PYTHON, None, 6),)
    assert form.must_not == (Chip(SQL),)


def test_a_chip_carries_an_age_and_a_kind_of_evidence() -> None:
    form = parse([("must", f"{SQL}:3:b5:y2:epdf"), ("nice", f"{PYTHON}:eany"), ("not", f"{SQL}:y10")]).form
    assert form.must == (Chip(SQL, 3, 5, 2, "pdf"),)
    assert form.nice == (Chip(PYTHON, evidence="any"),)
    assert form.must_not == (Chip(SQL, within_years=10),)


@pytest.mark.parametrize(("value", "hops"), [("on", True), ("off", False), ("", False), ("yes", False), ("ON", False)])
def test_only_on_reaches_beyond_the_exact_competency_once_the_switch_is_written(value: str, hops: bool) -> None:
    parsed = parse([("hops", value)])
    assert parsed.form.hops is hops
    assert bool(parsed.notices) == (value not in ("on", "off"))


def test_the_same_chip_twice_counts_once() -> None:
    assert parse([("must", SQL), ("must", SQL)]).form.must == (Chip(SQL),)


@pytest.mark.parametrize(
    "value",
    [
        *("SQL", "sql", f"{SQL}:", f"{SQL}:x", f"{SQL}:99", f"{SQL}:3:b9", f"{SQL}:y51", f"{SQL}:emovie", f"{SQL}:epdf:y2"),
        *("'; drop table people; --", "%00"),
    ],
)
def test_a_must_have_that_cannot_be_read_stops_the_search_and_says_what_was_found(value: str) -> None:
    (notice,) = parse([("must", value)]).notices
    assert notice.stops
    assert value[:30] in notice.sentence
    assert "expected a competency" in notice.sentence


def test_an_unreadable_must_not_stops_the_search_because_leaving_it_out_would_find_more() -> None:
    assert parse([("not", "???")]).notices[0].stops


def test_an_unreadable_nice_to_have_only_warns() -> None:
    assert [n.stops for n in parse([("nice", "???")]).notices] == [False]


def test_two_hundred_chips_stop_the_search() -> None:
    letters = "abcdefghijklmnopqrst"
    pairs = [("must", f"{a}{b}aaaaaaaaaa") for a in letters for b in letters[:10]]
    parsed = parse(pairs)
    assert len(parsed.form.must) == 200
    assert any(n.stops and str(MAX_REQUIREMENTS) in n.sentence and "200" in n.sentence for n in parsed.notices)


def test_more_words_than_a_search_takes_stop_it() -> None:
    letters = string.ascii_lowercase
    text = " ".join(a + b for a in letters for b in letters[:5])
    (notice,) = parse([("words", text)]).notices
    assert notice.stops
    assert str(MAX_WORDS) in notice.sentence


def test_words_without_a_letter_stop_the_search() -> None:
    assert parse([("words", "!!! …")]).notices[0].stops


@pytest.mark.parametrize(("value", "page"), [("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("", 1), ("9999", LAST_PAGE), ("9" * 5000, 1)])
def test_an_impossible_page_becomes_a_possible_one_with_a_sentence(value: str, page: int) -> None:
    parsed = parse([("page", value)])
    assert parsed.form.page == page
    assert parsed.notices


def test_an_unknown_order_becomes_best_match_with_a_sentence() -> None:
    parsed = parse([("sort", "oldest")])
    assert parsed.form.sort == "best"
    assert "oldest" in parsed.notices[0].sentence


def test_a_filter_that_does_not_exist_stops_the_search_and_can_be_taken_off() -> None:
    parsed = parse([("f.shoe", "42")])
    assert parsed.notices[0].stops
    assert parsed.form.selections == {"shoe": ("42",)}
    assert parsed.form.toggled("shoe", "42").selections == {}


def test_a_part_that_is_no_part_of_a_search_is_named() -> None:
    assert "utm_source" in parse([("utm_source", "mail")]).notices[0].sentence


def test_selecting_a_value_twice_takes_it_off_and_starts_at_the_first_page() -> None:
    form = SearchForm(page=4).toggled("year", "2026").on_page(3)
    assert form.toggled("year", "2026") == SearchForm()
    assert form.toggled("year", "2025").selections == {"year": ("2026", "2025")}


def test_changing_a_chip_keeps_its_place() -> None:
    form = SearchForm(must=(Chip(SQL), Chip(PYTHON)))
    assert form.swapped("must", Chip(SQL), Chip(SQL, 3)).must == (Chip(SQL, 3), Chip(PYTHON))
    assert form.without_chip("must", Chip(SQL)).must == (Chip(PYTHON),)
    assert form.with_chip("not", Chip(SQL)).must_not == (Chip(SQL),)


def test_nobody_can_have_and_not_have_the_same() -> None:
    assert clashing(SearchForm(must=(Chip(SQL, 4),), must_not=(Chip(SQL),))) == (SQL,)
    assert clashing(SearchForm(must=(Chip(SQL),), must_not=(Chip(SQL, 4),))) == ()
    assert clashing(SearchForm(must=(Chip(SQL),), must_not=(Chip(PYTHON),))) == ()
