"""Credentials are verified again when their time comes, by one process, and the index hears of what changed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.domain import outbox
from app.domain.models import Credential, Learner, StoredReport
from indexer import recheck, relay
from tests.factories.house import House
from tests.unit.indexer.people import credential_of, indexed, published, rows
from tests.unit.verification.issuing import Issuer, badge, issuer, signed

SITE = "https://school.example/issuers/1"


def make_due(house: House, learner: Learner) -> None:
    with house.services.database.writing() as session:
        session.get_one(Credential, credential_of(house, learner).id).recheck_at = house.clock()


@pytest.fixture
def school(house: House) -> Issuer:
    """An issuer whose key stands at an address, so that looking can fail."""
    school = issuer(name=SITE)
    house.web.documents[SITE] = json.dumps(school.document()).encode()
    return school


@pytest.fixture
def ana(house: House, school: Issuer) -> Learner:
    """A learner with one published credential of the school."""
    account = house.learner("ada@example.org", name="Ana")
    document = badge(school, **{"validFrom": "2025-06-01T08:00:00Z"})
    house.publish(house.hold(account, json.dumps(signed(document, school)).encode()))
    with house.services.database.reading() as session:
        return session.query(Learner).one()


def test_what_is_not_due_is_left_alone(house):
    ana = published(house)
    asked = len(house.web.asked)
    assert recheck.recheck_due(house.services) == 0
    assert (len(house.web.asked), credential_of(house, ana).checked_at) == (asked, house.clock())


def test_what_is_due_is_verified_and_its_report_kept(house, ana):
    house.clock.now += timedelta(hours=1)
    make_due(house, ana)
    assert recheck.recheck_due(house.services) == 1
    assert credential_of(house, ana).checked_at == house.clock()
    with house.services.database.reading() as session:
        assert session.query(StoredReport).count() == 2


def test_the_same_verdict_again_leaves_the_index_alone(house, ana):
    make_due(house, ana)
    recheck.recheck_due(house.services)
    assert rows(house) == []


def test_a_credential_that_fails_now_is_hidden_at_once_and_leaves_the_index(house, ana, school):
    other = issuer(name=SITE)
    house.web.documents[SITE] = json.dumps(other.document()).encode()
    make_due(house, ana)
    recheck.recheck_due(house.services)
    assert credential_of(house, ana).verdict == "failed"
    with house.services.database.reading() as session:
        assert outbox.pending_withdrawals(session) == {ana.id}
    relay.drain(house.services)
    assert indexed(house) == {}


def test_one_that_could_not_be_looked_at_stays_until_the_grace_ends(house, ana):
    del house.web.documents[SITE]
    house.clock.now += timedelta(hours=71, minutes=59)
    make_due(house, ana)
    recheck.recheck_due(house.services)
    relay.drain(house.services)
    held = credential_of(house, ana)
    assert held.verdict == "unknown"
    assert list(indexed(house)) == [ana.id]
    assert held.recheck_at is not None
    assert held.recheck_at <= held.verified_at + house.services.rules.grace, "looked at again when it must leave"
    house.clock.now = held.verified_at + house.services.rules.grace
    recheck.recheck_due(house.services)
    relay.drain(house.services)
    assert indexed(house) == {}


def test_two_processes_never_have_the_same_one(house, ana):
    make_due(house, ana)
    assert recheck._claim(house.services) == [credential_of(house, ana).id]
    assert recheck._claim(house.services) == []
    house.clock.now += recheck.LEASE
    assert recheck._claim(house.services) == [credential_of(house, ana).id], "the first has died"


def test_one_erased_while_it_was_looked_at_is_no_error(house, ana):
    credential_id = credential_of(house, ana).id
    with house.services.database.writing() as session:
        session.delete(session.get_one(Credential, credential_id))
    assert recheck.recheck(house.services, credential_id, now=house.clock()) is None
