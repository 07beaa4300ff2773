"""Issuers are recognised by identifier, and names that imitate another's are noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.database import Base, Database
from app.domain.issuers import meet, skeleton
from indexer.verification.claims import Claims, IssuerProfile

NOW = datetime(2026, 5, 3, tzinfo=UTC)


def claims(identifier: str, name: str, key: str | None = None) -> Claims:
    return Claims(issuer=IssuerProfile(identifier, name=name), key=key)


@pytest.fixture
def session(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'd.sqlite3'}")
    Base.metadata.create_all(database.engine)
    with database.writing() as session:
        yield session


@pytest.mark.parametrize(
    "imitation",
    ["Harvаrd", "HARVARD", "Harvård", "H a r v a r d", "Harvard.", "Harνard", "Hɑrvɑrd", "Har-vard"],
)
def test_imitations_look_alike(imitation):
    assert skeleton(imitation) == skeleton("Harvard")


def test_a_stroke_is_a_stroke():
    assert skeleton("Illinois 1") == skeleton("lllinois l")


@pytest.mark.parametrize("other", ["Harwood", "Howard", "Northfield", ""])
def test_other_names_do_not(other):
    assert skeleton(other) != skeleton("Harvard")


def test_an_issuer_is_met_once_by_its_identifier(session):
    first = meet(session, claims("did:web:a.example", "A"), proven=True, now=NOW)
    assert meet(session, claims("did:web:a.example", "A"), proven=True, now=NOW + timedelta(days=1)) is first
    assert first.last_met_at == NOW + timedelta(days=1)
    assert first.domain == "a.example"


def test_the_later_of_two_that_look_alike_is_marked(session):
    real = meet(session, claims("did:web:northfield.example", "Northfield University"), proven=True, now=NOW)
    fake = meet(session, claims("did:web:evil.example", "Northfıeld University"), proven=True, now=NOW + timedelta(days=1))
    assert fake.resembles_id == real.id
    assert real.resembles_id is None


def test_a_forged_credential_renames_nobody_and_adds_no_key(session):
    real = meet(session, claims("did:web:a.example", "Northfield", "did:web:a.example#1"), proven=True, now=NOW)
    meet(session, claims("did:web:a.example", "Evil", "did:web:a.example#evil"), proven=False, now=NOW)
    assert (real.name, real.keys) == ("Northfield", ["did:web:a.example#1"])


def test_an_issuer_that_takes_on_anothers_name_is_marked(session):
    real = meet(session, claims("did:web:a.example", "Northfield"), proven=True, now=NOW)
    other = meet(session, claims("did:web:b.example", "Harbour"), proven=True, now=NOW + timedelta(days=1))
    meet(session, replace(claims("did:web:b.example", "N0rthfield")), proven=True, now=NOW + timedelta(days=2))
    assert other.resembles_id == real.id
