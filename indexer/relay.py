"""Drains the outbox: claim rows, hand their learners to the pipeline, forget the rows or back off."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError

from app.domain import outbox
from app.domain.models import OutboxRow
from app.search.interface import SearchError
from app.services import Services
from indexer.pipeline import Indexed, index_learners

log = logging.getLogger(__name__)
BATCH = 200


def drain(services: Services, *, batches: int = 50) -> int:
    """Handle due rows until none is left, at most `batches` times `BATCH`; returns how many rows were forgotten.

    Stops early when the search engine is out of reach: the rows come due again by themselves.
    """
    handled = 0
    for _ in range(batches):
        rows = _claim(services)
        if not rows:
            break
        try:
            handled += _handle(services, rows)
        except SearchError as error:
            log.warning("search engine out of reach, rows wait: %s", error, extra={"ids": {"rows": len(rows)}})
            _put_back(services, rows, str(error), longest=outbox.NOT_ITS_FAULT)
            break
    return handled


def _claim(services: Services) -> list[OutboxRow]:
    with services.database.reading() as session:
        if not session.scalar(select(exists().where(OutboxRow.not_before <= services.clock()))):
            return []  # looking is free; claiming takes the write lock
    with services.database.writing() as session:
        return outbox.claim(session, now=services.clock(), limit=BATCH)


def _handle(services: Services, rows: Sequence[OutboxRow]) -> int:
    by_learner: dict[str, list[OutboxRow]] = {}
    for row in rows:
        by_learner.setdefault(row.learner_id, []).append(row)
    removals = {learner_id: max(row.version for row in own) for learner_id, own in by_learner.items()}
    try:
        return _settle(services, rows, index_learners(services, removals, now=services.clock()))
    except (SearchError, SQLAlchemyError):
        raise
    except Exception as error:
        # One learner whose document cannot be built must not keep all others waiting.
        if len(by_learner) > 1:
            return sum(_handle(services, own) for own in by_learner.values())
        log.exception("a learner could not be indexed", extra={"ids": {"learner": rows[0].learner_id}})
        _put_back(services, rows, f"the document could not be built ({type(error).__name__})")
        return 0


def _settle(services: Services, rows: Sequence[OutboxRow], indexed: Indexed) -> int:
    # A row is done when the index holds its version or a later one; a change made meanwhile has a row of its own.
    done = [row for row in rows if indexed.versions.get(row.learner_id, -1) >= row.version]
    kept = {row.id for row in rows} - {row.id for row in done}
    with services.database.writing() as session:
        outbox.forget(session, done)
        for row in rows:
            if row.id in kept:
                outbox.back_off(session, [row], _cause(row, indexed.failures), now=services.clock())
    ids = {"learners": len(indexed.versions), "rows": len(done), "failed": len(kept)}
    log.log(logging.WARNING if kept else logging.INFO, "indexed", extra={"ids": ids})
    return len(done)


def _cause(row: OutboxRow, failures: Mapping[str, str]) -> str:
    return failures.get(row.learner_id, "an older state was read; it is tried again")


def _put_back(services: Services, rows: Sequence[OutboxRow], cause: str, *, longest: timedelta = outbox.BACK_OFF[-1]) -> None:
    with services.database.writing() as session:
        outbox.back_off(session, rows, cause, now=services.clock(), longest=longest)
