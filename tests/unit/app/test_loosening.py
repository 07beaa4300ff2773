"""Nobody found: the smallest changes that find somebody, with how many."""

from __future__ import annotations

from app.domain.models import Competency
from app.recruiters.grammar import Chip, SearchForm
from app.recruiters.loosening import MOST_WIDER, blocking, loosenings, wider
from app.search.interface import MAX_WORDS

SQL, BREAD = "sqlsqlsqlsql", "breadbreadbr"
KNOWN = {SQL: Competency(key=SQL, label="SQL"), BREAD: Competency(key=BREAD, label="bread")}


def offered(form: SearchForm, found: list[tuple[SearchForm, int]]) -> list[tuple[str, int]]:
    def count(asked: SearchForm) -> int:
        return next((n for other, n in found if other == asked), 0)

    return [(each.words, each.count) for each in loosenings(form, count, KNOWN, ())]


def test_what_finds_most_people_comes_first_and_what_finds_nobody_is_left_out() -> None:
    form = SearchForm(must=(Chip(SQL, 4), Chip(BREAD)))
    without_level = form.swapped("must", Chip(SQL, 4), Chip(SQL))
    without_sql = form.without_chip("must", Chip(SQL, 4))
    assert offered(form, [(without_level, 12), (without_sql, 19)]) == [("Without SQL", 19), ("SQL at any level", 12)]


def test_when_no_single_change_helps_each_part_alone_is_offered() -> None:
    form = SearchForm(must=(Chip(SQL, 4), Chip(BREAD, 2)), words="rye")
    alone = [(SearchForm(must=(Chip(SQL),)), 7), (SearchForm(words="rye"), 2)]
    assert offered(form, alone) == [("Only SQL, without conditions", 7), ("Only the words “rye”", 2)]


def test_a_single_must_have_without_conditions_offers_nothing_wider() -> None:
    assert offered(SearchForm(must=(Chip(SQL),)), [(SearchForm(), 100)]) == []


def test_a_must_not_can_be_allowed_again() -> None:
    form = SearchForm(must=(Chip(SQL),), must_not=(Chip(BREAD),))
    assert offered(form, [(SearchForm(must=(Chip(SQL),)), 3)]) == [("With bread allowed", 3)]


def test_a_competency_can_be_looked_for_as_words_by_what_texts_call_it() -> None:
    known = {SQL: Competency(key=SQL, label="Python (computer programming)"), BREAD: Competency(key=BREAD, label="bake rye bread")}
    form = SearchForm(must=(Chip(SQL, 4), Chip(BREAD)), words="hot")
    tried = {each.words: each.form for each in loosenings(form, lambda _: 1, known, ())}
    assert tried["Python (computer programming) as words, in any credential"] == SearchForm(must=(Chip(BREAD),), words="hot Python")
    assert tried["bake rye bread as words, in any credential"] == SearchForm(must=(Chip(SQL, 4),), words='hot "bake rye bread"')


def test_no_more_words_are_offered_than_a_search_takes() -> None:
    form = SearchForm(must=(Chip(SQL),), words=" ".join(f"w{n}" for n in range(MAX_WORDS)))
    assert not [each for each in loosenings(form, lambda _: 1, KNOWN, ()) if "as words" in each.words]


def test_what_finds_nobody_even_alone_is_named() -> None:
    hard, soft = Chip(SQL, 5, evidence="pdf"), Chip(BREAD)
    form = SearchForm(must=(hard, soft), words="rye")

    def count(asked: SearchForm) -> int:
        return int(asked in (SearchForm(must=(soft,)), SearchForm(words="rye")))

    assert blocking(form, count, KNOWN) == ("SQL (level 5 or higher, with a PDF)",)
    assert blocking(SearchForm(must=(soft,), words="rye"), count, KNOWN) == ()


def test_a_search_for_one_thing_is_what_finds_nobody_without_asking_again() -> None:
    assert blocking(SearchForm(must=(Chip(SQL),)), lambda _: 1 // 0, KNOWN) == ("SQL",)


def test_reaching_beyond_the_exact_competencies_is_offered_when_it_was_switched_off() -> None:
    form = SearchForm(must=(Chip(SQL),), hops=False)
    assert offered(form, [(form.with_hops(True), 4)]) == [("With related competencies, and by words", 4)]


def test_beside_few_people_only_some_changes_are_counted_and_those_that_find_no_more_are_left_out() -> None:
    keys = [f"sqlsqlsqls{n:02}" for n in range(9)]
    form = SearchForm(must=tuple(map(Chip, keys)), words="rye")
    found = iter(range(3, 100))
    offered = wider(form, lambda _: next(found), {key: Competency(key=key, label=key) for key in keys}, 4)
    assert next(found) == 3 + MOST_WIDER
    assert [each.count for each in offered] == [8, 7, 6, 5]
