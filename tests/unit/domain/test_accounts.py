"""Accounts: who can be registered, who can sign in, what a mailed link is good for, what deleting leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import TimestampSigner

from app.domain import accounts
from app.domain.database import Base, Database
from app.domain.errors import DuplicateError, InvalidError, RefusedError
from app.domain.models import Account, Learner, Organisation, OutboxRow, Role

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SECRET = "a secret for tests only"
PASSWORD = "copper quay window"


@pytest.fixture
def session(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'd.sqlite3'}")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        yield session


def register(session, email="ana@example.org", role=Role.LEARNER, password=PASSWORD, name="Ana") -> Account:
    return accounts.register(session, email=email, password=password, name=name, role=role, now=NOW)


NO_ADDRESSES = ["", "ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@ex\x00ample.org", "a@" + "x" * 320 + ".org"]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_cannot_be_an_address_is_refused(text):
    with pytest.raises(InvalidError, match=r"name@example\.org"):
        accounts.normal_email(text)


def test_an_address_is_compared_without_case_and_outer_spaces():
    assert accounts.normal_email(" Ana@Example.ORG ") == "ana@example.org"


def test_a_learner_gets_an_empty_profile_and_others_get_none(session):
    register(session)
    register(session, "ada@example.org", Role.ADMIN)
    assert [learner.shown_name for learner in session.query(Learner)] == ["Ana"]


def test_an_address_is_registered_once(session):
    register(session)
    with pytest.raises(DuplicateError):
        register(session, "ANA@example.org")


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_of_no_use_is_refused(session, password):
    with pytest.raises(InvalidError, match="at least 10 characters"):
        register(session, password=password)


def test_signing_in_needs_the_right_password_of_the_right_account(session):
    ana = register(session)
    register(session, "bo@example.org", password="another good one")
    assert accounts.authenticate(session, email=" ANA@example.org", password=PASSWORD) is ana
    assert accounts.authenticate(session, email="ana@example.org", password="another good one") is None
    assert accounts.authenticate(session, email="nobody@example.org", password=PASSWORD) is None
    assert accounts.authenticate(session, email="no address\x00", password=PASSWORD) is None


def test_an_account_without_a_password_lets_nobody_in(session):
    register(session, password=None)
    assert accounts.authenticate(session, email="ana@example.org", password="no account has this password") is None


def test_a_confirmation_link_confirms_again_and_again_but_keeps_the_first_day(session):
    ana = register(session)
    token = accounts.confirmation_token(ana, SECRET)
    for later in (NOW, NOW + timedelta(days=1)):
        assert accounts.confirm_email(session, token, SECRET, now=later) is ana
    assert ana.email_confirmed_at == NOW
    assert accounts.proven_identifiers(ana) == ("ana@example.org",)


def test_a_link_of_one_kind_does_not_serve_for_the_other(session):
    ana = register(session)
    with pytest.raises(InvalidError):
        accounts.confirm_email(session, accounts.password_token(ana, SECRET), SECRET, now=NOW)
    with pytest.raises(InvalidError):
        accounts.account_for_token(session, accounts.confirmation_token(ana, SECRET), SECRET)


def test_a_confirmation_link_is_for_the_address_it_was_sent_to(session):
    ana = register(session)
    token = accounts.confirmation_token(ana, SECRET)
    ana.email = "new@example.org"
    with pytest.raises(InvalidError):
        accounts.confirm_email(session, token, SECRET, now=NOW)


def test_an_old_link_is_refused(session, monkeypatch):
    token = accounts.password_token(register(session), SECRET)
    later = TimestampSigner.get_timestamp(TimestampSigner(SECRET)) + accounts.PASSWORD_LINK_LASTS + 2
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later)
    with pytest.raises(InvalidError, match="older than a day"):
        accounts.account_for_token(session, token, SECRET)


def test_setting_a_password_by_link_works_once_proves_the_address_and_ends_sessions(session):
    ana = register(session)
    token = accounts.password_token(ana, SECRET)
    accounts.set_password(session, token, "another good one", SECRET, now=NOW)
    assert (ana.session_epoch, ana.email_confirmed_at) == (1, NOW)
    with pytest.raises(InvalidError):
        accounts.set_password(session, token, "a third good one", SECRET, now=NOW)


def test_describing_oneself_tells_the_index(session):
    learner = accounts.learner_of(session, register(session).id)
    accounts.describe_learner(session, learner, shown_name=" A. ", headline="Baker\x00!", place="", now=NOW)
    assert (learner.shown_name, learner.headline) == ("A.", "Baker !")
    assert [row.learner_id for row in session.query(OutboxRow)] == [learner.id]


def test_deleting_tells_the_index_at_a_version_above_all_others(session):
    ana = register(session)
    learner = accounts.learner_of(session, ana.id)
    learner_id, version = learner.id, learner.version
    accounts.delete_account(session, ana, now=NOW)
    session.flush()
    assert [(row.learner_id, row.version) for row in session.query(OutboxRow)] == [(learner_id, version + 1)]
    assert session.query(Account).count() == 0


def test_the_last_admin_stays(session):
    ada = register(session, "ada@example.org", Role.ADMIN)
    with pytest.raises(RefusedError, match="only admin"):
        accounts.delete_account(session, ada, now=NOW)
    other = register(session, "bea@example.org", Role.ADMIN)
    accounts.delete_account(session, other, now=NOW)


def test_a_recruiters_organisation_outlives_the_account(session):
    session.add(Organisation(name="Acme", created_at=NOW))
    session.flush()
    organisation = session.query(Organisation).one()
    rita = accounts.register(
        session, email="r@acme.example", password=None, name="Rita", role=Role.RECRUITER, now=NOW, organisation=organisation
    )
    assert accounts.colleagues_of(session, rita) == [rita]
    accounts.delete_account(session, rita, now=NOW)
    session.flush()
    assert session.query(Organisation).count() == 1
