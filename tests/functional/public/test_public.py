"""The pages for everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.pages import BACKING_WORDS, OUTCOME_WORDS


def test_the_first_page_says_what_it_is_and_where_each_kind_of_person_begins(client):
    page = client.get("/").text
    assert "People, found by what they have proven" in page
    for path in ("/register", "/register/recruiter", "/verify", "/about"):
        assert f'href="{path}"' in page


def test_the_picture_of_a_hit_says_that_it_is_an_example_before_anything_else(client):
    figure = client.get("/").text.partition("<figure")[2].partition("</figure>")[0]
    assert figure.index(">Example<") < figure.index("Somebody Example")
    assert "An invented person" in figure


def test_what_the_operator_has_to_say_stands_where_people_come_in(house, client):
    assert "Ask the registrar" not in client.get("/").text + client.get("/sign-in").text
    house.app.extensions["evident"] = replace(house.services, settings=replace(house.services.settings, notice="Ask <the registrar>."))
    for path in ("/", "/sign-in"):
        assert "Ask &lt;the registrar&gt;." in client.get(path).text


@pytest.mark.parametrize(("kind", "home"), [("learner", "/my/credentials"), ("recruiter", "/search"), ("admin", "/admin")])
def test_who_is_signed_in_goes_to_their_own_first_page(house, kind, home):
    person = getattr(house, kind)()
    assert house.client(person).get("/").location == home


def test_all_marks_and_outcomes_are_explained(client):
    page = client.get("/about").text
    for words in (*(name for name, _ in BACKING_WORDS.values()), *OUTCOME_WORDS.values()):
        assert words in page
