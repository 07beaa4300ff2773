"""Reading a job description: what it names, and when a word that is an everyday word as well counts as a name."""

from __future__ import annotations

import pytest

from app.search.ad_text import AdText
from app.search.jobad import JobAdReader
from app.search.typeahead import Entry

READER = JobAdReader(
    [
        Entry("design-db", "design database scheme", ("design databases",)),
        Entry("db", "database"),
        Entry("python", "Python (computer programming)", ("Python",)),
        Entry("access", "Microsoft Access", ("Access",)),
        Entry("chef", "Chef (tools for software configuration management)", ("Chef",)),
        Entry("planning", "project planning", ("scheduling", "work planning")),
        Entry("git", "version control", ("git",)),
        Entry("go", "Go"),
        Entry("r", "R"),
        Entry("c", "C"),
        Entry("cpp", "C++"),
        Entry("net", ".NET"),
        Entry("db-again", "Databases"),
        Entry("empty", "!!!"),
    ]
)


def keys(text: str) -> list[str]:
    return [named.entry.key for named in READER.read(AdText(text))]


def test_each_competency_shows_the_places_and_the_label_that_name_it() -> None:
    text = "You design database schemes; Python, and more Python."
    found = [(named.entry.key, [text[slice(*span)] for span in named.spans], named.number) for named in READER.read(AdText(text))]
    assert found == [("design-db", ["design database schemes"], 0), ("python", ["Python", "Python"], 1)]


def test_what_german_writes_as_one_word_with_knowledge_is_read() -> None:
    for text in ("Gute Pythonkenntnisse", "Python-Kenntnisse", "mit Pythonkenntnissen"):
        assert keys(text) == ["python"], text
    assert keys("Grundkenntnisse, Ckenntnisse") == []
    whole = JobAdReader([Entry("product", "Produktkenntnisse"), Entry("other", "Produkt")])
    assert [named.entry.key for named in whole.read(AdText("Sie haben Produktkenntnisse"))] == ["product"]


def test_a_name_is_known_without_its_maker_where_the_text_tells_that_it_is_one() -> None:
    sheets = Entry("sheets", "use spreadsheets", ("Microsoft Office Excel",))
    named = JobAdReader([sheets, Entry("tl", "Google Translate"), Entry("sql", "SQL")])

    def found(text: str) -> list[str]:
        return [each.entry.key for each in named.read(AdText(text))]

    for text in ("Knowledge of Excel", "- SQL\n- Excel", "SQL, Excel", "Microsoft Office Excel", "MS Excel"):
        assert "sheets" in found(text), text
    assert found("You excel at sales. Excel at it. Translate documents.") == []
    (excel,) = named.read(AdText("Experience with Excel"))
    assert excel.number == 1


def test_a_longer_name_takes_its_words_and_a_shorter_one_is_found_elsewhere() -> None:
    assert keys("Designing databases. Later: a database.") == ["design-db", "db"]


@pytest.mark.parametrize(
    "text",
    [
        "we go to work",
        "access to a car",
        "plan r",
        "a net income",
        "You schedule loads",
        "You love scheduling",
        "Pastry Chef\n\nYou bake.",
        "Pastry Chef (m/f)",
        "Chef wanted",
        "We look for a Pastry Chef with ideas.",
        "We look for a Chef. The chef cooks.",
        "You work in our R&D department",
        "R & D",
        "- R&D mindset",
        "Vitamin C keeps you well",
        "Go to market",
        "Our Go-to-market team",
        "Access to the Go Club",
        "Plan B, plan C and plan R",
        "Snakes: a python and a boa",
        "We go, we access, we bake",
        "We need:\n- Chef\n- Waiter",
    ],
)
def test_everyday_words_are_no_competencies(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Python, R and Go", ["python", "r", "go"]),
        ("Experience with Python or R.", ["python", "r"]),
        ("- Python\n- R\n- bread", ["python", "r"]),
        ("Excellent C/C++", ["c", "cpp"]),
        ("SQL, R", ["r"]),
        ("MS Access", ["access"]),
        ("We keep lists in Access.", ["access"]),
        ("Our servers are set up by Chef today.", ["chef"]),
        ("Knowledge of Chef is needed", ["chef"]),
        ("Chef, Python", ["chef", "python"]),
        ("We write Go.", ["go"]),
        ("Experience in scheduling", ["planning"]),
        ("Python, scheduling", ["python", "planning"]),
        ("All code is kept in Git.", ["git"]),
        ("c++/.net", ["cpp", "net"]),
        (".NET", ["net"]),
        ("Python Developer", ["python"]),
        ("python, sql, bash", ["python"]),
    ],
)
def test_their_context_tells_that_they_are_meant(text: str, found: list[str]) -> None:
    assert keys(text) == found


@pytest.mark.parametrize("text", ["", "   ", "\x00!!!", "x " * 20_000, ", " * 10_000, "- \n" * 5_000])
def test_a_text_that_names_nothing_gives_nothing(text: str) -> None:
    assert keys(text) == []


def test_a_preferred_label_counts_before_an_equal_alternative_one() -> None:
    reader = JobAdReader([Entry("query", "query languages", ("SQL",)), Entry("sql", "SQL")])
    assert [named.entry.key for named in reader.read(AdText("We use SQL."))] == ["sql"]
