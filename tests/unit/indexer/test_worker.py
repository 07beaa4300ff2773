"""The in-process worker: it indexes what is published, survives what goes wrong, and ends when told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain import condition
from app.search.interface import SearchError
from indexer import worker
from tests.factories.house import House
from tests.unit.indexer.people import indexed, published, rows, touch


@contextmanager
def running(house: House) -> Iterator[threading.Thread]:
    """The worker at work on the real clock."""
    services = replace(house.services, clock=lambda: datetime.now(UTC))
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(services, stop))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(15)
        assert not thread.is_alive(), "it ends when told"


def until(happened, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def chores(monkeypatch: pytest.MonkeyPatch, *own: worker.Chore) -> None:
    monkeypatch.setattr(worker, "CHORES", own)


def test_a_change_is_indexed_soon(house):
    ana = published(house)
    touch(house, ana)
    with running(house):
        until(lambda: rows(house) == [])
    assert indexed(house) == {ana.id: ana.version + 1}


def test_it_says_that_it_lives(house):
    def lives() -> bool:
        with house.services.database.reading() as session:
            return condition.read(session, now=datetime.now(UTC)).worker_works

    assert not lives()
    with running(house):
        until(lives)


@pytest.mark.parametrize("error", [SearchError("away"), RuntimeError("a bug")])
def test_no_chore_ends_the_loop(house, monkeypatch, error):
    runs: list[int] = []

    def fails(_services) -> None:
        runs.append(1)
        raise error

    chores(monkeypatch, worker.Chore("fails", timedelta(0), fails), worker.Chore("slow fails", timedelta(0), fails, slow=True))
    with running(house) as thread:
        until(lambda: len(runs) > 5)
        assert thread.is_alive()


def test_a_slow_chore_keeps_no_publication_waiting(house, monkeypatch):
    begun, released, quick = threading.Event(), threading.Event(), []

    def slow(_services) -> None:
        begun.set()
        released.wait(10)

    chores(
        monkeypatch,
        worker.Chore("quick", timedelta(0), lambda _services: quick.append(begun.is_set())),
        worker.Chore("slow", timedelta(hours=1), slow, slow=True),
    )
    with running(house):
        until(lambda: quick.count(True) > 3)
        released.set()


def test_an_engine_that_is_away_at_the_start_is_waited_for(house, monkeypatch):
    tries: list[int] = []
    setup = house.services.engine.setup

    def at_the_second_try() -> None:
        tries.append(1)
        if len(tries) < 2:
            raise SearchError("not yet")
        setup()

    monkeypatch.setattr(house.services.engine, "setup", at_the_second_try)
    ran: list[int] = []
    chores(monkeypatch, worker.Chore("any", timedelta(0), lambda _services: ran.append(1)))
    with running(house):
        until(lambda: bool(ran))
    assert len(tries) == 2


def test_what_went_wrong_is_logged_with_the_chore(house, monkeypatch, caplog):
    def fails(_services) -> None:
        raise RuntimeError("a bug")

    chores(monkeypatch, worker.Chore("fails", timedelta(hours=1), fails))
    with caplog.at_level(logging.ERROR), running(house):
        until(lambda: bool(caplog.records))
    assert caplog.records[0].ids == {"chore": "fails"}


def test_every_chore_has_a_name_of_its_own():
    names = [chore.name for chore in worker.CHORES]
    assert len(names) == len(set(names))
