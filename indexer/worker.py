"""The in-process worker of the embedded defaults: the same chores that Celery runs, in one loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from app.domain.models import Heartbeat
from app.search.interface import SearchError
from app.services import Services
from indexer import drift, rebuild, relay

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again. `tasks.py` has the same list for Celery."""

    name: str
    every: timedelta
    run: Callable[[Services], object]


def _beat(services: Services) -> None:
    with services.database.writing() as session:
        session.merge(Heartbeat(name="worker", at=services.clock(), details={}))


def count_drift(services: Services) -> None:
    """Compare index and database, keep the counts for the dashboard, and repair what differs."""
    found = drift.compare(services)
    details = {"missing": len(found.missing), "ghosts": len(found.ghosts), "stale": len(found.stale), "agree": found.agree}
    with services.database.writing() as session:
        session.merge(Heartbeat(name="drift", at=services.clock(), details=details))
    if found.total:
        drift.repair(services, found)


CHORES: tuple[Chore, ...] = (
    Chore("drain", timedelta(seconds=0.3), relay.drain),
    Chore("heartbeat", timedelta(seconds=10), _beat),
    Chore("rebuild", timedelta(seconds=2), rebuild.run_requested),
    Chore("recheck", timedelta(seconds=30), relay.schedule_rechecks),
    Chore("drift", timedelta(minutes=5), count_drift),
)


def run(services: Services, stop: threading.Event) -> None:
    """Do every chore when its time has come, until `stop` is set. Errors of the outside are logged; the loop goes on."""
    services.engine.setup()
    due: dict[str, datetime] = {}
    while not stop.is_set():
        now = services.clock()
        for chore in CHORES:
            if due.get(chore.name, now) <= now:
                _attempt(services, chore)
                due[chore.name] = services.clock() + chore.every
        stop.wait(0.1)


def _attempt(services: Services, chore: Chore) -> None:
    try:
        chore.run(services)
    except (SearchError, OperationalError) as error:
        log.warning("chore %s did not work and is tried again: %s", chore.name, type(error).__name__)
