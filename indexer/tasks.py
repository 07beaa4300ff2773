"""Thin doors: each Celery task calls one chore of the worker. The schedule is the worker's own list."""

from __future__ import annotations

from functools import cache

from app.services import Services, open_services
from config.settings import load_settings
from indexer.celery import celery
from indexer.worker import CHORES


@cache
def _services() -> Services:
    services = open_services(load_settings())
    services.engine.setup()
    return services


@celery.task(name="evident.chore")  # type: ignore[untyped-decorator]  # celery has no types
def chore(name: str) -> None:
    """Run the chore of this name once."""
    next(c for c in CHORES if c.name == name).run(_services())


celery.conf.beat_schedule = {
    c.name: {"task": "evident.chore", "args": (c.name,), "schedule": c.every, "options": {"expires": max(2.0, c.every.total_seconds())}}
    for c in CHORES
}
