"""People side by side: the same search, what their cards show, and nobody who shows nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from app.domain.models import Learner, OrganisationState, Publication
from tests.factories.house import House
from tests.functional.recruiters.awards import WITHOUT_RESULT, award


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    found = house.load_skills("sql", "java")
    award(house, "Ana", "sql")
    award(house, "Ben", "sql", "java", subject=WITHOUT_RESULT)
    award(house, "Cleo", "java")
    return found


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def ids(client: FlaskClient, **search: str) -> dict[str, str]:
    page = client.get("/search", query_string={"sort": "newest", **search}).text
    return {name: person for person, name in re.findall(r'<h3 id="p-(\w+)"><a [^>]*>([^<]+)</a>', page)}


def columns(page: str) -> list[str]:
    return re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a>', page)


def test_people_are_chosen_on_the_results_and_stand_in_that_order(rita, keys):
    found = ids(rita, must=keys["sql"])
    assert 'form="compare"' in rita.get("/search", query_string={"must": keys["sql"]}).text
    asked = {"must": keys["sql"], "nice": keys["java"], "person": [found["Ben"], found["Ana"]]}
    page = rita.get("/search/compare", query_string=asked).text
    assert columns(page) == ["Ben", "Ana"]
    assert page.count("no level given") == 2, "Ben's, in both rows"
    assert page.count("not shown by any credential that you can see") == 1, "Ana shows no java"
    assert f"/search?must={keys['sql']}&amp;nice={keys['java']}" in page, "the way back"


def test_who_does_not_answer_the_search_is_left_out_and_that_is_said(rita, keys):
    everybody = ids(rita)
    page = rita.get("/search/compare", query_string={"must": keys["sql"], "person": [everybody["Ana"], everybody["Cleo"]]}).text
    assert columns(page) == ["Ana"]
    assert "1 person of those chosen no longer answer this search" in page


def test_a_withdrawal_acts_on_the_next_request(house, rita, keys):
    found = ids(rita, must=keys["sql"])
    asked = {"must": keys["sql"], "person": list(found.values())}
    assert len(columns(rita.get("/search/compare", query_string=asked).text)) == 2
    with house.services.database.writing() as session:
        ana = session.get_one(Learner, found["Ana"])
        account = ana.account
    house.client(account).post(f"/my/credentials/{_credential(house, found['Ana'])}/withdraw")
    assert columns(rita.get("/search/compare", query_string=asked).text) == ["Ben"]


def _credential(house: House, learner_id: str) -> str:
    with house.services.database.reading() as session:
        return next(p.credential_id for p in session.query(Publication) if p.credential.learner_id == learner_id)


@pytest.mark.parametrize("people", [[], ["nobody"], ["f" * 32], ["' or 1=1 --", "\x00"]])
def test_nobody_is_nobody_whoever_is_asked_for(rita, people):
    page = rita.get("/search/compare", query_string={"person": people})
    assert page.status_code == 200
    assert columns(page.text) == []
    assert "Choose two to four people" in page.text


def test_at_most_four_stand_side_by_side(rita, keys):
    found = list(ids(rita).values())
    page = rita.get("/search/compare", query_string={"person": [*found, "a" * 32, "b" * 32]}).text
    assert "the first four are shown" in page


def test_what_cannot_be_answered_is_explained_by_the_search(rita):
    answer = rita.get("/search/compare?must=no-such-competency&person=" + "a" * 32)
    assert (answer.status_code, answer.location) == (303, "/search?must=no-such-competency")


def test_who_waits_sees_nobody(house, keys):
    del keys
    waiting = house.client(house.recruiter("Newco", state=OrganisationState.WAITING))
    assert "waits for an admin" in waiting.get("/search/compare").text
    assert house.client(house.learner("x@example.org")).get("/search/compare").status_code == 403
