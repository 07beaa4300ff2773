"""What a job description says of what it names: needed, welcome, one of several, not needed."""

from __future__ import annotations

import pytest

from app.search.ad_text import AdText
from app.search.ad_worth import Worth, worth_of
from app.search.jobad import JobAdReader
from app.search.typeahead import Entry

READER = JobAdReader([Entry("sql", "SQL"), Entry("python", "Python"), Entry("cpp", "C++"), Entry("cs", "computer science")])


def worths(text: str) -> dict[str, str]:
    ad = AdText(text)
    return {named.entry.key: str(worth_of(ad, named)) for named in READER.read(ad)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("You write Python.", {"python": "named"}),
        ("You must know Python.", {"python": "need"}),
        ("Python is required. C++ is a plus.", {"python": "need", "cpp": "wish"}),
        ("Python preferred; SQL essential.", {"python": "wish", "sql": "need"}),
        ("Requirements:\n- Python\n\nNice to have:\n- C++\n- SQL\n", {"python": "need", "cpp": "wish", "sql": "wish"}),
        ("# Bonus points\n\nSome C++ would do.\n\n# About\n\nPython", {"cpp": "wish", "python": "named"}),
        ("Needed\nC++\n\nNice to have\nPython\nSQL", {"cpp": "need", "python": "wish", "sql": "wish"}),
        ("You know Python or SQL.", {"python": "oneof", "sql": "oneof"}),
        ("A degree in computer science or comparable", {"cs": "oneof"}),
        ("Requirements\n- a language such as Python", {"python": "oneof"}),
        ("Python is a plus. Requirements: Python", {"python": "need"}),
    ],
)
def test_it_is_told_by_the_clause_or_the_heading_and_the_firmest_counts(text: str, said: dict[str, str]) -> None:
    assert worths(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "No need for SQL",
        "You do not need SQL.",
        "You don’t have to know SQL",
        "Requirements\n- no SQL needed",
        "SQL is not required",
        "SQL isn't necessary.",
        "No experience in SQL is needed",
        "We use tables instead of SQL",
        "No matter if you don't know SQL",
        "Java is not required, SQL neither",
    ],
)
def test_what_is_not_needed_is_told_from_what_is(text: str) -> None:
    assert worths(text) == {"sql": "not"}


@pytest.mark.parametrize(
    "text",
    ["SQL is not strictly required", "Not only SQL", "You do not need to be an expert in SQL", "No nonsense: SQL", "We do not stop at SQL"],
)
def test_not_every_not_is_one(text: str) -> None:
    assert worths(text)["sql"] != "not"


def test_a_clause_ends_where_the_next_begins() -> None:
    assert worths("No need for SQL, but Python is a must.") == {"sql": "not", "python": "need"}
    assert worths("You do not need SQL, we write Python") == {"sql": "not", "python": "named"}


def test_what_is_needed_in_one_place_is_needed() -> None:
    assert worths("No need for SQL in the first week. Later SQL is a must.") == {"sql": "need"}
    assert list(Worth) == ["need", "named", "oneof", "wish", "not"]


def test_a_sentence_ends_at_its_sign_or_its_line() -> None:
    text = "One. You use Node.js and C++ daily! Next\n- list"
    assert text[slice(*AdText(text).sentence_at(text.index("C++"), text.index("C++") + 3))] == "You use Node.js and C++ daily!"
    assert text[slice(*AdText(text).sentence_at(text.index("list"), len(text)))] == "list"
