"""Reading a job description: what it names, and by which words."""

from __future__ import annotations

import pytest

from app.search.jobad import JobAdReader, is_wish, sentence_at
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


def test_a_preferred_label_counts_before_an_equal_alternative_one() -> None:
    reader = JobAdReader([Entry("query", "query languages", ("SQL",)), Entry("sql", "SQL")])
    assert [named.entry.key for named in reader.read("We use SQL.")] == ["sql"]


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("You know Python.", []),
        ("You know Python. C++ is a plus.", ["cpp"]),
        ("Python preferred; database needed.", ["python"]),
        ("Ideally you have seen a database.", ["db"]),
        ("Requirements:\n- Python\n\nNice to have:\n- C++\n- database\n", ["cpp", "db"]),
        ("# Bonus points\n\nSome C++ would help.\n\n# Needed\n\nPython", ["cpp"]),
        ("Needed\nC++\n\nNice to have\nPython\nDatabase", ["python", "db"]),
        ("Your profile\nPython\nDatabase", []),
        ("Python is not required", ["python"]),
    ],
)
def test_a_wish_is_told_from_a_need_by_its_sentence_or_its_heading(text: str, wishes: list[str]) -> None:
    assert [named.entry.key for named in READER.read(text) if is_wish(text, named)] == wishes


def test_a_sentence_ends_at_its_sign_or_its_line() -> None:
    text = "One. You use Node.js and C++ daily! Next\n- list"
    assert text[slice(*sentence_at(text, text.index("C++"), text.index("C++") + 3))] == "You use Node.js and C++ daily!"
    assert text[slice(*sentence_at(text, text.index("list"), len(text)))] == "list"
