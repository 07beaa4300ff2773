"""A hit names one credential with its level, and says when another credential of the same person says a higher one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from app.domain.models import Account
from tests.factories.house import House
from tests.functional.recruiters.awards import read
from tests.functional.recruiters.test_criteria import SCHOOL_MARKS, STEPS, judged

FIVE = ("One", "Two", "Three", "Four", "Five")


def hold(house: House, account: Account, name: str, marks: tuple[str, ...], reached: int, year: int, *to: str) -> None:
    """One more credential about sql of somebody, with a level on a rubric of so many steps."""
    subject = {**json.loads(house.signed("sql"))["credentialSubject"], **judged("Querying", marks, reached)}
    del subject["identifier"]
    changes = {"id": "urn:example:" + name.replace(" ", "-"), "validFrom": f"{year}-06-01T08:00:00Z", "name": name}
    house.publish(house.hold(account, house.signed("sql", credentialSubject=subject, **changes)), *to)


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana: newly 3 of 4, long ago 4 of 5. Ben: newly 4 of 5, long ago 3 of 4. Cleo: the higher one for Bolt alone."""
    found = house.load_skills("sql")
    ana, ben, cleo = (house.learner(f"{who.lower()}@example.org", name=who) for who in ("Ana", "Ben", "Cleo"))
    hold(house, ana, "Recent queries", STEPS, 3, 2025)
    hold(house, ana, "Old queries", FIVE, 4, 2015)
    hold(house, ben, "Fresh reports", FIVE, 4, 2025)
    hold(house, ben, "Old reports", SCHOOL_MARKS, 3, 2015)
    hold(house, cleo, "Open course", STEPS, 3, 2025)
    hold(house, cleo, "Secret course", FIVE, 5, 2015, house.recruiter("Bolt").organisation_id)
    return found


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def test_a_higher_level_in_another_credential_is_told_with_where_it_is(rita, keys):
    page = read(rita, must=keys["sql"])
    assert "Explains level 3 of 4" in page
    assert "also Four, level 4 of 5 in Old queries" in page
    assert page.count("also Four, level") == 1, "Ben's best is the higher one itself"


def test_it_earns_no_points_and_the_parts_still_add_up(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"]}).text
    for card in page.split("<article")[1:]:
        sums = re.findall(r'<span class="points key-\w+">(\d+) ', card)
        assert sum(map(int, sums)) == int(re.findall(r"Together <strong>(\d+)", card)[0])


def test_what_this_recruiter_may_not_see_is_not_told(rita, keys):
    page = read(rita, must=keys["sql"])
    assert "Open course" in page
    assert "Secret course" not in page
    assert "level 5 of 5" not in page


def test_programs_read_it_as_well(rita, keys):
    hits = rita.post("/api/v1/search", json={"must": [{"competency": keys["sql"]}]}).get_json()["hits"]
    told = {hit["name"]: hit["reasons"][0]["higher"] for hit in hits}
    assert told["Ben"] is None
    assert told["Cleo"] is None
    assert (told["Ana"]["title"], told["Ana"]["level"]["rank"]) == ("Old queries", 4)


def test_how_many_more_of_them_answer_is_told_without_those_that_this_recruiter_may_not_see(house, rita, keys):
    page = read(rita, must=keys["sql"])
    assert page.count("and 1 more that answers this") == 2
    hits = rita.post("/api/v1/search", json={"must": [{"competency": keys["sql"]}]}).get_json()["hits"]
    assert {hit["name"]: hit["reasons"][0]["further"] for hit in hits} == {"Ana": 1, "Ben": 1, "Cleo": 0}
    assert "and 1 more" not in read(rita, must=f"{keys['sql']}:4"), "a credential below what is asked for does not answer"
