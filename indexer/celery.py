"""Celery for production: worker and beat. `celery -A indexer.celery worker`, `celery -A indexer.celery beat`.

Redis carries nothing that must not be lost: what is to do stands in the database, and every chore is sent again by the next beat.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import setup_logging

from config.logs import configure_logging
from config.settings import load_settings

celery = Celery("evident", broker=load_settings().broker_url or None, include=["indexer.tasks"])
celery.conf.update(
    task_ignore_result=True,
    # One chore at a time from the queue: a long one must not have others waiting behind it in the same process.
    worker_prefetch_multiplier=1,
    # Redis away at start or later: wait for it, however long, instead of ending.
    broker_connection_retry_on_startup=True,
    broker_connection_retry=True,
    broker_connection_max_retries=None,
    # A chore that could not be sent is not worth waiting for: the next beat sends another.
    task_publish_retry=False,
    # Waiting for an answer of a Redis that has gone must end, or beat would stand still for ever.
    broker_transport_options={"socket_timeout": 10, "socket_connect_timeout": 5, "socket_keepalive": True},
    # Memory that a rebuild or a large credential took goes back to the machine.
    worker_max_memory_per_child=300_000,
    timezone="UTC",
    # The shortest chore comes every 0.3 seconds; beat must not sleep past it.
    beat_max_loop_interval=1,
)


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery has no types
def _our_logs(**_given: Any) -> None:
    """Celery leaves logging to us once somebody listens to this signal."""
    configure_logging(load_settings())
