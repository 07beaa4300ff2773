"""API tokens at the door: what one opens, what it does not, and everything that shuts it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.domain import accounts, moderation, tokens
from app.domain.models import Account, ApiToken, Organisation, OrganisationState
from app.extensions import limiter
from tests.factories.house import House

SEARCH = "/api/v1/search"


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def make_token(house: House, member: Account, *, days: int = 30) -> str:
    """The text of a new token that acts for this member."""
    with house.services.database.writing() as session:
        return tokens.create(session, session.get_one(Account, member.id), name="Tool", days=days, now=house.clock())[1]


@pytest.fixture
def rita(house: House) -> Account:
    """A recruiter of Acme, to whom one of two published credentials is shown."""
    rita = house.recruiter()
    bolt = house.recruiter("Bolt")
    house.load_skills("python", "sql")
    house.publish(house.hold(house.learner("ada@example.org", name="Ana"), house.signed("python", id="urn:uuid:1")), rita.organisation_id)
    ben = house.learner("ben@example.org", name="Ben")
    house.publish(house.hold(ben, house.signed("sql", id="urn:uuid:2", credentialSubject=anonymous(house))), bolt.organisation_id)
    return rita


def anonymous(house: House) -> object:
    """The subject of a credential without anything that names its holder."""
    subject = json.loads(house.signed("sql"))["credentialSubject"]
    del subject["identifier"]
    return subject


def test_a_token_finds_exactly_whom_its_organisation_may_see(house, client, rita):
    answer = client.get(SEARCH, headers=bearer(make_token(house, rita)))
    assert [hit["name"] for hit in answer.json["hits"]] == ["Ana"]
    assert answer.json == house.client(rita).get(SEARCH).json
    assert client.get("/api/v1/competencies?q=python", headers=bearer(make_token(house, rita))).json["competencies"][0]["people"] == 1
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("text", ["", "evident_nonsense", "é", "a=b", "x" * 9000])
def test_any_other_text_is_refused_and_says_what_to_do(client, rita, text):
    del rita
    answer = client.get(SEARCH, headers={"Authorization": f"Bearer {text}"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert "no such token" in answer.json["detail"]
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_without_a_token_it_is_said_how_to_send_one(client):
    answer = client.get(SEARCH)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer" in answer.json["next_step"]


def revoke(session: Session, house: House, rita: Account) -> None:
    (token,) = session.query(ApiToken).all()
    tokens.revoke(session, session.get_one(Organisation, rita.organisation_id), token.id, actor=None, now=house.clock())


def suspend(session: Session, house: House, rita: Account) -> None:
    organisation = session.get_one(Organisation, rita.organisation_id)
    moderation.decide_organisation(session, organisation, OrganisationState.SUSPENDED, reason="x", actor=None, now=house.clock())


def erase(session: Session, house: House, rita: Account) -> None:
    accounts.delete_account(session, session.get_one(Account, rita.id), now=house.clock())


def move(session: Session, _house: House, rita: Account) -> None:
    session.get_one(Account, rita.id).organisation = session.query(Organisation).filter_by(name="Bolt").one()


@pytest.mark.parametrize("end", [revoke, suspend, erase, move])
def test_what_ends_a_token_does_so_from_the_next_request_on(house, client, rita, end):
    headers = bearer(make_token(house, rita))
    assert client.get(SEARCH, headers=headers).status_code == 200
    with house.services.database.writing() as session:
        end(session, house, rita)
    assert client.get(SEARCH, headers=headers).status_code == 401


def test_a_token_ends_on_its_day(house, client, rita):
    headers = bearer(make_token(house, rita))
    house.clock.now += timedelta(days=31)
    assert "expired" in client.get(SEARCH, headers=headers).json["detail"]


def test_a_token_opens_nothing_but_the_api(house, client, rita):
    headers = bearer(make_token(house, rita))
    for address in ("/search", "/account", "/account/colleagues", "/admin", "/my/credentials"):
        assert client.get(address, headers=headers).status_code == 302, address
    assert client.post("/sign-out", headers=headers).status_code == 302
    assert client.get("/api/v1/openapi.json", headers=headers).status_code == 200


def test_a_token_stands_alone_whoever_else_is_signed_in(house, rita):
    """A wrong token is refused although the browser is signed in, and a good one decides who looks."""
    client = house.client(house.recruiter("Chip"))
    assert client.get(SEARCH, headers=bearer("evident_wrong")).status_code == 401
    assert client.get(SEARCH, headers=bearer(make_token(house, rita))).json["total"] == 1
    assert client.get(SEARCH).json["total"] == 0


def test_a_search_posted_with_a_token_wants_no_form_and_with_a_session_still_does(house, client, rita):
    house.app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(SEARCH, json={}, headers=bearer(make_token(house, rita))).json["total"] == 1
    assert client.post(SEARCH, json={}, headers=bearer("wrong")).status_code == 401
    signed_in = house.client(rita)
    assert signed_in.post(SEARCH, json={}).status_code == 400
    assert signed_in.post(SEARCH, json={}, headers=bearer("wrong")).status_code == 401, "the word alone must not replace the form's token"
    token = re.search(r'name="csrf_token" value="([^"]+)"', signed_in.get("/search").text)[1]
    assert signed_in.post(SEARCH, json={}, headers={"X-CSRFToken": token}).json["total"] == 1


def test_elsewhere_a_bearer_token_does_not_replace_the_forms_token(house, rita):
    house.app.config["WTF_CSRF_ENABLED"] = True
    answer = house.client(rita).post("/account/name", data={"name": "Eve"}, headers=bearer(make_token(house, rita)))
    assert answer.status_code == 400


def test_the_day_of_the_last_use_is_noted_once(house, client, rita):
    headers = bearer(make_token(house, rita))
    for expected in (date(2026, 5, 3), date(2026, 5, 4)):
        client.get(SEARCH, headers=headers)
        client.get(SEARCH, headers=headers)
        with house.services.database.reading() as session:
            assert session.query(ApiToken).one().last_used == expected
        house.clock.now += timedelta(days=1)


@pytest.fixture
def counted() -> Iterator[None]:
    """Requests are counted. Asked for before `house`: an application that is made without counting has no hook for it."""
    limiter.enabled = True
    yield
    limiter.enabled = False
    limiter.reset()


def test_each_token_has_a_rate_of_its_own(counted, house, client, rita):
    house.app.extensions["evident"] = replace(house.services, settings=replace(house.services.settings, api_rate="3 per minute"))
    first, second = bearer(make_token(house, rita)), bearer(make_token(house, rita))
    codes = [client.get(SEARCH, headers=first).status_code for _ in range(4)]
    others = client.get(SEARCH, headers=second).status_code, house.client(rita).get(SEARCH).status_code
    answer = client.get(SEARCH, headers=first)
    guesses = [client.get(SEARCH, headers=bearer(f"evident_{n}")).status_code for n in range(4)]
    assert (codes, others) == ([200, 200, 200, 429], (200, 200))
    assert (answer.mimetype, answer.json["status"]) == ("application/problem+json", 429)
    assert int(answer.headers["Retry-After"]) <= 60
    assert guesses == [401, 401, 401, 429]
