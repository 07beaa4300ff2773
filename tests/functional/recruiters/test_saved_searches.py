"""Saved searches: kept by name, told what is new, dead ones say so, and nothing of a learner is kept in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app.domain import accounts, outbox, publishing, saved_searches
from app.domain.frameworks import LoadedCompetency, LoadedFramework, load
from app.domain.models import Account, Audience, Credential, Framework, Learner, OrganisationState, SavedSearch
from app.domain.publishing import Choice
from tests.factories.house import SKILLS, House
from tests.functional.recruiters.test_search import show

LIST = "/search/saved"


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    keys = house.load_skills("python", "sql")
    show(house, "Ana", "python", "sql")
    show(house, "Ben", "sql")
    return keys


@pytest.fixture
def account(house: House, keys: Mapping[str, str]) -> Account:
    del keys
    return house.recruiter()


@pytest.fixture
def rita(house: House, account: Account) -> FlaskClient:
    return house.client(account)


def save(client: FlaskClient, name: str, **search: str) -> str:
    """Save a search; returns the address that it is opened by."""
    answer = client.post(LIST + "/new", query_string=search, data={"name": name})
    assert answer.status_code == 303, answer.text
    return answer.location


def row(house: House) -> SavedSearch:
    with house.services.database.reading() as session:
        return session.scalars(select(SavedSearch)).one()


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_search_is_saved_listed_in_words_and_opened(rita, keys):
    address = save(rita, " People for  data ", must=f"{keys['sql']}:2:b5", words="bread", page="3")
    assert dict(parse_qsl(urlsplit(address).query)) | {"saved": ""} == {"must": f"{keys['sql']}:2:b5", "words": "bread", "saved": ""}
    page = words(rita.get(LIST).text)
    assert "People for data" in page
    assert "sql (level 2 or higher, known issuer or stronger)" in page
    assert "Words bread" in page
    assert "Saved as People for data" in words(rita.get(address).text)


def test_the_name_that_is_proposed_tells_searches_for_the_same_competency_apart(rita, keys):
    def proposed(**search: str) -> str:
        found = re.search(r'name="name" value="([^"]*)"', rita.get(LIST + "/new", query_string=search).text)
        return unescape(found[1]) if found else ""

    assert proposed(must=keys["sql"]) == "sql"
    everything = {"must": f"{keys['sql']}:2:b5", "not": keys["python"], "words": "bread", "f.year": "2025"}
    assert proposed(**everything) == "sql (level 2 or higher, known issuer or stronger); not python; bread; 2025"
    assert len(proposed(words="bread " * 30)) == 100
    assert proposed(words="bread " * 30).endswith("…")


def test_the_page_says_that_no_mail_comes(rita, keys):
    assert "no mail is sent" in words(rita.get(LIST).text)
    assert "no mail is sent" in words(rita.get(LIST + "/new", query_string={"must": keys["sql"]}).text)
    save(rita, "SQL", must=keys["sql"])
    assert "no mail is sent" in words(rita.get(LIST).text)


def test_whoever_comes_later_is_new_until_they_have_been_seen(house, rita, keys):
    address = save(rita, "SQL", must=keys["sql"])
    assert "2 people none new" in words(rita.get(LIST).text)
    show(house, "Cleo", "sql")
    assert "3 people 1 new since 3 May 2026, " in words(rita.get(LIST).text)
    opened = rita.get(address).text
    assert "1 person is new since 3 May 2026, " in words(opened)
    assert re.findall(r">(\w+)</a> <span class=\"new small\">new", opened) == ["Cleo"]
    assert "Cleo new" in words(rita.get(address).text), "looking alone changes nothing: a reload still tells"
    saved_id = dict(parse_qsl(urlsplit(address).query))["saved"]
    after = rita.post(f"{LIST}/{saved_id}/seen")
    assert "Nobody is new" in words(rita.get(after.location).text)
    assert "none new" in words(rita.get(LIST).text)


def test_who_is_new_is_told_only_for_the_search_that_was_saved(house, rita, keys):
    saved_id = dict(parse_qsl(urlsplit(save(rita, "SQL", must=keys["sql"])).query))["saved"]
    show(house, "Cleo", "sql")
    other = words(rita.get("/search", query_string={"must": keys["python"], "saved": saved_id}).text)
    assert "Saved as" not in other
    assert "Save this search" in other
    assert "does not know" not in other, "the name is part of the page's address"


def test_what_is_kept_names_no_learner_and_shrinks_at_the_next_look(house, rita, account, keys):
    save(rita, "SQL", must=keys["sql"])
    with house.services.database.reading() as session:
        people = list(session.scalars(select(Learner.id)))
    before = row(house)
    assert before.seen is not None
    assert len(before.seen) == 2 * 8
    for person in people:
        assert person.encode() not in before.seen
        assert bytes.fromhex(person)[:8] not in before.seen
    with house.services.database.writing() as session:
        ben = session.scalars(select(Credential).join(Learner).where(Learner.shown_name == "Ben")).one()
        publishing.withdraw(session, ben, now=house.clock())
    assert "1 person none new" in words(rita.get(LIST).text), "gone from the next request on"
    rita.post(f"{LIST}/{before.id}/seen")
    assert len(row(house).seen or b"") == 8


def test_marks_of_two_searches_or_two_servers_cannot_be_matched():
    one = saved_searches.marks("search-1", ["ana"], "secret")["ana"]
    assert one == saved_searches.marks("search-1", ["ana"], "secret")["ana"]
    assert one != saved_searches.marks("search-2", ["ana"], "secret")["ana"]
    assert one != saved_searches.marks("search-1", ["ana"], "other")["ana"]


def test_a_search_for_a_retired_competency_lives_and_for_an_unknown_one_says_so(house, rita, keys):
    save(rita, "SQL", must=keys["sql"])
    with house.services.database.writing() as session:
        load(session, LoadedFramework(SKILLS, "Skills", [LoadedCompetency(SKILLS + "python", "python")]), now=house.clock())
    assert "2 people none new" in words(rita.get(LIST).text)
    with house.services.database.writing() as session:
        session.execute(delete(Framework))
    page = words(rita.get(LIST).text)
    assert "names a competency that is not known here" in page
    assert "2 people" not in page


def test_a_search_is_renamed_and_deleted(house, rita, keys):
    save(rita, "SQL", must=keys["sql"])
    saved_id = row(house).id
    assert rita.post(f"{LIST}/{saved_id}/name", data={"name": "sql"}).status_code == 303, "its own name in other letters"
    assert row(house).name == "sql"
    assert rita.post(f"{LIST}/{saved_id}/delete").status_code == 303
    assert "You have not saved a search yet" in words(rita.get(LIST).text)


UNSAVEABLE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("", {"words": "bread"}, "needs a name"),
    ("\x00\n", {"words": "bread"}, "needs a name"),
    ("taken", {"words": "bread"}, "You have a search called “taken” already"),
    ("TAKEN", {"words": "bread"}, "You have a search called “TAKEN” already"),
    ("empty", {}, "there is nothing to save"),
    ("long", {"f.issuer": [f"{n:0150}" for n in range(100)]}, "not for too much"),
)


def test_what_cannot_be_saved_is_said_with_a_sentence(rita):
    save(rita, "taken", words="bread")
    for name, search, said in UNSAVEABLE:
        answer = rita.post(LIST + "/new", query_string=search, data={"name": name})
        assert answer.status_code == 422, name
        assert said in words(answer.text), name
    assert len(re.findall("saved-head", rita.get(LIST).text)) == 1


def test_renaming_to_a_taken_name_is_said_beside_the_field(house, rita, keys):
    save(rita, "SQL", must=keys["sql"])
    saved_id = row(house).id
    save(rita, "other", words="bread")
    answer = rita.post(f"{LIST}/{saved_id}/name", data={"name": "Other"})
    assert answer.status_code == 422
    assert "You have a search called “Other” already. Choose another name." in words(answer.text)


def test_a_fifty_first_search_is_refused(house, rita, account):
    with house.services.database.writing() as session:
        owner = session.get_one(Account, account.id)
        for number in range(saved_searches.MOST_SAVED):
            saved_searches.save(session, owner, name=f"n{number}", address=f"words=w{number}", now=house.clock())
    answer = rita.post(LIST + "/new", query_string={"words": "bread"}, data={"name": "more"})
    assert answer.status_code == 422
    assert "Delete one first" in words(answer.text)


def test_of_more_people_than_are_remembered_those_are_new_to_whom_something_appeared(house, rita, account, keys, monkeypatch):
    monkeypatch.setattr("app.recruiters.saved.MOST_REMEMBERED", 1)
    bricks = house.recruiter("Bricks")
    show(house, "Dora", "sql", organisations=(account.organisation_id,))
    show(house, "Eve", "sql", organisations=(bricks.organisation_id,))
    address = save(rita, "SQL", must=keys["sql"])
    saved_id = row(house).id
    assert row(house).seen is None, "nothing of anybody is kept"
    assert "3 people none new" in words(rita.get(LIST).text)
    house.clock.now += timedelta(days=1)
    show(house, "Cleo", "sql")
    show_again(house, "Dora")
    show_again(house, "Eve")
    show_again(house, "Ben", account.organisation_id)
    assert "5 people 2 new since 3 May 2026" in words(rita.get(LIST).text), "Cleo, and Eve who was shown to others; Dora and Ben were known"
    opened = rita.get(address).text
    assert "2 people are new since 3 May 2026" in words(opened)
    assert re.findall(r">(\w+)</a> <span class=\"new small\">new", opened) in (["Cleo"], ["Eve"]), "the first as many as are remembered"
    withdraw(house, "Cleo")
    assert "4 people 1 new" in words(rita.get(LIST).text), "gone from the next request on"
    assert "Nobody is new" in words(rita.get(rita.post(f"{LIST}/{saved_id}/seen").location).text)
    house.clock.now += timedelta(days=1)
    show_again(house, "Cleo")
    assert "5 people 1 new since 4 May 2026" in words(rita.get(LIST).text), "published again is new again"


def test_a_look_counts_from_when_the_index_had_everything(house, rita, keys, monkeypatch):
    monkeypatch.setattr("app.recruiters.saved.MOST_REMEMBERED", 1)
    show_again(house, "Ben", index=False)
    house.clock.now += timedelta(minutes=2)
    save(rita, "SQL", must=keys["sql"])
    assert row(house).looked_at == house.clock.now - timedelta(minutes=2)
    with house.services.database.reading() as session:
        assert outbox.settled_until(session, now=house.clock.now + timedelta(days=1)) == house.clock.now + timedelta(days=1, minutes=-10)


def show_again(house: House, name: str, *organisation_ids: str, index: bool = True) -> None:
    """Show what somebody holds to all recruiters, or to these organisations instead."""
    choice = Choice(Audience.ORGANISATIONS, organisation_ids) if organisation_ids else Choice(Audience.RECRUITERS)
    with house.services.database.writing() as session:
        held = session.scalars(select(Credential).join(Learner).where(Learner.shown_name == name)).one()
        publishing.publish(session, held, dict.fromkeys(publishing.pieces_of(held), choice), now=house.clock())
        if not index:
            outbox.touch(session, held.learner_id, now=house.clock())
    if index:
        house.index()


def withdraw(house: House, name: str) -> None:
    with house.services.database.writing() as session:
        held = session.scalars(select(Credential).join(Learner).where(Learner.shown_name == name)).one()
        publishing.withdraw(session, held, now=house.clock())


def test_somebody_elses_search_is_not_there(house, rita, keys):
    saved_id = dict(parse_qsl(urlsplit(save(rita, "SQL", must=keys["sql"])).query))["saved"]
    other = house.client(house.recruiter("Bricks"))
    for deed in ("name", "delete", "seen"):
        assert other.post(f"{LIST}/{saved_id}/{deed}", data={"name": "mine"}).status_code == 404
    assert "Saved as" not in other.get("/search", query_string={"must": keys["sql"], "saved": saved_id}).text
    assert row(house).name == "SQL"


def test_it_is_deleted_with_the_account(house, rita, account, keys):
    save(rita, "SQL", must=keys["sql"])
    with house.services.database.writing() as session:
        accounts.delete_account(session, session.get_one(Account, account.id), now=house.clock())
    with house.services.database.reading() as session:
        assert session.scalars(select(SavedSearch)).all() == []


def test_an_organisation_that_is_suspended_sees_no_counts(house, account, rita, keys):
    save(rita, "SQL", must=keys["sql"])
    with house.services.database.writing() as session:
        session.get_one(Account, account.id).organisation.state = OrganisationState.SUSPENDED
    page = rita.get(LIST).text
    assert "is suspended" in page
    assert "2 people" not in page
