"""A criterion of a rubric that names no competency: typed, asked for with a least level, shown with the issuer's word, counted apart."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.factories.house import House
from tests.functional.recruiters.awards import award, people, read
from tests.unit.verification.issuing import achievement

STEPS = ("Begins", "Listens", "Explains", "Persuades")
SCHOOL_MARKS = ("D", "C", "B", "A")


def judged(criterion: str, marks: tuple[str, ...], reached: int | None, course: str = "Ward round") -> dict[str, Any]:
    """What is signed of somebody who is judged in one criterion; its steps are written in no particular order."""
    steps = [
        {"id": f"urn:{mark}", "type": ["RubricCriterionLevel"], "name": mark, "level": str(n), "points": str(n)}
        for n, mark in sorted(enumerate(marks, start=1), key=lambda step: step[1])
    ]
    described = {"id": "urn:r", "type": ["ResultDescription"], "name": criterion, "resultType": "RubricCriterionLevel"}
    described |= {"rubricCriterionLevel": steps} if reached else {"resultType": "Status"}
    result = {"type": ["Result"], "resultDescription": "urn:r"}
    result |= {"achievedLevel": f"urn:{marks[reached - 1]}"} if reached else {"status": "Completed"}
    about = achievement() | {"name": course, "resultDescription": [described]}
    return {"achievement": {name: value for name, value in about.items() if name != "alignment"}, "result": [result]}


@pytest.fixture
def rita(house: House) -> FlaskClient:
    """Four are judged in communication, by rubrics with other words; Eve without a rubric, Fay for Bolt alone, Gil in something else."""
    award(house, "Ana", subject=judged("Communication", STEPS, 1))
    award(house, "Ben", subject=judged("Communication", SCHOOL_MARKS, 2))
    award(house, "Cleo", subject=judged("communications", SCHOOL_MARKS, 3, course="Team lead"))
    award(house, "Dora", subject=judged("Communication", STEPS, 4))
    award(house, "Eve", subject=judged("Communication", STEPS, None))
    bolt = house.recruiter("Bolt")
    award(house, "Fay", subject=judged("Communication", STEPS, 4, course="Secret school"), to=(bolt.organisation_id,))
    award(house, "Gil", subject=judged("Bedside manner", STEPS, 4))
    return house.client(house.recruiter())


def offered(client: FlaskClient, text: str) -> dict[str, int]:
    found = client.get("/api/v1/competencies", query_string={"q": text}).get_json()["competencies"]
    return {each["key"]: each["people"] for each in found}


def test_what_is_typed_finds_the_criterion_alone_and_in_its_achievement(rita):
    assert offered(rita, "commun") == {
        "~Communication": 5,
        "~Communication (Ward round)": 4,
        "~communications (Team lead)": 1,
    }, "one spelling stands for both, and counts both; nothing of what Bolt alone may see"
    assert next(iter(offered(rita, "Comunications team"))) == "~communications (Team lead)", "a slip is forgiven"
    assert offered(rita, "Secret") == {}


HOLDING = {
    "~Communication:3": "Cleo Dora",
    "~communications:2": "Ben Cleo Dora",
    "~Communication": "Ana Ben Cleo Dora Eve",
    "~Communication (Ward round):3": "Dora",
    "~Communication:5": "",
    "~Communication:3:b6": "",
    "~Communicate well:1": "",
}


def test_levels_compare_by_their_order_and_a_hit_shows_the_raw_label(rita):
    assert {asked: " ".join(sorted(people(rita, must=asked))) for asked in HOLDING} == HOLDING
    page = read(rita, must="~Communication:3")
    assert "B level 3 of 4 on “communications” how it was judged" in page
    assert "Persuades level 4 of 4 how it was judged" in page
    assert "by its words" in page
    assert "Its rubric judges “communications”, and links it to no framework that is known here." in page
    assert "(asked: level 3 or higher)" in page
    assert "1 person shows Communication itself and no level of it." in page, "Eve, who is judged by no rubric"


def test_criteria_words_and_competencies_of_that_name_stay_apart(house, rita):
    text = judged("Something else", STEPS, 4)
    text["achievement"]["description"] = "Much communication."
    award(house, "Hal", subject=text)
    assert "Hal" in people(rita, must="~Communication")
    assert "Hal" not in people(rita, must="~Communication", hops="off")
    assert sorted(people(rita, sort="newest", **{"not": "~Communication"})) == ["Gil", "Hal"]
    key = house.load_skills("communication")["communication"]
    award(house, "Ida", "communication")
    assert people(rita, must=key)[0] == "Ida", "who shows the competency itself comes first"
    assert people(rita, must=f"{key}:3") == ["Ida", "Dora", "Cleo"]
    assert people(rita, must=f"{key}:3", hops="off") == ["Ida"]


def test_the_form_adds_it_and_asks_back_and_the_search_can_be_loosened(rita):
    picked = rita.get("/search", query_string={"add": "Communication", "pick": "~Communication", "to": "must"})
    assert parse_qsl(urlsplit(picked.location).query) == [("must", "~Communication")]
    page = read(rita, find="comm", to="must")
    assert "Communication (Ward round) criterion of a rubric, found by its name" in page
    assert "None of these? Ask for “comm” by its words" in page
    assert "Communication at any level : 5 people" in read(rita, must="~Communication:9")
    changed = rita.get("/search", query_string={"must": "~Communication", "must.level": "3", "add": ""})
    assert parse_qsl(urlsplit(changed.location).query) == [("must", "~Communication:3")]


def test_what_cannot_be_read_finds_nobody_and_words_and_programs_find_it(rita):
    for wrong in ("~", "~ ?!", "~:3", "~a\x00b", "~" + "x" * 500):
        assert people(rita, must=wrong) == []
        assert "could not be read" in read(rita, must=wrong)
    assert sorted(people(rita, words="manner")) == ["Gil"]
    assert "<mark>manner</mark>" in rita.get("/search", query_string={"words": "manner"}).text
    asked = {"must": [{"competency": "~Communication", "min_level": 3}], "facets": []}
    answer = rita.post("/api/v1/search", json=asked).get_json()
    reason = answer["hits"][0]["reasons"][0]
    assert (answer["total"], reason["how"], reason["level"]["rank"]) == (2, "words", 4)
    assert rita.post("/api/v1/search", json={"must": [{"competency": "~?!"}]}).status_code == 422
