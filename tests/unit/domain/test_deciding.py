"""Decisions of admins: their effect, their trace, and taking them back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.domain import audit, moderation, outbox, undoing
from app.domain.database import Database
from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.issuers import LONGEST_IDENTIFIER, expose_imitations, kept_identifier
from app.domain.models import AuditEntry, Issuer, IssuerKind, Organisation, OrganisationState, Standing
from app.domain.moderation import Change
from app.domain.schema import prepare
from tests.factories.house import NOW


@pytest.fixture
def session(settings) -> Iterator[Session]:
    database = Database(settings.database_url)
    prepare(database)
    with database.writing() as session:
        yield session
    database.close()


def met(session: Session, identifier: str = "did:web:uni.example", **facts: object) -> Issuer:
    fields = {"name": "Northfield", "shape": "northfield", "keys": [], "first_met_at": NOW, "last_met_at": NOW} | facts
    issuer = Issuer(identifier=identifier, **fields)
    session.add(issuer)
    session.flush()
    return issuer


def decide(session: Session, issuer: Issuer, standing: Standing, reason: str = "because", **more: object) -> None:
    moderation.decide_issuer(session, issuer, standing, reason=reason, actor=None, now=NOW, **more)


def last(session: Session) -> AuditEntry:
    return session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()


@pytest.mark.parametrize(
    ("before", "after", "imitates", "change"),
    [
        (Standing.UNREVIEWED, Standing.SUSPENDED, False, Change.LEAVE),
        (Standing.APPROVED, Standing.BLOCKED, False, Change.LEAVE),
        (Standing.SUSPENDED, Standing.BLOCKED, False, Change.NONE),
        (Standing.SUSPENDED, Standing.APPROVED, False, Change.RETURN),
        (Standing.UNREVIEWED, Standing.APPROVED, False, Change.NONE),
        (Standing.UNREVIEWED, Standing.APPROVED, True, Change.RETURN),
        (Standing.APPROVED, Standing.UNREVIEWED, True, Change.LEAVE),
    ],
)
def test_what_a_decision_does_to_the_search(session, before, after, imitates, change):
    other = met(session, "did:web:other.example")
    issuer = met(session, standing=before, resembles_id=other.id if imitates else None)
    assert moderation.effect_on_search(session, issuer, after).change is change


def test_a_decision_stands_in_the_log_with_what_was_before(session):
    issuer = met(session)
    decide(session, issuer, Standing.APPROVED, kind=IssuerKind.COMMUNITY)
    entry = last(session)
    assert (entry.verb, entry.subject_id, entry.reason) == ("issuer.approved", issuer.id, "because")
    assert entry.details["before"] == "unreviewed"
    assert (entry.details["kind_before"], entry.details["kind"]) == ("institution", "community")


def test_a_decision_without_a_reason_changes_nothing(session):
    issuer = met(session)
    with pytest.raises(InvalidError):
        decide(session, issuer, Standing.BLOCKED, "  ")
    assert (issuer.standing, session.query(AuditEntry).count()) == (Standing.UNREVIEWED, 0)


def test_taking_back_restores_standing_and_kind_and_says_so(session):
    issuer = met(session, standing=Standing.APPROVED, kind=IssuerKind.COMMUNITY)
    decide(session, issuer, Standing.APPROVED, kind=IssuerKind.INSTITUTION)
    first = last(session)
    undoing.undo(session, first.id, actor=None, now=NOW)
    assert (issuer.standing, issuer.kind) == (Standing.APPROVED, IssuerKind.COMMUNITY)
    assert last(session).details["undoes"] == first.id
    assert "because" in issuer.reason


def test_taking_back_can_itself_be_taken_back(session):
    issuer = met(session)
    decide(session, issuer, Standing.BLOCKED)
    undoing.undo(session, last(session).id, actor=None, now=NOW)
    undoing.undo(session, last(session).id, actor=None, now=NOW)
    assert issuer.standing == Standing.BLOCKED


def test_only_the_last_word_about_something_is_taken_back(session):
    issuer = met(session)
    decide(session, issuer, Standing.SUSPENDED)
    first = last(session)
    decide(session, issuer, Standing.BLOCKED)
    assert undoing.latest_of_subjects(session, [first, last(session)]) == {last(session).id}
    with pytest.raises(RefusedError, match="Something else was decided"):
        undoing.undo(session, first.id, actor=None, now=NOW)


def test_an_organisations_admission_is_taken_back(session):
    acme = Organisation(name="Acme", state=OrganisationState.WAITING, created_at=NOW)
    session.add(acme)
    session.flush()
    moderation.decide_organisation(session, acme, OrganisationState.APPROVED, reason="known", actor=None, now=NOW)
    undoing.undo(session, last(session).id, actor=None, now=NOW)
    assert acme.state == OrganisationState.WAITING


def test_what_is_no_decision_is_not_taken_back(session):
    entry = audit.record(session, "index.rebuild", actor_id=None, subject_type="index", subject_id="1", now=NOW)
    with pytest.raises(RefusedError):
        undoing.undo(session, entry.id, actor=None, now=NOW)
    with pytest.raises(NotFoundError):
        undoing.undo(session, 99, actor=None, now=NOW)


def test_approving_the_real_one_exposes_an_imitation_that_was_met_first(session):
    fake, real = met(session, "did:web:fake.example"), met(session, "did:web:real.example")
    decide(session, real, Standing.APPROVED)
    assert fake.resembles_id == real.id
    assert moderation.hidden_issuers(session) == {fake.id}


def test_names_alike_that_somebody_has_decided_about_are_left_as_they_are(session):
    real = met(session)
    met(session, "did:web:b.example", standing=Standing.APPROVED)
    met(session, "did:web:c.example", shape="another")
    assert expose_imitations(session, real, now=NOW) == 0


def test_entries_are_chained_and_a_missing_one_shows(session):
    issuer = met(session)
    for standing in (Standing.SUSPENDED, Standing.BLOCKED, Standing.APPROVED):
        decide(session, issuer, standing)
    assert audit.first_broken(session) is None
    second, third = session.query(AuditEntry).order_by(AuditEntry.id)[1:3]
    session.delete(second)
    session.flush()
    assert audit.first_broken(session) == third.id


def test_identifiers_of_any_length_stay_apart_and_short_enough_for_an_index(session):
    long = "did:peer:" + "ü" * 3000
    kept = {kept_identifier(identifier) for identifier in (long, long + "x", "did:web:uni.example")}
    assert len(kept) == 3
    assert all(len(identifier.encode()) <= LONGEST_IDENTIFIER for identifier in kept)
    assert outbox.waiting(session) == (0, None, 0)
