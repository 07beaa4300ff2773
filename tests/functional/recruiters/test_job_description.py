"""A pasted job description becomes chips that are chosen before the search runs; its text is kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy import text as sql

from app.domain.models import OrganisationState
from tests.factories.house import House
from tests.functional.recruiters.test_search import show

PAGE = "/search/job-description"
AD = "We bake.\n\nYou write SQL every day, and more SQL.\nHaskell is a plus.\nZymurgy secret project."


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    keys = house.load_skills("python", "SQL", "Haskell")
    show(house, "Ana", "SQL")
    return keys


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def proposals(page: str) -> dict[str, str]:
    """Key -> the list that it is proposed for."""
    chosen = re.findall(r'name="take\.(\w+)" value="(\w*)" checked', page)
    return dict(chosen)


def test_each_competency_is_proposed_with_the_sentence_that_names_it(rita, keys):
    page = rita.post(PAGE, data={"text": AD}).text
    assert proposals(page) == {keys["SQL"]: "must", keys["Haskell"]: "nice"}
    assert "You write <mark>SQL</mark> every day" in page
    assert "1 person shows it · named 2 times" in page


def test_choosing_leads_to_the_address_of_a_search_without_the_text(rita, keys):
    chosen = {f"take.{keys['SQL']}": "nice", f"take.{keys['Haskell']}": "", f"take.{keys['python']}": "must", "words": "bread"}
    answer = rita.get("/search", query_string=chosen)
    assert answer.status_code == 303
    assert parse_qsl(urlsplit(answer.location).query) == [("must", keys["python"]), ("nice", keys["SQL"]), ("words", "bread")]


def test_what_is_in_the_search_already_stays_and_is_not_proposed_again(rita, keys):
    page = rita.post(f"{PAGE}?must={keys['SQL']}:3&f.year=2025", data={"text": AD}).text
    assert proposals(page) == {keys["Haskell"]: "nice"}
    assert "1 more is in your search already" in page
    hidden = re.findall(r'<input type="hidden" name="(must|f\.year)" value="([^"]*)"', page)
    assert hidden == [("must", f"{keys['SQL']}:3"), ("f.year", "2025")]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 422, "found nothing"),
        (" \n\x00 ", 422, "found nothing"),
        ("bread " * 4000, 422, "may have 20,000 characters, and this one has 23,999"),
        ("nothing of the kind", 200, "No competency that is known here is named"),
        ("<script>alert(1)</script> SQL' OR 1=1 --", 200, "1 competency is named in it"),
    ],
)
def test_whatever_is_pasted_is_answered_with_a_sentence(rita, typed, status, said):
    answer = rita.post(PAGE, data={"text": typed})
    assert answer.status_code == status
    assert said in unescape(answer.text)
    assert "<script>alert" not in answer.text


def test_many_names_are_all_offered_and_only_the_most_frequent_chosen(house, rita):
    names = [f"trade{n:02}" for n in range(20)]
    house.load_skills(*names)
    page = rita.post(PAGE, data={"text": ", ".join(names) + ". We need " + names[19] + "."}).text
    assert list(proposals(page).values()) == ["must"] * 11 + [""] * 8 + ["must"]


def test_the_text_is_kept_nowhere(house, rita, caplog):
    answer = rita.post(PAGE, data={"text": AD})
    assert "Zymurgy" in answer.text, "it stands in the box, to be changed"
    assert "Zymurgy" not in rita.get(PAGE).text
    assert "Zymurgy" not in caplog.text
    assert "Zymurgy" not in str(answer.headers)
    with house.services.database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert tables
        assert not any("Zymurgy" in str(connection.execute(sql(f'select * from "{name}"')).all()) for name in tables)


def test_an_organisation_that_waits_gets_no_counts(house, keys):
    del keys
    waiting = house.client(house.recruiter("Newco", state=OrganisationState.WAITING))
    assert "waits for an admin" in waiting.post(PAGE, data={"text": AD}).text
