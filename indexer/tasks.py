"""Thin doors: each Celery task calls one chore of the worker. The schedule is the worker's own list."""

from __future__ import annotations

import uuid
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


@celery.task(name="evident.chore")  # type: ignore[untyped-decorator]  # celery has no types
def chore(name: str) -> None:
    """Run the chore of this name once."""
    request_id.set(uuid.uuid4().hex)
    next(c for c in CHORES if c.name == name).run(_services())


def _scheduled(chore: Chore) -> dict[str, object]:
    # While no worker takes them, chores must not pile up: a late one is dropped, because the next has been sent.
    lasts = max(2.0, chore.every.total_seconds())
    return {"task": "evident.chore", "args": (chore.name,), "schedule": chore.every, "options": {"expires": lasts}}


celery.conf.beat_schedule = {chore.name: _scheduled(chore) for chore in CHORES}
