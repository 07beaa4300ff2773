"""Index against database: what is missing, left over or old is counted, and repaired through the outbox."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import condition, rebuilds
from app.domain.models import Heartbeat, Learner
from app.search.documents import build_document, load_learners
from app.search.interface import SearchDocument
from indexer import drift, relay
from tests.factories.house import House
from tests.unit.indexer.people import indexed, published, rows, touch


def document(house: House, learner: Learner) -> SearchDocument:
    with house.services.database.reading() as session:
        ((found, held),) = load_learners(session, [learner.id]).values()
        return build_document(session, found, held, rules=house.services.rules, now=house.clock())


def ghost(house: House, like: Learner, learner_id: str) -> None:
    """Somebody in the index whom the database does not know."""
    views = document(house, like).views
    house.services.engine.write([SearchDocument(learner_id, 3, "", frozenset(), views)])


def forget(house: House, learner: Learner) -> None:
    """Take somebody out of the index behind everybody's back."""
    house.services.engine.remove({learner.id: learner.version})


def age(house: House, learner: Learner) -> None:
    """Change what the database says without telling the index."""
    with house.services.database.writing() as session:
        session.get_one(Learner, learner.id).version += 1


def test_two_that_agree_do_not_differ(house):
    published(house)
    published(house, "Ben")
    found = drift.compare(house.services)
    assert (found.total, found.agree) == (0, 2)


def test_every_kind_of_difference_is_found(house):
    ana, ben, eve = (published(house, name) for name in ("Ana", "Ben", "Eve"))
    forget(house, ana)
    age(house, ben)
    ghost(house, eve, "0" * 32)
    ghost(house, eve, "f" * 32)
    found = drift.compare(house.services)
    assert (found.missing, found.stale, sorted(found.ghosts), found.agree) == ([ana.id], [ben.id], ["0" * 32, "f" * 32], 1)


def test_another_content_under_the_same_version_is_stale_and_repaired(house):
    ana, ben = published(house), published(house, "Ben")
    house.services.engine.write([replace(document(house, ana), headline="Altered")])
    found = drift.compare(house.services)
    assert (found.stale, found.missing, found.ghosts, found.agree) == ([ana.id], [], {}, 1)
    drift.compare_and_repair(house.services)
    relay.drain(house.services)
    assert drift.compare(house.services).agree == 2
    assert indexed(house)[ben.id] == ben.version, "whoever agrees is left alone"


def test_content_is_not_compared_while_a_rebuild_is_asked_for(house):
    ana = published(house)
    house.services.engine.write([replace(document(house, ana), headline="Altered")])
    with house.services.database.writing() as session:
        rebuilds.request(session, now=house.clock())
    assert drift.compare(house.services).total == 0


def test_what_waits_in_the_outbox_is_no_difference(house):
    touch(house, published(house))
    assert drift.compare(house.services).total == 0


def test_what_changes_between_the_two_looks_is_no_difference(house, monkeypatch):
    """A learner who is published and indexed just after the index was read."""
    ana = published(house)
    forget(house, ana)
    once, look = [], drift._compare

    def then_repaired(services):
        found = look(services)
        if not once:
            once.append(found.total)
            touch(house, ana)
            relay.drain(house.services)
        return found

    monkeypatch.setattr(drift, "_compare", then_repaired)
    assert (drift.compare(house.services).total, once) == (0, [1])


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_any_size_of_chunk_sees_everybody_once(house, monkeypatch, chunk):
    monkeypatch.setattr(drift, "CHUNK", chunk)
    people = [published(house, name) for name in ("Ana", "Ben", "Eve")]
    forget(house, people[1])
    found = drift.compare(house.services)
    assert (found.missing, found.agree) == ([people[1].id], 2)


def test_repairing_brings_both_together(house):
    ana, ben, eve = (published(house, name) for name in ("Ana", "Ben", "Eve"))
    forget(house, ana)
    age(house, ben)
    ghost(house, eve, "f" * 32)
    assert drift.compare_and_repair(house.services).total == 3
    relay.drain(house.services)
    assert set(indexed(house)) == {ana.id, ben.id, eve.id}
    assert (drift.compare(house.services).total, rows(house)) == (0, [])


def test_the_counts_are_kept_for_the_dashboard(house):
    forget(house, published(house))
    drift.compare_and_repair(house.services)
    with house.services.database.reading() as session:
        differences = condition.read(session, now=house.clock()).differences
    assert differences is not None
    assert (differences.missing, differences.total, differences.at) == (1, 1, house.clock())


def test_a_comparison_is_made_once_when_asked_for(house):
    assert not drift.compare_when_asked(house.services)
    with house.services.database.writing() as session:
        rebuilds.ask_for_comparison(session, now=house.clock())
    house.clock.now = house.clock.now.replace(minute=1)
    assert drift.compare_when_asked(house.services)
    assert not drift.compare_when_asked(house.services)
    with house.services.database.reading() as session:
        assert session.get(Heartbeat, "drift") is not None
