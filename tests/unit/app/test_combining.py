"""The largest combination of must-haves that somebody meets, counted over people who are written down here."""

from __future__ import annotations

import random
from itertools import combinations

from app.recruiters.combining import MOST_TRIED, largest
from app.recruiters.grammar import Chip, SearchForm


class People:
    """Counts whom a search finds, and how often it was asked."""

    def __init__(self, *shown: str) -> None:
        self.shown, self.asked = shown, 0

    def count(self, form: SearchForm) -> int:
        self.asked += 1
        return sum(all(chip.key[0] in person for chip in form.must) for person in self.shown)


def form(letters: str) -> SearchForm:
    return SearchForm(must=tuple(Chip(letter * 12) for letter in letters), nice=(Chip("z" * 12),), words="bread")


def test_the_rest_becomes_nice_to_have_and_nothing_else_changes() -> None:
    found = largest(form("abc"), People("ab", "ab", "c").count)
    assert found is not None
    assert ([chip.key[0] for chip in found.must], found.count) == (["a", "b"], 2)
    assert [chip.key[0] for chip in found.form.nice] == ["z", "c"]
    assert found.form.words == "bread"


def test_one_alone_is_better_than_nothing_and_nothing_is_none() -> None:
    found = largest(form("ab"), People("b").count)
    assert found is not None
    assert [chip.key[0] for chip in found.must] == ["b"]
    assert largest(form("ab"), People("c").count) is None
    assert largest(SearchForm(words="bread"), People("b").count) is None


def test_it_is_the_largest_there_is_and_takes_few_searches() -> None:
    dice = random.Random(5)
    for _ in range(50):
        people = People(*("".join(dice.sample("abcdef", dice.randint(1, 4))) for _ in range(5)))
        found = largest(form("abcdef"), people.count)
        most = max(n for n in range(7) if any(people.count(form("".join(some))) for some in combinations("abcdef", n)))
        assert found is not None
        assert len(found.must) == most


def test_many_must_haves_are_not_tried_for_ever() -> None:
    people = People(*("".join(pair) for pair in combinations("abcdefghijkl", 2)))
    found = largest(form("abcdefghijkl"), people.count)
    assert found is not None
    assert len(found.must) == 2
    assert people.asked <= MOST_TRIED + 12
