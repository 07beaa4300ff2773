"""Dossiers: kept for as long as nothing about the learner has changed, and not a moment longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import issuers, outbox, publishing
from app.domain.models import Credential
from app.search.dossiers import KEPT, ROOM, Dossier, Dossiers
from indexer.verification.claims import Claims, IssuerProfile
from tests.factories.house import House
from tests.unit.indexer.people import credential_of, published


@pytest.fixture
def ana(house: House) -> str:
    return published(house).id


def look(house: House, learner_id: str) -> Dossier:
    services = house.services
    with services.database.reading() as session:
        dossier = services.dossiers.of(session, [learner_id], rules=services.rules, now=house.clock())[learner_id]
        services.dossiers.open(session, [(dossier, [view.credential_id for view in dossier.document.views])])
    return dossier


def change(house: House, learner_id: str, **values: object) -> None:
    """Change a credential's row, and its learner's version as everything does that changes one."""
    with house.services.database.writing() as session:
        row = session.query(Credential).filter_by(learner_id=learner_id).one()
        for name, value in values.items():
            setattr(row, name, value)
        outbox.touch(session, learner_id, now=house.clock())


def test_an_unchanged_learner_is_loaded_once(house, ana):
    first = look(house, ana)
    assert first.held
    assert first.document.views
    assert look(house, ana) is first


def test_what_is_withdrawn_is_gone_at_the_next_look(house, ana):
    assert look(house, ana).held
    with house.services.database.writing() as session:
        publishing.withdraw(session, session.query(Credential).one(), now=house.clock())
    assert not look(house, ana).held


def test_a_deleted_learner_has_no_dossier(house, ana):
    assert look(house, ana)
    with house.services.database.writing() as session:
        session.delete(session.query(Credential).one().learner)
    with pytest.raises(KeyError):
        look(house, ana)


def test_a_new_framework_is_seen(house, ana):
    before = look(house, ana)
    house.clock.now += timedelta(seconds=1)
    house.load_skills("haskell")
    assert look(house, ana) is not before


def test_an_issuer_that_renames_itself_is_called_by_its_new_name(house, ana):
    held = credential_of(house, look(house, ana).learner)
    assert look(house, ana).held[held.id].issuer.name != "Newname"
    with house.services.database.writing() as session:
        row = session.query(Credential).one()
        claims = Claims(IssuerProfile(row.claims.issuer.id, name="Newname"))
        issuers.meet(session, claims, proven=True, now=house.clock())
    assert look(house, ana).held[held.id].issuer.name == "Newname"


def test_the_end_of_grace_is_noticed(house, ana):
    rules = house.services.rules
    change(house, ana, verdict="unknown", verified_at=house.clock() - rules.grace + timedelta(minutes=1))
    assert look(house, ana).document.views
    house.clock.now += timedelta(seconds=61)
    assert not look(house, ana).document.views


def test_other_registries_make_other_dossiers(house, ana):
    first = look(house, ana)
    house.services = replace(house.services, rules=replace(house.services.rules))
    assert look(house, ana) is not first


def test_after_ten_minutes_it_is_forgotten(house, ana):
    first = look(house, ana)
    house.clock.now += KEPT - timedelta(seconds=1)
    assert look(house, ana) is first
    house.clock.now += timedelta(seconds=2)
    assert look(house, ana) is not first
    house.clock.now += KEPT
    with house.services.database.reading() as session:
        house.services.dossiers.of(session, [], rules=house.services.rules, now=house.clock())
    assert not house.services.dossiers._kept, "nobody asked for her again, and she is forgotten all the same"


def test_a_process_keeps_no_more_than_it_has_room_for(house, ana):
    dossiers, services = Dossiers(), house.services
    one = look(house, ana)
    many = [replace(one, learner=replace(one.learner, id=str(n))) for n in range(ROOM + 5)]
    dossiers._keep([(each, None) for each in many], {each.learner.id: 1 for each in many}, "", services.rules, house.clock())
    assert len(dossiers._kept) == ROOM
    assert "0" not in dossiers._kept
