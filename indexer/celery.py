"""Celery for production: worker and beat. `celery -A indexer.celery worker`, `celery -A indexer.celery beat`."""

from __future__ import annotations

from celery import Celery

from config.settings import load_settings

celery = Celery("evident", broker=load_settings().broker_url or None, include=["indexer.tasks"])
celery.conf.update(
    # A chore that could not start in time is pointless: the next beat sends another.
    task_ignore_result=True,
    # The worker dies with a chore in hand: it is handed out again. Every chore may run twice.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # Redis away at start or later: wait for it instead of ending.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    timezone="UTC",
    worker_hijack_root_logger=False,
)
