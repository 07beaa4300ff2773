"""Asking for background work on the whole index. Asking is a row; a background process takes it up (`indexer.rebuild`, `indexer.drift`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import audit
from app.domain.models import Account, Heartbeat, Rebuild

COMPARISON_ASKED = "comparison asked for"


def request(session: Session, *, now: datetime, actor: Account | None = None) -> str:
    """Ask for a rebuild of the index; returns its id, that of the open one if there is one already."""
    audit.one_at_a_time(session)  # whoever asks in the same instant sees this one
    if (open_one := unfinished(session)) is not None:
        return open_one.id
    rebuild = Rebuild(requested_at=now, total=0, done=0)
    session.add(rebuild)
    session.flush()
    actor_id = actor.id if actor else None
    audit.record(session, "index.rebuild", actor_id=actor_id, subject_type="index", subject_id=rebuild.id, now=now)
    return rebuild.id


def unfinished(session: Session) -> Rebuild | None:
    return session.scalars(select(Rebuild).where(Rebuild.finished_at.is_(None)).limit(1)).first()


def latest(session: Session) -> Rebuild | None:
    """The rebuild asked for last, whatever became of it."""
    return session.scalars(select(Rebuild).order_by(Rebuild.requested_at.desc()).limit(1)).first()


def ask_for_comparison(session: Session, *, now: datetime) -> None:
    """Ask a background process to compare index and database now instead of when it is next due."""
    session.merge(Heartbeat(name=COMPARISON_ASKED, at=now, details={}))


def comparison_is_asked_for(session: Session) -> bool:
    """Whether a comparison was asked for after the last one began."""
    asked, last = session.get(Heartbeat, COMPARISON_ASKED), session.get(Heartbeat, "drift")
    return asked is not None and (last is None or last.at < asked.at)
