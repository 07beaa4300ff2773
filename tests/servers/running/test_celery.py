"""Celery's worker and beat on the real Redis: what is published is found because beat really fires."""

from __future__ import annotations

import time

from app.domain import rebuilds
from app.domain.models import Heartbeat
from tests.servers.running.installation import Installation, lines
from tests.servers.running.people import Bustle, found, publish, settle_in, withdraw
from tests.servers.running.programs import Program, wait_until


def rows_indexed_by(worker: Program) -> int:
    return sum(line["rows"] for line in lines(worker) if line["message"] == "indexed")


def test_what_is_published_is_found_and_what_is_withdrawn_is_gone_within_seconds(installation: Installation) -> None:
    (person,) = settle_in(installation.house, 1)
    installation.worker()
    installation.beat()
    installation.wait_until_it_works()
    services = installation.services
    for _ in range(5):
        publish(services, person)
        there = wait_until(lambda: person.learner_id in found(services), seconds=20, what="found")
        withdraw(services, person)
        gone = wait_until(lambda: not found(services), seconds=20, what="gone")
        print(f"published -> found {there:.2f} s, withdrawn -> gone from the index {gone:.2f} s")


def test_several_workers_share_the_work_and_none_of_it_is_lost_or_done_wrongly(installation: Installation) -> None:
    people = settle_in(installation.house, 12)
    workers = [installation.worker(f"w{number}", "--pool", "solo") for number in range(3)]
    installation.beat()
    installation.wait_until_it_works()
    bustle = Bustle(installation.services, people, steps=60, pause=0.05).start()
    shown = bustle.join()
    installation.wait_until_drained(20)
    installation.assert_index_holds(shown)
    handled = [rows_indexed_by(worker) for worker in workers]
    assert sum(handled) >= 60, handled
    errors = [line for worker in workers for line in lines(worker) if line["level"] in ("ERROR", "CRITICAL")]
    assert errors == []
    print(f"60 changes were handled as {handled} rows")


def test_chores_that_take_long_keep_nobody_waiting(installation: Installation) -> None:
    (person,) = settle_in(installation.house, 1)
    services = installation.services
    installation.worker()
    installation.beat()
    installation.wait_until_it_works()
    with services.database.writing() as session:
        session.merge(Heartbeat(name="drift", at=services.clock(), details={}))
    with services.database.writing() as holding:
        holding.get_one(Heartbeat, "drift", with_for_update=True)  # whoever compares now cannot come to an end
        with services.database.writing() as session:
            rebuilds.ask_for_comparison(session, now=services.clock())
        time.sleep(8)  # beat sends a comparison every two seconds until one has ended
        publish(services, person)
        wait_until(lambda: person.learner_id in found(services), seconds=20, what="found\n" + installation.last_words())
