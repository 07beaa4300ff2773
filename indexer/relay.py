"""Drains the outbox: claim rows, hand their learners to the pipeline, forget the rows or back off."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import exists, select

from app.domain import outbox
from app.domain.models import Credential, OutboxRow
from app.search.interface import SearchError
from app.services import Services
from indexer.pipeline import index_learners

log = logging.getLogger(__name__)
BATCH = 200


def drain(services: Services, *, batches: int = 50) -> int:
    """Handle due rows until none is left, at most `batches` times `BATCH`; returns how many rows were forgotten."""
    handled = 0
    for _ in range(batches):
        rows = _claim(services)
        if not rows:
            break
        handled += _handle(services, rows)
    return handled


def _claim(services: Services) -> list[OutboxRow]:
    with services.database.reading() as session:
        if not session.scalar(select(exists().where(OutboxRow.not_before <= services.clock()))):
            return []  # looking is free; claiming takes the write lock
    with services.database.writing() as session:
        return outbox.claim(session, now=services.clock(), limit=BATCH)


def _handle(services: Services, rows: Sequence[OutboxRow]) -> int:
    removals = {row.learner_id: max(r.version for r in rows if r.learner_id == row.learner_id) for row in rows}
    try:
        indexed = index_learners(services, removals, now=services.clock())
    except SearchError as error:
        log.warning("search engine out of reach, %d rows wait: %s", len(rows), error)
        with services.database.writing() as session:
            outbox.back_off(session, rows, str(error), now=services.clock())
        return 0
    # A row is done when the index holds its version or a later one; a change made meanwhile has a row of its own.
    done = [row for row in rows if indexed.versions.get(row.learner_id, -1) >= row.version]
    failed = [row for row in rows if row not in done]
    with services.database.writing() as session:
        outbox.forget(session, done)
        outbox.back_off(session, failed, next(iter(indexed.failures.values()), "not written"), now=services.clock())
    log.info("indexed learners=%d rows=%d failed=%d", len(indexed.versions), len(done), len(failed))
    return len(done)


def schedule_rechecks(services: Services, *, limit: int = 500) -> int:
    """Leave a note for learners whose credentials are due to be verified again; returns how many."""
    now = services.clock()
    due = (
        select(Credential.learner_id)
        .where(Credential.recheck_at <= now)
        .where(~exists().where(OutboxRow.learner_id == Credential.learner_id))
        .distinct()
        .limit(limit)
    )
    with services.database.reading() as session:
        if not (ids := list(session.scalars(due))):
            return 0
    with services.database.writing() as session:
        return outbox.touch_all(session, select(Credential.learner_id).where(Credential.learner_id.in_(ids)).distinct(), now=now)
