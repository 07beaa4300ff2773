"""The relay: a row is forgotten when the index has caught up with it, and not before."""

from __future__ import annotations

from datetime import timedelta

from app.domain import accounts, outbox
from app.domain.models import Credential, Learner
from app.search.documents import build_document, load_learners
from indexer import relay
from indexer.pipeline import Indexed
from tests.factories.house import House
from tests.unit.indexer.people import indexed, published, rows, touch
from tests.unit.indexer.stubborn import make_stubborn


def later(house: House, **by: float) -> None:
    house.clock.now += timedelta(**by)


def test_a_row_is_forgotten_once_the_index_has_its_version(house):
    ana = published(house)
    assert (rows(house), indexed(house)) == ([], {ana.id: ana.version})


def test_several_rows_of_one_learner_are_one_document(house):
    ana = published(house)
    for _ in range(3):
        touch(house, ana)
    assert relay.drain(house.services) == 3
    assert indexed(house) == {ana.id: ana.version + 3}


def test_while_the_engine_is_away_rows_wait_longer_and_longer(house):
    ana, engine = published(house), make_stubborn(house)
    engine.away = True
    touch(house, ana)
    pauses = []
    for _ in range(3):
        assert relay.drain(house.services) == 0
        (row,) = rows(house)
        pauses.append((row.not_before - house.clock()).total_seconds())
        house.clock.now = row.not_before
    assert pauses == [1, 2, 5]
    assert "cannot be reached" in row.last_error
    engine.away = False
    assert relay.drain(house.services) == 1
    assert rows(house) == []


def test_a_row_is_not_handled_before_its_time(house):
    ana, engine = published(house), make_stubborn(house)
    engine.away = True
    touch(house, ana)
    relay.drain(house.services)
    engine.away = False
    assert relay.drain(house.services) == 0
    later(house, seconds=1)
    assert relay.drain(house.services) == 1


def test_one_refused_document_keeps_its_row_with_its_own_cause_and_nobody_elses(house):
    ana, ben, engine = published(house), published(house, "Ben"), make_stubborn(house)
    engine.refused[ana.id] = "too many fields"
    touch(house, ana)
    touch(house, ben)
    assert relay.drain(house.services, batches=1) == 1
    (row,) = rows(house)
    assert (row.learner_id, row.last_error, row.attempts) == (ana.id, "too many fields", 1)
    assert indexed(house)[ben.id] == ben.version + 1


def test_a_learner_whose_document_cannot_be_built_keeps_nobody_waiting(house):
    ana, ben = published(house), published(house, "Ben")
    with house.services.database.writing() as session:
        session.query(Credential).filter_by(learner_id=ana.id).one().claims = {"nonsense": True}
    touch(house, ana)
    touch(house, ben)
    assert relay.drain(house.services, batches=1) == 1
    (row,) = rows(house)
    assert row.learner_id == ana.id
    assert "could not be built" in row.last_error
    assert indexed(house)[ben.id] == ben.version + 1


def test_rows_of_a_process_that_died_come_due_again(house):
    ana = published(house)
    touch(house, ana)
    with house.services.database.writing() as session:
        assert len(outbox.claim(session, now=house.clock(), limit=10)) == 1
    assert relay.drain(house.services) == 0, "somebody has it"
    later(house, seconds=31)
    assert relay.drain(house.services) == 1


def test_a_change_made_while_a_row_is_handled_has_a_row_of_its_own(house):
    ana = published(house)
    touch(house, ana)
    with house.services.database.writing() as session:
        claimed = outbox.claim(session, now=house.clock(), limit=10)
    touch(house, ana)
    relay._handle(house.services, claimed)
    assert [row.version for row in rows(house)] == [ana.version + 2]


def test_a_late_worker_does_not_forget_the_row_that_came_after(house):
    """SQLite gives the number of a deleted last row to the next one, unless told not to."""
    ana = published(house)
    touch(house, ana)
    (first,) = rows(house)
    relay.drain(house.services)
    touch(house, ana)
    with house.services.database.writing() as session:
        outbox.forget(session, [first])
    assert len(rows(house)) == 1


def test_an_erased_learner_leaves_the_index_and_late_writes_do_not_bring_them_back(house):
    ana = published(house)
    with house.services.database.reading() as session:
        ((learner, held),) = load_learners(session, [ana.id]).values()
        late = build_document(session, learner, held, rules=house.services.rules, now=house.clock())
    with house.services.database.writing() as session:
        accounts.delete_account(session, session.get_one(Learner, ana.id).account, now=house.clock())
    relay.drain(house.services)
    assert indexed(house) == {}
    house.services.engine.write([late])
    assert (indexed(house), rows(house)) == ({}, [])


def test_any_order_and_number_of_notes_ends_the_same(house):
    ana = published(house)
    touch(house, ana)
    touch(house, ana)
    with house.services.database.writing() as session:
        claimed = outbox.claim(session, now=house.clock(), limit=10)
    for note in (claimed[1], claimed[0], claimed[1]):
        relay._handle(house.services, [note])
    assert indexed(house) == {ana.id: ana.version + 2}


def test_a_row_stays_when_the_index_was_given_an_older_state(house):
    """A document built from a state read before the row was written says nothing about the row."""
    ana = published(house)
    touch(house, ana)
    with house.services.database.writing() as session:
        claimed = outbox.claim(session, now=house.clock(), limit=10)
    assert relay._settle(house.services, claimed, Indexed({ana.id: ana.version}, {})) == 0
    (row,) = rows(house)
    assert "older state" in row.last_error
