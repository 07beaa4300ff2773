"""Size, setting, validity, language and place: filled from the credential by the documented rule, shown in plain words, right in number."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories.house import House
from tests.functional.recruiters.awards import award, facet, people
from tests.unit.verification.issuing import achievement


def about(**changes: Any) -> dict[str, Any]:
    return {"achievement": achievement() | changes}


@pytest.fixture
def rita(house: House) -> FlaskClient:
    award(house, "Ana", subject=about(achievementType="MasterDegree", inLanguage="de-AT"), place="Graz")
    award(house, "Ben", subject=about(achievementType="MicroCredential", inLanguage="en"), place="Graz", validUntil="2026-07-01T00:00:00Z")
    award(house, "Cleo", subject=about(achievementType="Fieldwork"))
    award(house, "Dora", subject=about(achievementType="ext:Quest"), place="Łódź ")
    return house.client(house.recruiter())


def test_each_facet_counts_what_the_rule_says(rita):
    assert facet(rita, "scale") == {"Degree or trade (macro)": 1, "Course, certificate, badge (micro)": 1, "One thing done (nano)": 1}
    assert facet(rita, "setting") == {"Course or exam": 2, "School or university degree": 1, "At work": 1}
    assert facet(rita, "status") == {"Valid for longer than 90 days": 3, "Ends within 90 days": 1}
    assert facet(rita, "language") == {"German": 1, "English": 1}
    assert facet(rita, "place") == {"Graz": 2, "Łódź": 1}


CHOSEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"f.scale": "macro"}, "Ana"),
    ({"f.scale": ["macro", "nano"]}, "Ana Cleo"),
    ({"f.setting": "non-formal"}, "Ben Dora"),
    ({"f.status": "expiring"}, "Ben"),
    ({"f.status": "valid"}, "Ana Cleo Dora"),
    ({"f.status": ["valid", "expiring"]}, "Ana Ben Cleo Dora"),
    ({"f.language": "de"}, "Ana"),
    ({"f.place": "Graz", "f.status": "expiring"}, "Ben"),
    ({"f.place": "Graz", "f.scale": "nano"}, ""),
    ({"f.setting": "nowhere"}, ""),
)


def test_choosing_a_value_finds_those_who_were_counted(rita):
    for selected, found in CHOSEN:
        assert sorted(people(rita, **selected)) == found.split(), selected


def test_a_value_that_does_not_exist_is_said_and_can_be_taken_off(rita):
    page = rita.get("/search", query_string={"f.scale": "giant"}).text
    assert "asks for something that is not here (any more): “giant”" in page
