"""How the house is doing: what waits, what failed, what differs, who works. One reading for the dashboard, the metrics and the CLI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import outbox, rebuilds
from app.domain.models import Credential, Heartbeat, OutboxRow, Rebuild

STUCK = timedelta(minutes=1)
"""A change that failed and is older than this needs somebody."""
SILENT = timedelta(minutes=1)
"""A background process that has not been heard of for this long counts as stopped; it says so every 10 seconds."""


@dataclass(frozen=True, slots=True)
class Differences:
    """The last comparison of index and database: counts of learners, and when it was made."""

    at: datetime
    missing: int
    ghosts: int
    stale: int
    agree: int

    @property
    def total(self) -> int:
        return self.missing + self.ghosts + self.stale


@dataclass(frozen=True, slots=True)
class Condition:
    """`waiting`, `failing`: changes not in the index yet, and those of them that failed; `oldest`: since when the first waits."""

    now: datetime
    waiting: int
    oldest: datetime | None
    failing: int
    differences: Differences | None
    comparing: bool
    worker_seen: datetime | None
    rebuild: Rebuild | None

    @property
    def delay(self) -> timedelta:
        """How far the index is behind."""
        return self.now - self.oldest if self.oldest else timedelta(0)

    @property
    def worker_works(self) -> bool:
        return self.worker_seen is not None and self.now - self.worker_seen < SILENT


def read(session: Session, *, now: datetime) -> Condition:
    """The condition as the database knows it; the engine is asked elsewhere."""
    count, oldest, failing = outbox.waiting(session)
    worker = session.get(Heartbeat, "worker")
    return Condition(
        now=now,
        waiting=count,
        oldest=oldest,
        failing=failing,
        differences=_differences(session),
        comparing=rebuilds.comparison_is_asked_for(session),
        worker_seen=worker.at if worker else None,
        rebuild=rebuilds.latest(session),
    )


def _differences(session: Session) -> Differences | None:
    found = session.get(Heartbeat, "drift")
    return None if found is None else Differences(at=found.at, **found.details)


def stuck(session: Session, *, now: datetime, limit: int = 20) -> Sequence[OutboxRow]:
    """Changes that failed and have waited for more than a minute, the oldest first."""
    failed = select(OutboxRow).where(OutboxRow.attempts > 0, OutboxRow.created_at < now - STUCK)
    return session.scalars(failed.order_by(OutboxRow.created_at).limit(limit)).all()


def credentials_by_verdict(session: Session) -> dict[str, int]:
    """How many stored credentials have which verdict now."""
    rows = session.execute(select(Credential.verdict, func.count()).group_by(Credential.verdict))
    return {verdict: int(count) for verdict, count in rows}
