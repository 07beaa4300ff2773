"""Thin doors: each Celery task calls one chore of the worker. The schedule is the worker's own list.

A worker needs at least two processes (`--concurrency`): only one of them at a time takes what is slow, so that one is always left
for what people wait for.
"""

from __future__ import annotations

import fcntl
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from app.services import Services, open_services
from config.logs import request_id
from config.settings import load_settings
from indexer.celery import celery
from indexer.worker import CHORES, Chore


@cache
def _services() -> Services:
    """Opened once in each worker process, at its first chore: connections must not be shared across a fork."""
    services = open_services(load_settings())
    services.engine.setup()
    return services


_LANE = tempfile.TemporaryFile()  # noqa: SIM115  # it stays open as long as the process
"""Opened before the worker forks, so all its processes have the same file. Its lock ends with the process that holds it, however that
ends."""


@contextmanager
def _slow_lane() -> Iterator[bool]:
    """Whether this process may do something slow now, because no other of this worker does."""
    try:
        fcntl.lockf(_LANE, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        fcntl.lockf(_LANE, fcntl.LOCK_UN)


@celery.task(name="evident.chore")  # type: ignore[untyped-decorator]  # celery has no types
def chore(name: str) -> None:
    """Run the chore of this name once. A slow one is left out while another is at work: the next beat sends it again."""
    request_id.set(uuid.uuid4().hex)
    chosen = next(c for c in CHORES if c.name == name)
    if not chosen.slow:
        chosen.run(_services())
        return
    with _slow_lane() as is_free:
        if is_free:
            chosen.run(_services())


def _scheduled(chore: Chore) -> dict[str, object]:
    # While no worker takes them, chores must not pile up: a late one is dropped, because the next has been sent.
    lasts = max(2.0, chore.every.total_seconds())
    return {"task": "evident.chore", "args": (chore.name,), "schedule": chore.every, "options": {"expires": lasts}}


celery.conf.beat_schedule = {chore.name: _scheduled(chore) for chore in CHORES}
