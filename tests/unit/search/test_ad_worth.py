"""What a job description says of what it names: needed, welcome, one of several, not needed."""

from __future__ import annotations

import pytest

from app.search.ad_sections import Sections
from app.search.ad_text import AdText
from app.search.ad_worth import Said, Worth, worth_of
from app.search.jobad import JobAdReader
from app.search.typeahead import Entry

READER = JobAdReader([Entry("sql", "SQL"), Entry("python", "Python"), Entry("cpp", "C++"), Entry("cs", "computer science")])


def worths(text: str) -> dict[str, str]:
    ad = AdText(text)
    return {named.entry.key: str(worth_of(ad, Sections(text), named).worth) for named in READER.read(ad)}


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
        ("Ihr Profil\n- Kenntnisse in Python\n- SQL ist von Vorteil\n", {"python": "need", "sql": "wish"}),
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
        "Kenntnisse in SQL sind nicht erforderlich",
        "SQL ist keine Voraussetzung",
        "Keine Erfahrung mit SQL nötig",
        "SQL n’est pas obligatoire",
    ],
)
def test_what_is_not_needed_is_told_from_what_is(text: str) -> None:
    assert worths(text) == {"sql": "not"}


@pytest.mark.parametrize(
    "text",
    [
        "SQL is not strictly required",
        "SQL ist nicht zwingend erforderlich",
        "SQL ist nicht nur Voraussetzung",
        "Not only SQL",
        "You do not need to be an expert in SQL",
        "No nonsense: SQL",
        "We do not stop at SQL",
    ],
)
def test_not_every_not_is_one(text: str) -> None:
    assert worths(text)["sql"] != "not"


@pytest.mark.parametrize(
    "text",
    [
        "No SQL, Python or C++ needed.",
        "- No SQL or Python, C++ required",
        "Neither SQL nor Python nor C++",
        "SQL, Python and C++ are not required.",
        "You do not need SQL, Python or C++.",
        "no experience with SQL, Python or C++",
        "No SQL, Python or C++",
    ],
)
def test_a_no_is_said_of_its_whole_list(text: str) -> None:
    assert worths(text) == {"sql": "not", "python": "not", "cpp": "not"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No SQL, Python", {"sql": "not", "python": "named"}),
        ("SQL ist erforderlich, Python ist nicht erforderlich", {"sql": "need", "python": "not"}),
        ("Keine Erfahrung nötig, dafür gute Kenntnisse in SQL", {"sql": "named"}),
        ("Sie können SQL, Vorkenntnisse in Python sind nicht notwendig", {"sql": "named", "python": "not"}),
        ("Votre profil\n- SQL\nUn plus\n- Python", {"sql": "need", "python": "wish"}),
        ("Python is a must, SQL and C++ are not needed", {"python": "need", "sql": "not", "cpp": "not"}),
        ("Python is a must and SQL is not needed", {"python": "need", "sql": "not"}),
        ("No nonsense: SQL or Python", {"sql": "oneof", "python": "oneof"}),
        ("There is no office dog in this quiet old house, but SQL or Python", {"sql": "oneof", "python": "oneof"}),
    ],
)
def test_and_of_no_more(text: str, said: dict[str, str]) -> None:
    assert worths(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Requirements\n- Good SQL\n- Python or C++ is nice to have", {"sql": "need", "python": "wish", "cpp": "wish"}),
        ("C++ is nice to have\n- Good SQL", {"cpp": "wish", "sql": "named"}),
        ("Nice to have:\n- C++\n\nYou write SQL.", {"cpp": "wish", "sql": "named"}),
        ("Nice to have:\n\n- C++\n\n- SQL", {"cpp": "wish", "sql": "wish"}),
        ("Nice to have\n\nC++\n\nSQL\n\nWhat you bring\n\nPython", {"cpp": "wish", "sql": "wish", "python": "need"}),
        ("Essential: SQL. Also Python.\nDesirable: C++", {"sql": "need", "python": "need", "cpp": "wish"}),
    ],
)
def test_a_word_reaches_its_own_line_and_a_heading_its_own_block(text: str, said: dict[str, str]) -> None:
    assert worths(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SQL is a plus.", Said(Worth.WISH, "a plus")),
        ("Nice to have:\n- SQL", Said(Worth.WISH, "Nice to have", is_heading=True)),
        ("Your tasks:\n- SQL", Said(Worth.NAMED, "Your tasks", is_heading=True)),
        ("Requirements:\n- SQL or Oracle", Said(Worth.ONE_OF, "or")),
        ("No SQL needed", Said(Worth.NOT, "no")),
        ("SQL and Oracle are not required", Said(Worth.NOT, "are not required")),
        ("We write SQL", Said(Worth.NAMED)),
    ],
)
def test_the_words_that_say_it_are_told(text: str, said: Said) -> None:
    ad = AdText(text)
    assert worth_of(ad, Sections(text), READER.read(ad)[0]) == said


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
