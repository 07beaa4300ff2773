"""What a job description names like a tool, and no framework has."""

from __future__ import annotations

import random

import pytest

from app.search.ad_text import LONGEST_NAME, AdText
from app.search.ad_unknown import MOST, unknown_names
from app.search.jobad import JobAdReader
from app.search.typeahead import Entry

PIECES = "Und Oder And Docker Kafka AWS R C++ .NET TCP/IP Next.js python sql SQL & with of 55 Ü 日本 e.g."
READER = JobAdReader([Entry("sql", "SQL"), Entry("python", "Python"), Entry("db", "database")])


def unknown(text: str, *, by_capital: bool = True) -> list[str]:
    ad = AdText(text)
    return unknown_names(ad, [span for named in READER.read(ad) for span in named.spans], by_capital=by_capital)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Python, Airflow, Docker, SQL", ["Airflow", "Docker"]),
        ("We run on AWS and k8s.", ["AWS", "k8s"]),
        ("Kafka, Spark, dbt and Terraform", ["Kafka", "Spark", "dbt", "Terraform"]),
        ("Python, SQL, docker, terraform", ["docker", "terraform"]),
        ("You have experience with Kubernetes.", ["Kubernetes"]),
        ("- Excel\n- Power BI\n- Google Cloud Platform", ["Excel", "Power BI", "Google Cloud Platform"]),
        ("Tools such as Airflow or Docker", ["Airflow", "Docker"]),
        ("Strong AWS skills, TypeScript", ["AWS", "TypeScript"]),
        ("You work with Docker and Kafka", ["Docker", "Kafka"]),
        ("AWS, more aws and AWS", ["AWS"]),
        ("You have used Jest, Next.js and CI/CD.", ["Next.js", "CI/CD"]),
        ("MS Office, above all Excel and PowerPoint", ["MS Office", "Excel", "PowerPoint"]),
    ],
)
def test_names_in_lists_and_in_capitals_are_listed(text: str, names: list[str]) -> None:
    assert unknown(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We bake bread. Zymurgy secret project.",
        "Pastry Chef wanted",
        "Harbour Hotel, Berlin",
        "WE ARE HIRING NOW",
        "ABOUT US\n\nWe bake.",
        "Acme GmbH and Acme Ltd",
        "Work from Monday to Friday, at B2, in the EU",
        "Python and SQL in a database",
        "Write to jobs@acme.example or see www.acme.example/Jobs",
        "R&D",
        "Registered Nurse - Emergency Department (Leeds)\n\nWe care.",
        "Desirable: Python, SQL",
        "Salary: EUR 55,000",
    ],
)
def test_what_only_has_the_capital_of_its_place_is_not(text: str) -> None:
    assert unknown(text) == []


def test_where_every_noun_has_a_capital_a_list_must_hold_something_known() -> None:
    assert unknown("Sie mögen Brot, Kuchen und Torten.", by_capital=False) == []
    assert unknown("Sie arbeiten mit Docker, Kafka und Python.", by_capital=False) == ["Docker", "Kafka"]


def test_whatever_stands_there_is_read() -> None:
    dice = random.Random(7)
    words = (*PIECES.split(), *",,;/():.-\n", "\n- ")
    for _ in range(300):
        text = "".join(dice.choice(words) + dice.choice(("", " ")) for _ in range(40))
        assert all(name in text for name in unknown(text, by_capital=dice.random() < 0.5))


def test_no_more_than_a_page_bears_and_none_that_is_a_sentence() -> None:
    assert len(unknown(", ".join(f"Tool{n}" for n in range(50)))) == MOST
    assert unknown("- " + "Xy" * LONGEST_NAME) == []


def test_a_long_text_of_names_is_read_in_a_moment() -> None:
    assert len(unknown("Python, Airflow, " * 1100)) == 1
