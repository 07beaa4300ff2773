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
    asked = {"must": keys["sql"], "nice": keys["java"], "person": [found["Ben"], found["Ana"]]}
    page = rita.get("/search/compare", query_string=asked).text
    assert columns(page) == ["Ben", "Ana"]
    assert page.count("no level given") == 2, "Ben's, in both rows"
    assert page.count("not shown by any credential that you can see") == 1, "Ana shows no java"
    assert page.count("Why this match") == 2, "and each has the points"
    back = f"/search?must={keys['sql']}&amp;nice={keys['java']}&amp;compare={found['Ben']}&amp;compare={found['Ana']}"
    assert f'href="{back}"' in page, "the way back keeps the choice"


def test_who_does_not_answer_the_search_is_left_out_and_that_is_said(rita, keys):
    everybody = ids(rita)
    page = rita.get("/search/compare", query_string={"must": keys["sql"], "person": [everybody["Ana"], everybody["Cleo"]]}).text
    assert columns(page) == ["Ana"]
    assert "Cleo does not answer this search, and is left out" in page


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
    assert "on two to four people" in page.text


def test_at_most_four_stand_side_by_side(rita, keys):
    found = list(ids(rita).values())
    page = rita.get("/search/compare", query_string={"person": [*found, "a" * 32, "b" * 32]}).text
    assert "1 person that was chosen is not here" in page
    assert "the first four are shown" in page


def test_what_cannot_be_answered_is_explained_by_the_search(rita):
    answer = rita.get("/search/compare?must=no-such-competency&person=" + "a" * 32)
    assert (answer.status_code, answer.location) == (303, "/search?must=no-such-competency")


def test_who_waits_sees_nobody(house, keys):
    del keys
    waiting = house.client(house.recruiter("Newco", state=OrganisationState.WAITING))
    assert "waits for an admin" in waiting.get("/search/compare").text
    assert house.client(house.learner("x@example.org")).get("/search/compare").status_code == 403


def bar(page: str) -> list[str]:
    """The names that stand in the bar of who is chosen."""
    return re.findall(r'<span class="chosen-name">([^<]+?) <a', page)


def main_of(client: FlaskClient, **search: object) -> str:
    """The page without its header, which holds a token of its own."""
    return client.get("/search", query_string=search).text.split("<main")[1]


def test_a_choice_is_in_the_address_and_outlives_pages_filters_and_chips(rita, keys):
    found = ids(rita)
    page = rita.get("/search", query_string={"sort": "newest", "compare": [found["Ben"], found["Ana"]]}).text
    assert bar(page) == ["Ben", "Ana"], "in the order of choosing"
    kept = f"compare={found['Ben']}&amp;compare={found['Ana']}"
    narrowing = re.findall(r'href="(/search\?[^"]*f\.[^"]*)"', page)
    assert narrowing
    assert all(kept in link for link in narrowing)
    asked = {"sort": "newest", "add": "sql", "to": "must", "compare": [found["Ben"], found["Ana"]]}
    answer = rita.get("/search", query_string=asked)
    assert (answer.status_code, bar(rita.get(answer.location).text)) == (303, ["Ben", "Ana"])
    compared = re.search(r'href="(/search/compare[^"]*)">Compare them', page)
    assert compared
    assert columns(rita.get(compared[1].replace("&amp;", "&")).text) == ["Ben", "Ana"]


def test_a_tick_adds_one_and_takes_one_off(rita, keys):
    found = ids(rita)
    page = rita.get("/search", query_string={"sort": "newest", "compare": found["Ben"]}).text
    assert bar(page) == ["Ben"]
    assert "Choose one to three more" in page
    assert f'name="compare" value="{found["Ana"]}" formaction="/search#choose-{found["Ana"]}"' in page
    assert f'href="/search?sort=newest#choose-{found["Ben"]}"' in page, "the tick of who is chosen takes them off"
    assert f'<input type="hidden" name="compare" value="{found["Ben"]}">' in page.split('<form id="choose"')[1].split("</form>")[0]


def test_a_choice_is_no_part_of_a_saved_search(rita, keys):
    found = ids(rita)
    rita.post("/search/saved/new", query_string={"must": keys["sql"], "compare": found["Ben"]}, data={"name": "sql"})
    assert "compare=" not in rita.get("/search/saved").text.split("<main")[1]


def test_a_choice_outlives_saving_and_a_job_description(rita, keys):
    found = ids(rita)
    page = rita.get("/search", query_string={"must": keys["sql"], "compare": found["Ben"]}).text
    chosen = f"must={keys['sql']}&amp;compare={found['Ben']}"
    assert f'href="/search/saved/new?{chosen}"' in page
    assert f'href="/search/job-description?{chosen}"' in page
    address = chosen.replace("&amp;", "&")
    saved = rita.post(f"/search/saved/new?{address}", data={"name": "sql"}).location
    assert bar(rita.get(saved).text) == ["Ben"]
    (seen,) = re.findall(r'action="(/search/saved/[^"]*/seen[^"]*)"', rita.get(saved).text)
    assert bar(rita.get(rita.post(seen.replace("&amp;", "&")).location).text) == ["Ben"]
    read = rita.post(f"/search/job-description?{address}", data={"text": "You need python."}).location
    taken = f"{read}&take.{keys['python']}=nice" if "python" in keys else read
    assert f"compare={found['Ben']}" in taken


def test_few_people_come_with_what_finds_more(rita, keys):
    both = rita.get("/search", query_string={"must": [keys["sql"], keys["java"]]}).text
    assert re.search(r'Few people\? .*>Without java</a>: \d people', both)
    assert "Few people?" not in rita.get("/search", query_string={"must": keys["sql"]}).text, "a single requirement can only be given up"


@pytest.mark.parametrize("gone", ["f" * 32, "nobody", "\x00", "hidden"])
def test_who_is_hidden_is_dropped_from_the_choice_like_one_who_does_not_exist(house, rita, keys, gone):
    found = ids(rita)
    withdrawn = found["Ana"]
    with house.services.database.writing() as session:
        account = session.get_one(Learner, withdrawn).account
    house.client(account).post(f"/my/credentials/{_credential(house, withdrawn)}/withdraw")
    asked = {"sort": "newest", "compare": [found["Ben"], withdrawn if gone == "hidden" else gone]}
    assert main_of(rita, **asked) == main_of(rita, sort="newest", compare=found["Ben"])


def test_the_fifth_is_not_added_and_that_is_said(house, rita, keys):
    for name in ("Dora", "Elsa"):
        award(house, name, "sql")
    found = ids(rita)
    page = rita.get("/search", query_string={"sort": "newest", "compare": list(found.values())}).text
    assert bar(page) == list(found)[:4]
    assert "Four at most: nobody was added" in page
