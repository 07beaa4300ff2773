"""API tokens: made by a member, kept as a digest, ended by everything that ends the member's own search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.domain import accounts, audit, moderation, schema, tokens
from app.domain.database import Database
from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, ApiToken, AuditEntry, Organisation, OrganisationState, Role
from app.domain.tokens import TokenState, UnusableTokenError
from app.domain.undoing import latest_of_subjects, undo
from config.settings import Settings

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    database = Database(settings.database_url)
    schema.prepare(database)
    with database.writing() as opened:
        yield opened
    database.close()


def member(session: Session, organisation: str = "Acme", *, state: OrganisationState = OrganisationState.APPROVED) -> Account:
    """A recruiter of a new organisation in this state."""
    founded = moderation.found_organisation(session, name=organisation, website="", purpose="Engineers", now=NOW)
    founded.state = state
    address = f"rita@{organisation.lower()}.example"
    return accounts.register(
        session, email=address, password=None, name="Rita", role=Role.RECRUITER, now=NOW, organisation=founded
    )


def made(session: Session, by: Account, *, days: int = 30) -> tuple[ApiToken, str]:
    return tokens.create(session, by, name="Our own tool", days=days, now=NOW)


def test_the_text_opens_what_its_member_may_see_and_is_kept_nowhere(session):
    rita = member(session)
    token, text = made(session, rita)
    assert tokens.usable(session, text, now=NOW).account == rita
    assert text.startswith(tokens.PREFIX)
    stored = [str(getattr(token, column.key)) for column in ApiToken.__table__.columns]
    assert not any(text in value or text.removeprefix(tokens.PREFIX) in value for value in stored)


@pytest.mark.parametrize("text", ["", "evident_", "evident_" + "x" * 43, "\x00", "é" * 5000, "\ud800"])
def test_any_other_text_opens_nothing(session, text):
    made(session, member(session))
    with pytest.raises(UnusableTokenError, match="no such token"):
        tokens.usable(session, text, now=NOW)


def test_a_token_ends_on_its_last_day(session):
    _, text = made(session, member(session), days=30)
    assert tokens.usable(session, text, now=NOW + timedelta(days=30, seconds=-1))
    with pytest.raises(UnusableTokenError, match="expired"):
        tokens.usable(session, text, now=NOW + timedelta(days=30))


def test_a_revoked_token_opens_nothing_and_revoking_again_changes_nothing(session):
    rita = member(session)
    token, text = made(session, rita)
    tokens.revoke(session, rita.organisation, token.id, actor=rita, now=NOW)
    tokens.revoke(session, rita.organisation, token.id, actor=rita, now=NOW + timedelta(days=1))
    assert token.revoked_at == NOW
    with pytest.raises(UnusableTokenError, match="revoked"):
        tokens.usable(session, text, now=NOW)


def test_a_suspended_organisation_stops_its_tokens_and_admitting_it_again_starts_them(session):
    rita = member(session)
    _, text = made(session, rita)
    rita.organisation.state = OrganisationState.SUSPENDED
    with pytest.raises(UnusableTokenError, match="stands still"):
        tokens.usable(session, text, now=NOW)
    rita.organisation.state = OrganisationState.APPROVED
    assert tokens.usable(session, text, now=NOW)


def test_a_member_who_moves_to_another_organisation_takes_no_token_along(session):
    rita, other = member(session), member(session, "Bolt")
    token, text = made(session, rita)
    rita.organisation = other.organisation
    session.flush()
    assert tokens.state_of(token, now=NOW) is TokenState.STOPPED
    with pytest.raises(UnusableTokenError):
        tokens.usable(session, text, now=NOW)


def test_the_tokens_of_an_erased_account_are_gone(session):
    rita = member(session)
    _, text = made(session, rita)
    accounts.delete_account(session, rita, now=NOW)
    session.flush()
    session.expire_all()
    assert session.query(ApiToken).count() == 0
    with pytest.raises(UnusableTokenError):
        tokens.usable(session, text, now=NOW)


@pytest.mark.parametrize("state", [OrganisationState.WAITING, OrganisationState.SUSPENDED])
def test_an_organisation_that_is_not_admitted_makes_none(session, state):
    with pytest.raises(RefusedError, match="admitted"):
        made(session, member(session, state=state))


def test_a_learner_makes_none(session):
    ana = accounts.register(session, email="ana@example.org", password=None, name="Ana", role=Role.LEARNER, now=NOW)
    with pytest.raises(RefusedError):
        made(session, ana)


@pytest.mark.parametrize(("name", "days", "field"), [(" \x00 ", 30, "name"), ("Tool", 0, "days"), ("Tool", 3650, "days")])
def test_a_name_and_a_lifetime_are_needed(session, name, days, field):
    with pytest.raises(InvalidError) as refused:
        tokens.create(session, member(session), name=name, days=days, now=NOW)
    assert refused.value.field == field


def test_there_is_a_limit_that_revoking_makes_room_under(session):
    rita = member(session)
    first, _ = made(session, rita)
    for _ in range(tokens.MOST - 1):
        made(session, rita)
    with pytest.raises(RefusedError, match="in use already"):
        made(session, rita)
    tokens.revoke(session, rita.organisation, first.id, actor=rita, now=NOW)
    assert made(session, rita)


def test_another_organisation_neither_sees_nor_revokes_it(session):
    rita, other = member(session), member(session, "Bolt")
    token, text = made(session, rita)
    assert tokens.tokens_of(session, other.organisation) == []
    with pytest.raises(NotFoundError):
        tokens.revoke(session, other.organisation, token.id, actor=other, now=NOW)
    assert tokens.usable(session, text, now=NOW)


def test_making_and_revoking_stand_in_the_audit_log(session):
    rita = member(session)
    token, text = made(session, rita)
    tokens.revoke(session, rita.organisation, token.id, actor=None, now=NOW)
    entries = session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [(e.verb, e.actor_id, e.subject_id, e.reason) for e in entries] == [
        ("token.created", rita.id, token.id, "Acme"),
        ("token.revoked", None, token.id, "Acme"),
    ]
    assert entries[0].details == {"organisation": rita.organisation_id, "until": "2026-06-02"}
    assert text not in str([vars(e) for e in entries])
    assert audit.first_broken(session) is None


def test_a_decision_about_the_organisation_can_still_be_taken_back(session):
    rita = member(session, state=OrganisationState.WAITING)
    organisation = session.get_one(Organisation, rita.organisation_id)
    moderation.decide_organisation(session, organisation, OrganisationState.APPROVED, reason="Known", actor=None, now=NOW)
    decided = session.query(AuditEntry).one()
    made(session, rita)
    assert latest_of_subjects(session, [decided]) == {decided.id}
    assert undo(session, decided.id, actor=None, now=NOW) == decided


def test_the_day_of_its_last_use_is_kept(session):
    token, _ = made(session, member(session))
    tokens.note_use(session, token.id, now=NOW + timedelta(days=2))
    tokens.note_use(session, "0" * 32, now=NOW)
    assert token.last_used == NOW.date() + timedelta(days=2)
