"""What a job description names like a tool, and no framework has."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from app.search.ad_capitals import ordinary_words
from app.search.ad_sections import Sections
from app.search.ad_text import LONGEST_PHRASE, AdText
from app.search.ad_unknown import unknown_places
from app.search.jobad import JobAdReader
from app.search.typeahead import Entry
from bench.labels import real_entries

PIECES = "Und Oder And Docker Kafka AWS R C++ .NET TCP/IP Next.js python sql SQL & with of 55 Ü 日本 e.g."
READER = JobAdReader([Entry("sql", "SQL"), Entry("python", "Python"), Entry("db", "database")])
ORDINARY = ordinary_words(["manage use work deploy design software for with data technical documentation quality of in security"])


def unknown(text: str, *, by_capital: bool = True) -> list[str]:
    ad = AdText(text)
    known = [span for named in READER.read(ad) for span in named.spans]
    return [text[slice(*span)] for span in unknown_places(ad, Sections(text), known, ordinary=ORDINARY, by_capital=by_capital)]


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
        ("You have used Jest, Next.js and CI/CD.", ["Jest", "Next.js", "CI/CD"]),
        ("MS Office, above all Excel and PowerPoint", ["MS Office", "Excel", "PowerPoint"]),
        ("Docker and Kubernetes", ["Docker", "Kubernetes"]),
        ("Kubernetes on AWS", ["Kubernetes", "AWS"]),
        ("Run jobs with Airflow, deploy with Docker and Kubernetes on AWS", ["Run jobs", "Airflow", "Docker", "Kubernetes", "AWS"]),
        ("We use Kubernetes.\nYou look after Vault.", ["Kubernetes", "Vault"]),
        ("Terraform experience is welcome.\nTerraform or Pulumi is what we run on.", ["Terraform", "Pulumi"]),
        ("GraphQL/Apollo, Next.js", ["GraphQL", "Apollo", "Next.js"]),
        ("We style with Tailwind SQL.", ["Tailwind SQL"]),
        ("Knowledge of Epic or Cerner would help", ["Epic", "Cerner"]),
        ("Ensure data quality, and write clear technical documentation.", ["data quality", "write clear technical documentation"]),
        ("Run Airflow.\n- Operate Terraform", ["Airflow", "Terraform"]),
        ("You must have SQL performance tuning, SQL skills, Python at level three.", ["performance tuning"]),
        ("You need Excel pivot tables and VAT returns.", ["Excel pivot tables", "VAT returns"]),
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
        "- Orchestrate SQL jobs",
        "You work in our office in Leeds or York.",
        "You join Harbour Freight, and work at Acme and Bell.",
        "We are looking for a Platform Engineer. You report to Mary Byrne.",
        "We work\nSt Brigid Hospital, Galway",
        "We care for Security and Quality.",
        "There is good documentation of high quality, and the data are managed.",
        "See https://Acme.example/Jobs and acme.example/Careers.",
    ],
)
def test_what_only_has_the_capital_of_its_place_is_not(text: str) -> None:
    assert unknown(text) == []


def test_where_every_noun_has_a_capital_a_list_must_hold_something_known() -> None:
    assert unknown("Sie mögen Brot, Kuchen und Torten.", by_capital=False) == []
    assert unknown("Sie arbeiten mit Docker, Kafka und Python.", by_capital=False) == ["Docker", "Kafka"]


def test_an_item_that_says_itself_that_it_is_not_needed_is_not() -> None:
    no = ("Ein Führerschein ist nicht erforderlich", "Keine Berufserfahrung nötig")
    lines = ("Abgeschlossene Ausbildung", "Gute Deutschkenntnisse", *no)
    text = "\n- ".join(("Ihr Profil:", *lines))
    assert unknown(text, by_capital=False) == ["Abgeschlossene Ausbildung", "Gute Deutschkenntnisse"]
    text = "Ihr Profil:\n- Keine Angst vor großen Datenmengen\n- Docker"
    assert unknown(text, by_capital=False) == ["Keine Angst vor großen Datenmengen", "Docker"], "that is asked for"
    assert unknown("Votre profil :\n- Premiers secours\n- Le permis de conduire n’est pas nécessaire") == ["Premiers secours"]


def test_whatever_stands_there_is_read() -> None:
    dice = random.Random(7)
    words = (*PIECES.split(), *",,;/():.-\n", "\n- ")
    for _ in range(300):
        text = "".join(dice.choice(words) + dice.choice(("", " ")) for _ in range(40))
        assert all(name in text for name in unknown(text, by_capital=dice.random() < 0.5))


def test_none_is_a_sentence() -> None:
    assert unknown("- " + "Xy" * LONGEST_PHRASE) == []
    assert all(len(name) <= LONGEST_PHRASE for name in unknown("You need " + "long words " * 500))


def test_a_long_text_of_names_is_read_in_a_moment() -> None:
    assert len(unknown("Python, Airflow, " * 1100)) == 1


LABELS = real_entries()
FILES = {"ads.txt": (3, 1), "ads_trades.txt": (2, 8)}
"""In these files each thing that is asked for stands in brackets; how many may be lost, and how many others be listed."""


@pytest.mark.parametrize("file", FILES)
def test_of_35_job_descriptions_of_many_trades_hardly_anything_is_lost_and_hardly_an_ordinary_word_is_listed(file: str) -> None:
    """The labels are those of ESCO's ICT part alone."""
    ordinary = ordinary_words(label for each in LABELS for label in (each.label, *each.alt_labels))
    reader = JobAdReader(LABELS)
    lost, noise = [], []
    ads = (Path(__file__).parent / file).read_text(encoding="utf-8")
    for name, marked in re.findall(r"^=== (.*)\n((?:(?!===).*\n)*)", ads, re.MULTILINE):
        ad = AdText(re.sub(r"[\[\]]", "", marked))
        known = [span for named in reader.read(ad) for span in named.spans]
        other = unknown_places(ad, Sections(ad.text), known, ordinary=ordinary, by_capital="German" not in name)
        read, terms = [ad.text[slice(*span)] for span in (*known, *other)], re.findall(r"\[([^]]+)\]", marked)
        lost += [term for term in terms if not any(term.casefold() in each.casefold() for each in read)]
        noise += [ad.text[slice(*span)] for span in other if not any(term in ad.text[slice(*span)] for term in terms)]
    may_be_lost, may_be_noise = FILES[file]
    assert len(lost) <= may_be_lost, lost
    assert len(noise) <= may_be_noise, noise
