"""Reading a job description: what it names, and by which words."""

from __future__ import annotations

import pytest

from app.search.jobad import JobAdReader
from app.search.typeahead import Entry

READER = JobAdReader(
    [
        Entry("design-db", "design database scheme", ("design databases",)),
        Entry("db", "database"),
        Entry("python", "Python (computer programming)", ("Python",)),
        Entry("access", "Access"),
        Entry("go", "Go"),
        Entry("r", "R"),
        Entry("cpp", "C++"),
        Entry("net", ".NET"),
        Entry("db-again", "Databases"),
        Entry("empty", "!!!"),
    ]
)


def keys(text: str) -> list[str]:
    return [named.entry.key for named in READER.read(text)]


def test_each_competency_shows_the_words_that_it_came_from() -> None:
    text = "You design database schemes; Python, and more Python."
    found = [(named.entry.key, text[named.start : named.end], named.label, named.times) for named in READER.read(text)]
    assert found == [("design-db", "design database schemes", "design database schemes", 1), ("python", "Python", "Python", 2)]


def test_a_longer_name_takes_its_words_and_a_shorter_one_is_found_elsewhere() -> None:
    assert keys("Designing databases. Later: a database.") == ["design-db", "db"]


@pytest.mark.parametrize("text", ["we go to work", "access to a car", "plan r", "a net income"])
def test_everyday_words_are_no_competencies(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "key"), [("Go services", "go"), ("statistics in R.", "r"), ("MS Access", "access"), ("c++/.net", "cpp"), (".NET", "net")]
)
def test_names_that_are_written_just_so_are_found(text: str, key: str) -> None:
    assert keys(text)[0] == key


@pytest.mark.parametrize("text", ["", "   ", "\x00!!!", "x " * 20_000])
def test_a_text_that_names_nothing_gives_nothing(text: str) -> None:
    assert keys(text) == []
