"""What a page has worked out about a person is shown again for as long as it is true, and to those who may see it only."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.domain import moderation, publishing
from app.domain.frameworks import LoadedCompetency, LoadedFramework, load
from app.domain.models import Account, Credential, Issuer, Standing
from app.recruiters.finding import find
from app.recruiters.found import FoundPerson
from app.recruiters.grammar import parse
from app.search.dossiers import SEARCHES
from app.viewers import viewer_of
from tests.factories.house import SKILLS, House, without_token


def show(house: House, learner: Account, number: int, *organisations: str, **changes: object) -> str:
    """Publish a credential about SQL that names no holder; returns its id."""
    subject = json.loads(house.signed("sql"))["credentialSubject"]
    subject.pop("identifier")
    held = house.hold(learner, house.signed("sql", id=f"urn:uuid:{number}", credentialSubject=subject, **changes))
    house.publish(held, *organisations)
    return held


@pytest.fixture
def sql(house: House) -> str:
    return house.load_skills("sql")["sql"]


@pytest.fixture
def rita(house: House) -> Account:
    return house.recruiter()


@pytest.fixture
def shown(house: House, sql: str, rita: Account) -> str:
    return show(house, house.learner(), 1)


def found(house: House, who: Account, *pairs: tuple[str, str]) -> list[FoundPerson]:
    with house.services.database.reading() as session:
        return list(find(house.services, session, viewer_of(who), parse(pairs)).people)


def test_the_same_search_is_worked_out_once(house, rita, sql, shown):
    (first,) = found(house, rita, ("must", sql))
    assert found(house, rita, ("must", sql))[0] is first
    assert found(house, rita, ("must", sql), ("sort", "newest"))[0] == found(house, rita, ("must", sql), ("sort", "newest"))[0]
    (other,) = found(house, rita, ("nice", sql))
    assert (other.needs, other.nices) == ((0, 0), (1, 1))


def test_two_organisations_are_each_shown_what_is_for_them(house, rita, sql, shown):
    bob = house.recruiter("Bolt")
    with house.services.database.reading() as session:
        ana = session.get_one(Credential, shown).learner.account
    show(house, ana, 2, bob.organisation_id)
    counts = [found(house, who, ("must", sql))[0].credentials for who in (rita, bob, rita, bob)]
    assert counts == [1, 2, 1, 2]


def test_what_is_withdrawn_is_not_told_again(house, rita, sql, shown):
    assert found(house, rita, ("must", sql))
    with house.services.database.writing() as session:
        publishing.withdraw(session, session.get_one(Credential, shown), now=house.clock())
    assert found(house, rita, ("must", sql)) == []


def test_a_suspended_issuer_is_not_told_again(house, rita, sql, shown):
    assert found(house, rita, ("must", sql))
    with house.services.database.writing() as session:
        issuer = session.query(Issuer).one()
        moderation.decide_issuer(session, issuer, Standing.SUSPENDED, reason="Sold badges.", actor=None, now=house.clock())
    assert found(house, rita, ("must", sql)) == []


def test_a_credential_that_ends_is_not_told_again(house, rita, sql, shown):
    with house.services.database.reading() as session:
        ana = session.get_one(Credential, shown).learner.account
    soon = house.clock() + timedelta(minutes=5)
    show(house, ana, 2, validUntil=soon.isoformat().replace("+00:00", "Z"))
    assert found(house, rita, ("must", sql))[0].credentials == 2
    house.clock.now = soon - timedelta(seconds=1)
    assert found(house, rita, ("must", sql))[0].credentials == 2
    house.clock.now = soon
    assert found(house, rita, ("must", sql))[0].credentials == 1


def test_a_filter_that_goes_by_the_hour_is_asked_again(house, rita, sql, shown):
    """Found by a selection that she met a moment ago, and does not meet any more, while the index still says so."""
    with house.services.database.reading() as session:
        ana = session.get_one(Credential, shown).learner.account
    near = house.clock() + timedelta(days=90, minutes=5)
    show(house, ana, 2, validUntil=near.isoformat().replace("+00:00", "Z"))
    assert [len(p.others) for p in found(house, rita, ("f.status", "valid"), ("sort", "newest"))] == [2]
    house.clock.now += timedelta(minutes=6)
    assert [len(p.others) for p in found(house, rita, ("f.status", "valid"), ("sort", "newest"))] == [1]


def test_a_competency_is_called_by_its_present_name(house, rita, sql, shown):
    assert found(house, rita, ("must", sql))[0].reasons[0].label == "sql"
    house.clock.now += timedelta(seconds=1)
    with house.services.database.writing() as session:
        load(session, LoadedFramework(SKILLS, "Skills", [LoadedCompetency(f"{SKILLS}sql", "SQL queries")]), now=house.clock())
    assert found(house, rita, ("must", sql))[0].reasons[0].label == "SQL queries"


def test_only_the_searches_asked_last_are_kept(house, rita, sql, shown):
    for years in range(1, SEARCHES + 3):
        assert found(house, rita, ("must", f"{sql}:y{years}"))
    ((_, dossier),) = house.services.dossiers._kept.values()
    assert len(dossier.told) <= SEARCHES


def test_a_hit_is_drawn_alike_again_and_under_another_root(house, rita, sql, shown):
    client = house.client(rita)
    first, again = (without_token(client.get(f"/search?must={sql}").text) for _ in range(2))
    assert first == again
    elsewhere = client.get(f"/search?must={sql}", environ_overrides={"SCRIPT_NAME": "/talent"}).text
    assert 'href="/talent/people/' in elsewhere
    assert 'href="/people/' in first
    one, other = (client.get(f"/api/v1/search?must={sql}", environ_overrides={"SCRIPT_NAME": root}).json for root in ("", "/talent"))
    assert other["hits"][0]["address"] == "/talent" + one["hits"][0]["address"]
