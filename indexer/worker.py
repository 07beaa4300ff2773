"""The in-process worker of the embedded defaults: the same chores that Celery runs, in two lanes.

What people wait for runs in the quick lane; what takes long (the network, the whole index) runs beside it, so that a slow status list
or a rebuild keeps nobody's publication waiting.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import OperationalError

from app.domain.models import Heartbeat
from app.search.interface import SearchError
from app.services import Services
from config.logs import request_id
from indexer import drift, rebuild, recheck, relay

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that ending waits for a slow chore. One that is cut off is taken up again by the next process."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again; `slow` when people do not wait for it. `tasks.py` has the same list for Celery."""

    name: str
    every: timedelta
    run: Callable[[Services], object]
    slow: bool = False


def _beat(services: Services) -> None:
    with services.database.writing() as session:
        session.merge(Heartbeat(name="worker", at=services.clock(), details={}))


CHORES: tuple[Chore, ...] = (
    Chore("drain", timedelta(seconds=0.3), relay.drain),
    Chore("heartbeat", timedelta(seconds=10), _beat),
    Chore("rules", timedelta(minutes=1), rebuild.request_if_rules_changed),
    Chore("format", timedelta(minutes=1), rebuild.request_if_format_is_old),
    Chore("rebuild", timedelta(seconds=2), rebuild.run_requested, slow=True),
    Chore("recheck", timedelta(seconds=30), recheck.recheck_due, slow=True),
    Chore("comparison", timedelta(seconds=2), drift.compare_when_asked, slow=True),
    Chore("drift", timedelta(minutes=5), drift.compare_and_repair, slow=True),
)


def run(services: Services, stop: threading.Event) -> None:
    """Do every chore when its time has come, until `stop` is set. Errors are logged; the loop goes on."""
    while not _attempt("setup", services.engine.setup) and not stop.wait(1.0):
        pass
    quick = [chore for chore in CHORES if not chore.slow]
    slow = [chore for chore in CHORES if chore.slow]
    lane = threading.Thread(target=_lane, args=(services, stop, slow), name="slow chores", daemon=True)
    lane.start()
    _lane(services, stop, quick)
    lane.join(PATIENCE)


def _lane(services: Services, stop: threading.Event, chores: Sequence[Chore]) -> None:
    due: dict[str, datetime] = {}
    while not stop.is_set():
        for chore in chores:
            if due.get(chore.name, services.clock()) <= services.clock():
                _attempt(chore.name, partial(chore.run, services))
                due[chore.name] = services.clock() + chore.every
        stop.wait(0.1)


def _attempt(name: str, run: Callable[[], object]) -> bool:
    """Run it; whether that worked. Nothing that a chore does may end the loop."""
    request_id.set(uuid.uuid4().hex)
    try:
        run()
    except (SearchError, OperationalError) as error:
        log.warning("chore did not work and is tried again: %s", type(error).__name__, extra={"ids": {"chore": name}})
    except Exception:
        log.exception("chore failed and is tried again", extra={"ids": {"chore": name}})
    else:
        return True
    return False
