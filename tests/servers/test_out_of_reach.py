"""What the outbox does while Elasticsearch is away, told by a clock that is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain import outbox
from app.search.engine import open_engine
from indexer import relay
from tests.factories.house import House
from tests.servers.running.people import found, publish, settle_in


def waiting(house: House) -> int:
    with house.services.database.reading() as session:
        return outbox.waiting(session)[0]


def test_after_an_hour_without_the_engine_nobody_waits_for_minutes(house: House) -> None:
    (person,) = settle_in(house, 1)
    publish(house.services, person)
    away = replace(house.services, engine=open_engine("http://127.0.0.1:9/people"))
    for _ in range(60):
        assert relay.drain(away) == 0
        house.clock.now += timedelta(minutes=1)
    relay.drain(away)
    house.clock.now += timedelta(seconds=5)
    house.index()
    assert waiting(house) == 0
    assert found(house.services) == {person.learner_id}


def test_what_waits_can_be_counted_and_says_why(house: House) -> None:
    (person,) = settle_in(house, 1)
    publish(house.services, person)
    relay.drain(replace(house.services, engine=open_engine("http://127.0.0.1:9/people")))
    with house.services.database.reading() as session:
        count, oldest, failing = outbox.waiting(session)
        causes = [row.last_error for row in session.query(outbox.OutboxRow)]
    assert (count > 0, oldest, failing) == (True, house.clock.now, count)
    assert all("does not answer" in cause for cause in causes)
