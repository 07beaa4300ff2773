"""A text that is no competency's name leads to those that are called like a part of it, and says in which language names are."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.domain.frameworks import LoadedCompetency, LoadedFramework, load
from tests.factories.house import House
from tests.functional.recruiters.awards import plain
from tests.functional.recruiters.test_search import show

ABOUT = "What you do for people who are hurt, and how to do it in the first minutes of an accident."
FRAMEWORK = "https://frameworks.example/care"


@pytest.fixture
def rita(house: House) -> FlaskClient:
    names = ("first aid", "provide shelter", "provision of meals", "aid workers")
    with house.services.database.writing() as session:
        found = [LoadedCompetency(f"{FRAMEWORK}/{n}", name, (), description=ABOUT) for n, name in enumerate(names)]
        load(session, LoadedFramework(FRAMEWORK, "Care", found), now=house.clock())
    return house.client(house.recruiter())


def page_of(rita: FlaskClient, text: str) -> str:
    return plain(rita.get("/search", query_string={"find": text, "to": "must"}).text)


def asked(rita: FlaskClient, text: str) -> dict[str, object]:
    answer = rita.get("/api/v1/competencies", query_string={"q": text}).get_json()
    return {**answer, "looser": [each["label"] for each in answer["looser"]]}


@pytest.mark.parametrize("text", ["provide first aid", "Provide  FIRST aid", "who can provide first aid"])
def test_the_longest_part_that_is_a_name_is_offered_as_a_looser_match(rita, text):
    page = page_of(rita, text)
    assert "No competency is called like" in page
    assert "A looser match: these are called like a part of it. first aid Care · nobody shows it" in page
    assert asked(rita, text)["looser"] == ["first aid"]


def test_beside_what_only_resembles_the_text_stands_what_is_called_like_a_part_of_it(rita):
    page = page_of(rita, "provi sheltre")
    assert "Nothing is called “provi sheltre”. Do you mean one of these? It is added to “must have”. provide shelter" in page
    assert "Or one that is called like a part of it: provision of meals" in page
    answer = asked(rita, "provi sheltre")
    assert [each["label"] for each in answer["competencies"]] == ["provide shelter"]
    assert (answer["guessed"], answer["looser"], answer["note"]) == (True, ["provision of meals"], None)
    assert asked(rita, "first aid")["guessed"] is False
    assert asked(rita, "provide sheltre")["looser"] == [], "one slip in a whole name is surely meant"


def test_a_single_word_is_a_part_and_a_small_one_is_not(rita):
    assert asked(rita, "shelter and blankets")["looser"] == ["provide shelter"]
    assert asked(rita, "of the and of it")["looser"] == []


def test_the_language_of_names_is_said_where_nothing_is_found_and_only_there(rita):
    assert "Most competencies have their names in English here." in page_of(rita, "Erste Hilfe")
    assert asked(rita, "Erste Hilfe") == {
        "competencies": [],
        "guessed": False,
        "looser": [],
        "note": "Most competencies have their names in English here.",
    }
    found = asked(rita, "first aid")
    assert (found["looser"], found["note"]) == ([], None)
    assert "names in English" not in page_of(rita, "aid")


def test_a_language_that_cannot_be_told_is_not_claimed(house):
    house.load_skills("sql")
    assert asked(house.client(house.recruiter()), "Brot backen")["note"] is None


def test_only_people_whom_the_recruiter_may_see_are_counted_at_a_looser_match(house):
    house.load_skills("bread")
    show(house, "Eve", "bread", organisations=(house.recruiter("Others").organisation_id,))
    assert "bread Skills · nobody shows it" in page_of(house.client(house.recruiter()), "wonderful bread")


@pytest.mark.parametrize("text", ["", "  ", "???", "\x00 \x00", "' OR 1=1 --", "x y z", "a " * 5000, "https://frameworks.example/none"])
def test_hostile_and_empty_texts_have_no_looser_match(rita, text):
    assert asked(rita, text)["looser"] == []
