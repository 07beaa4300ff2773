"""The whole index again beside the old one, by the same builder, while writes go on. Asked for by a row (`app.domain.rebuilds`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.domain import rebuilds
from app.domain.models import Credential, Heartbeat, Rebuild
from app.search import prepared
from app.search.interface import SearchDocument, SearchError
from app.services import Services
from indexer.pipeline import prepare

log = logging.getLogger(__name__)
CHUNK = 200
SILENT = timedelta(minutes=2)
TRY_AGAIN = timedelta(minutes=15)
Progress = Callable[[int, int], None]
"""Called with how many learners of how many are done."""


def run_requested(services: Services, progress: Progress = lambda done, total: None) -> bool:
    """Take up a rebuild that waits, or one whose process died; returns whether there was one. How it ended stands in its row."""
    rebuild_id = _take(services)
    if rebuild_id is None:
        return False
    try:
        written = services.engine.rebuild(_documents(services, rebuild_id, progress))
    except SearchError as failure:
        log.warning("rebuild failed: %s", failure, extra={"ids": {"rebuild": rebuild_id}})
        _note(services, rebuild_id, finished_at=services.clock(), error=str(failure)[:500])
    except Exception as failure:
        kind = type(failure).__name__
        _note(services, rebuild_id, finished_at=services.clock(), error=f"It stopped at an error of the program ({kind}).")
        raise
    else:
        log.info("rebuilt the index", extra={"ids": {"rebuild": rebuild_id, "learners": written}})
        _note(services, rebuild_id, finished_at=services.clock(), error="")
    return True


def _take(services: Services) -> str | None:
    now = services.clock()
    open_ones = select(Rebuild).where(
        Rebuild.finished_at.is_(None), or_(Rebuild.seen_at.is_(None), Rebuild.seen_at < now - SILENT)
    )
    with services.database.reading() as session:
        if session.scalars(open_ones.limit(1)).first() is None:
            return None
    total = len(_learner_ids(services))
    with services.database.writing() as session:
        rebuild = session.scalars(open_ones.order_by(Rebuild.requested_at).limit(1).with_for_update(skip_locked=True)).first()
        if rebuild is None:
            return None
        rebuild.started_at, rebuild.seen_at, rebuild.done, rebuild.total = now, now, 0, total
        return rebuild.id


def _learner_ids(services: Services) -> list[str]:
    with services.database.reading() as session:
        published = select(Credential.learner_id).where(Credential.publications.any()).distinct()
        return sorted(session.scalars(published))


def _documents(services: Services, rebuild_id: str, progress: Progress) -> Iterator[SearchDocument]:
    ids = _learner_ids(services)
    for start in range(0, len(ids), CHUNK):
        yield from prepare(services, ids[start : start + CHUNK], now=services.clock())
        done = min(start + CHUNK, len(ids))
        _note(services, rebuild_id, done=done, total=len(ids), seen_at=services.clock())
        progress(done, len(ids))


def _note(services: Services, rebuild_id: str, **facts: datetime | int | str) -> None:
    with services.database.writing() as session:
        rebuild = session.get_one(Rebuild, rebuild_id)
        for name, value in facts.items():
            setattr(rebuild, name, value)


def request_if_rules_changed(services: Services) -> bool:
    """Ask for a rebuild when the operator has changed the registries or the grace since the index was built, or the product how it
    makes documents.

    All of it enters every document, and none is a change of any learner, so no outbox row would tell.
    """
    digest = prepared.way_of_making(services.rules)
    with services.database.writing() as session:
        known = session.get(Heartbeat, "rules")
        if known is not None and known.details.get("digest") == digest:
            return False
        session.merge(Heartbeat(name="rules", at=services.clock(), details={"digest": digest}))
        if known is not None:
            rebuilds.request(session, now=services.clock())
        return known is not None


def request_if_format_is_old(services: Services) -> bool:
    """Ask for a rebuild when the index was written by an older version of the product; until it is done, searches are refused.

    Not when its format is newer: then this process is the old one, in the middle of an upgrade. A rebuild that has just failed is
    tried again after a while.
    """
    status = services.engine.status()
    if _number(status["format"]) >= _number(status["format expected"]):
        return False
    now = services.clock()
    with services.database.writing() as session:
        last = rebuilds.latest(session)
        is_recent = last is not None and last.finished_at is not None and last.finished_at > now - TRY_AGAIN
        if last is not None and (last.finished_at is None or (last.error and is_recent)):
            return False
        rebuilds.request(session, now=now)
    log.info("the index has format %s, expected %s: it is built again", status["format"], status["format expected"])
    return True


def _number(format_: str | int) -> int:
    """A format as a number; one that is none ("none") comes before every other."""
    text = str(format_)
    return int(text) if text.isdecimal() else 0

