"""`evident index rebuild` beside another process that is at it: followed to its end, taken up when it has died."""

from __future__ import annotations

import threading
from datetime import timedelta

from app.domain import rebuilds
from app.domain.models import Rebuild
from indexer import rebuild
from tests.factories.house import House
from tests.functional.commands.test_commands import run


def taken_by_another(house: House) -> str:
    """A rebuild that another process has begun just now."""
    with house.services.database.writing() as session:
        rebuild_id = rebuilds.request(session, now=house.clock())
    assert rebuild._take(house.services) == rebuild_id
    return rebuild_id


def ended(house: House, rebuild_id: str, *, error: str = "") -> threading.Timer:
    """The other process ends in a moment."""

    def end() -> None:
        with house.services.database.writing() as session:
            other = session.get_one(Rebuild, rebuild_id)
            other.done, other.total, other.finished_at, other.error = 7, 7, house.clock(), error

    timer = threading.Timer(0.2, end)
    timer.start()
    return timer


def test_one_that_is_under_way_is_followed_to_its_end(house):
    other = ended(house, taken_by_another(house))
    result = run(house, "index", "rebuild")
    other.join()
    assert (result.exit_code, result.stdout) == (0, "7 people are in the new index.\n")


def test_one_that_fails_elsewhere_is_told(house):
    other = ended(house, taken_by_another(house), error="the disk is full")
    result = run(house, "index", "rebuild")
    other.join()
    assert result.exit_code == 2
    assert "the disk is full" in result.output


def test_one_whose_process_has_died_is_taken_up(house):
    house.publish(house.hold(house.learner("ada@example.org"), house.signed()))
    taken_by_another(house)
    house.clock.now += timedelta(minutes=3)
    result = run(house, "index", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "1 people are in the new index.\n")
