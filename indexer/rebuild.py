"""The whole index again beside the old one, by the same builder, while writes go on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.domain.models import Credential, Rebuild
from app.search.documents import build_document, load_learners
from app.search.interface import SearchDocument, SearchError
from app.services import Services

log = logging.getLogger(__name__)
CHUNK = 200
SILENT = timedelta(minutes=2)


def request(services: Services) -> str:
    """Ask for a rebuild; a background process takes it up. Returns its id, that of the waiting one if there is one."""
    with services.database.writing() as session:
        waiting = session.scalars(select(Rebuild).where(Rebuild.finished_at.is_(None)).limit(1)).first()
        if waiting is not None:
            return waiting.id
        rebuild = Rebuild(requested_at=services.clock(), total=0, done=0)
        session.add(rebuild)
        session.flush()
        return rebuild.id


def run_requested(services: Services) -> bool:
    """Take up a rebuild that waits, or one whose process died; returns whether there was one."""
    rebuild_id = _take(services)
    if rebuild_id is None:
        return False
    error = ""
    try:
        written = services.engine.rebuild(_documents(services, rebuild_id))
        log.info("rebuilt index learners=%d", written)
    except SearchError as failure:
        error = str(failure)
        log.warning("rebuild failed: %s", error)
    _note(services, rebuild_id, finished_at=services.clock(), error=error[:500])
    return True


def _take(services: Services) -> str | None:
    now = services.clock()
    open_ones = select(Rebuild).where(
        Rebuild.finished_at.is_(None), or_(Rebuild.seen_at.is_(None), Rebuild.seen_at < now - SILENT)
    )
    with services.database.reading() as session:
        if session.scalars(open_ones.limit(1)).first() is None:
            return None
    with services.database.writing() as session:
        rebuild = session.scalars(open_ones.order_by(Rebuild.requested_at).limit(1).with_for_update(skip_locked=True)).first()
        if rebuild is None:
            return None
        rebuild.started_at, rebuild.seen_at, rebuild.done = now, now, 0
        rebuild.total = len(_learner_ids(services))
        return rebuild.id


def _learner_ids(services: Services) -> list[str]:
    with services.database.reading() as session:
        published = select(Credential.learner_id).where(Credential.publications.any()).distinct()
        return sorted(session.scalars(published))


def _documents(services: Services, rebuild_id: str) -> Iterator[SearchDocument]:
    ids = _learner_ids(services)
    for start in range(0, len(ids), CHUNK):
        with services.database.reading() as session:
            found = load_learners(session, ids[start : start + CHUNK])
            for learner, credentials in found.values():
                yield build_document(session, learner, credentials, rules=services.rules, now=services.clock())
        _note(services, rebuild_id, done=min(start + CHUNK, len(ids)), seen_at=services.clock())


def _note(services: Services, rebuild_id: str, **facts: datetime | int | str) -> None:
    with services.database.writing() as session:
        rebuild = session.get_one(Rebuild, rebuild_id)
        for name, value in facts.items():
            setattr(rebuild, name, value)
