"""What is read as plain columns says the same of who may see what as the rows themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain import published
from app.domain.database import Base, Database
from app.domain.models import Account, Audience, Credential, Learner, Organisation, Publication, Role, Source
from app.domain.visibility import CREDENTIAL, labels_of_pieces
from indexer.verification.claims import Claims, IssuerProfile

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SAID = Claims(issuer=IssuerProfile(id="did:web:uni.example", name="Northfield"), name="Data capstone")
EVIDENCE = "/evidence/0"


@pytest.fixture
def session(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'p.sqlite3'}")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        account = Account(email="ana@example.org", role=Role.LEARNER, name="Ana", created_at=NOW, session_epoch=0)
        session.add(Learner(id="ana", account=account, shown_name="Ana", headline="Engineer", version=7))
        session.add_all(Organisation(id=name, name=name, state="approved", created_at=NOW) for name in ("acme", "bolt"))
        session.flush()
        yield session


def hold(session, number: int = 0, **facts: object) -> Credential:
    made = {"verdict": "verified", "checked_at": NOW, "imported_at": NOW, "claims": SAID} | facts
    row = Credential(learner_id="ana", original=b"{}", sha256=str(number), media_type="application/json", source=Source.FILE, **made)
    session.add(row)
    session.flush()
    return row


def publish(session, row: Credential, piece: str, audience: Audience, *organisations: str) -> None:
    named = [session.get(Organisation, name) for name in organisations]
    row.publications.append(Publication(piece=piece, audience=audience, organisations=named, published_at=NOW))
    session.flush()


def test_a_learner_is_read_with_their_version(session):
    assert published.learners(session, ["ana", "nobody"]) == {"ana": published.PublishedLearner("ana", "Ana", "Engineer", "", 7)}


def test_what_is_not_published_is_not_read(session):
    hold(session)
    assert published.credentials(session, ["ana"]) == {"ana": []}


@pytest.mark.parametrize("whole", [(Audience.RECRUITERS,), (Audience.ORGANISATIONS, "acme", "bolt"), (Audience.NOBODY,)])
@pytest.mark.parametrize("piece", [(Audience.RECRUITERS,), (Audience.ORGANISATIONS, "acme"), (Audience.ORGANISATIONS, "acme", "bolt")])
def test_pieces_are_shown_to_those_to_whom_the_rows_show_them(session, whole, piece):
    row = hold(session)
    publish(session, row, CREDENTIAL, *whole)
    publish(session, row, EVIDENCE, *piece)
    (read,) = published.credentials(session, ["ana"])["ana"]
    assert read.pieces == labels_of_pieces(row.publications)


def test_organisations_left_over_from_a_narrower_audience_change_nothing(session):
    row = hold(session)
    publish(session, row, CREDENTIAL, Audience.NOBODY, "acme")
    (read,) = published.credentials(session, ["ana"])["ana"]
    assert read.pieces == {CREDENTIAL: frozenset()}


def test_claims_are_read_as_they_were_stored(session):
    publish(session, hold(session), CREDENTIAL, Audience.RECRUITERS)
    publish(session, hold(session, 1, claims=None), CREDENTIAL, Audience.RECRUITERS)
    first, second = sorted(published.credentials(session, ["ana"])["ana"], key=lambda c: c.claims is None)
    assert (first.claims, second.claims) == (SAID, None)
    assert (first.issuer, first.issuer_id) == (None, None)
