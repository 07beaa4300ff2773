"""The outbox: how a change reaches the index. A row says "look at this learner again", never what to do (`OutboxRow`).

`touch` belongs in the same `writing()` block as the change. Rows are claimed by pushing `not_before` into the future: if the process
that claimed them dies, they come due again by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.domain.models import Learner, OutboxRow, PreparedDocument

LEASE = timedelta(seconds=30)
_NARROWED = select(OutboxRow.learner_id).where(OutboxRow.narrowing).distinct()
BACK_OFF = tuple(timedelta(seconds=s) for s in (1, 2, 5, 15, 60, 300))
LONGEST_WAIT = timedelta(minutes=10)
"""A note that waits longer has failed; whoever asks what is settled does not wait for it."""
NOT_ITS_FAULT = timedelta(seconds=5)
"""The longest pause of a row that failed because of something all rows need: once that is back, nobody waits for minutes."""


def touch(session: Session, learner_id: str, *, now: datetime, narrowing: bool = False) -> None:
    """Count the learner's version up, forget the document that was made of them, and leave a note for the indexer.

    narrowing: the change hides something that may be findable now. Until the index has it, the learner is left out of every search.
    """
    touch_all(session, select(Learner.id).where(Learner.id == learner_id), now=now, narrowing=narrowing)


def touch_all(session: Session, learners: Select[str], *, now: datetime, narrowing: bool = False) -> int:
    """`touch` for every learner id that the query yields; returns how many."""
    ids = learners.scalar_subquery()
    # In one order, whoever asks: two changes that touch the same learners wait for each other instead of locking each other out.
    session.scalars(select(Learner.id).where(Learner.id.in_(ids)).order_by(Learner.id).with_for_update()).all()
    session.execute(
        update(Learner).where(Learner.id.in_(ids)).values(version=Learner.version + 1), execution_options={"synchronize_session": False}
    )
    session.execute(delete(PreparedDocument).where(PreparedDocument.learner_id.in_(ids)), execution_options={"synchronize_session": False})
    notes = select(Learner.id, Learner.version, literal(narrowing), literal(now), literal(now), literal(0), literal("")).where(
        Learner.id.in_(ids)
    )
    columns = ["learner_id", "version", "narrowing", "created_at", "not_before", "attempts", "last_error"]
    return int(session.execute(insert(OutboxRow).from_select(columns, notes)).rowcount)  # type: ignore[attr-defined]  # CursorResult


def note_removal(session: Session, learner: Learner, *, now: datetime) -> None:
    """Leave a note that outlives the learner: the indexer finds nobody and removes what it has, at a version above all others."""
    above_all = learner.version + 1
    session.add(OutboxRow(learner_id=learner.id, version=above_all, narrowing=True, created_at=now, not_before=now))


def claim(session: Session, *, now: datetime, limit: int) -> list[OutboxRow]:
    """Take up to `limit` due rows, oldest first, for `LEASE`. Two processes never get the same row at the same time."""
    due = select(OutboxRow).where(OutboxRow.not_before <= now).order_by(OutboxRow.id).limit(limit)
    rows = list(session.scalars(due.with_for_update(skip_locked=True)))
    for row in rows:
        row.not_before = now + LEASE
    return rows


def forget(session: Session, handled: Iterable[OutboxRow]) -> None:
    """Drop rows that the index is known to have caught up with."""
    session.execute(delete(OutboxRow).where(OutboxRow.id.in_([row.id for row in handled])))


def back_off(
    session: Session, failed: Collection[OutboxRow], cause: str, *, now: datetime, longest: timedelta = BACK_OFF[-1]
) -> None:
    """Keep rows that could not be handled, to be tried again after a pause that grows up to `longest`."""
    for row in failed:
        pause = min(longest, BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)])
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == row.id)
            .values(attempts=OutboxRow.attempts + 1, not_before=now + pause, last_error=cause[:500])
        )


def pending_withdrawals(session: Session) -> frozenset[str]:
    """Learners with a narrowing change that the index may not have yet."""
    return frozenset(session.scalars(_NARROWED))


def settled_until(session: Session, *, now: datetime) -> datetime:
    """Until when every change has certainly reached the index: `now`, or since when the oldest note waits, at most `LONGEST_WAIT` ago."""
    _, oldest, _ = waiting(session)
    return now if oldest is None else max(min(oldest, now), now - LONGEST_WAIT)


def waiting(session: Session) -> tuple[int, datetime | None, int]:
    """How many rows wait, since when the oldest does, and how many of them have failed at least once."""
    count, oldest = session.execute(select(func.count(OutboxRow.id), func.min(OutboxRow.created_at))).one()
    failing = session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.attempts > 0))
    return int(count), oldest, int(failing or 0)
