"""Does the index hold what the database would show? Missing, ghosts, stale: counted, and repaired through the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain import outbox, rebuilds
from app.domain.models import Credential, Heartbeat, Learner, OutboxRow
from app.search.documents import build_document, load_learners
from app.search.fields import digest_of
from app.services import Services

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Held:
    """What one side holds of a learner. The digest is empty when it is not to be compared."""

    version: int
    digest: str = ""

    def differs(self, other: Held) -> bool:
        return self.version != other.version or ("" not in (self.digest, other.digest) and self.digest != other.digest)


@dataclass(slots=True)
class Drift:
    """Learner ids: `missing` from the index, `ghosts` that only the index has, `stale` (another version, or another content under the
    same version); `agree` is a count.

    Learners with a waiting outbox row are left out: the index is expected to be behind for them.
    """

    missing: list[str] = field(default_factory=list)
    ghosts: dict[str, int] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)
    agree: int = 0

    @property
    def total(self) -> int:
        return len(self.missing) + len(self.ghosts) + len(self.stale)


def compare(services: Services) -> Drift:
    """Compare every learner, without keeping more than a chunk of them in memory. Meant for a quiet moment."""
    found = _compare(services)
    # Index and database are two moments. What was published or withdrawn between them looks like a difference and is gone when one
    # looks again; a real difference stays.
    return _in_both(found, _compare(services)) if found.total else found


def _compare(services: Services) -> Drift:
    drift = Drift()
    with services.database.reading() as session:
        # A rebuild that is asked for is about to change everybody's content; nobody needs a note for that.
        shown = shown_now(session, services, now=services.clock(), digests=rebuilds.unfinished(session) is None)
        indexed = ((entry.learner_id, Held(entry.version, entry.digest)) for entry in services.engine.versions())
        for learner_id, ours, theirs in _side_by_side(shown, indexed):
            _compare_one(drift, learner_id, ours, theirs)
    with services.database.reading() as session:
        _leave_out(drift, frozenset(session.scalars(select(OutboxRow.learner_id).distinct())))
    return drift


def shown_now(session: Session, services: Services, *, now: datetime, digests: bool) -> Iterator[tuple[str, Held]]:
    """Every learner of whom the database would show something, in the order of ids."""
    last = ""
    while ids := list(session.scalars(_published_after(last))):
        found = load_learners(session, ids)
        for learner_id in sorted(found):
            learner, credentials = found[learner_id]
            document = build_document(session, learner, credentials, rules=services.rules, now=now)
            if document.views:
                yield learner.id, Held(learner.version, digest_of(document) if digests else "")
        session.expunge_all()
        last = ids[-1]


def _published_after(last: str) -> Select[str]:
    published = select(Credential.learner_id).where(Credential.publications.any(), Credential.learner_id > last)
    return published.distinct().order_by(Credential.learner_id).limit(CHUNK)


def _side_by_side(
    shown: Iterator[tuple[str, Held]], indexed: Iterator[tuple[str, Held]]
) -> Iterator[tuple[str, Held | None, Held | None]]:
    """Walk both in the order of ids: id, what the database shows, what the index has."""
    ours, theirs = next(shown, None), next(indexed, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours[0] < theirs[0]):
            assert ours is not None, "one of the two is left"
            yield ours[0], ours[1], None
            ours = next(shown, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0], None, theirs[1]
            theirs = next(indexed, None)
        else:
            yield ours[0], ours[1], theirs[1]
            ours, theirs = next(shown, None), next(indexed, None)


def _compare_one(drift: Drift, learner_id: str, ours: Held | None, theirs: Held | None) -> None:
    if ours is None and theirs is not None:
        drift.ghosts[learner_id] = theirs.version
    elif ours is None or theirs is None:
        drift.missing.append(learner_id)
    elif ours.differs(theirs):
        drift.stale.append(learner_id)
    else:
        drift.agree += 1


def _leave_out(drift: Drift, waiting: frozenset[str]) -> None:
    drift.missing = [i for i in drift.missing if i not in waiting]
    drift.stale = [i for i in drift.stale if i not in waiting]
    drift.ghosts = {i: v for i, v in drift.ghosts.items() if i not in waiting}


def _in_both(first: Drift, second: Drift) -> Drift:
    return Drift(
        missing=[i for i in second.missing if i in set(first.missing)],
        ghosts={i: v for i, v in second.ghosts.items() if i in first.ghosts},
        stale=[i for i in second.stale if i in set(first.stale)],
        agree=second.agree,
    )


def repair(services: Services, drift: Drift) -> int:
    """Leave a note for every learner that differs; returns how many. The relay does the rest."""
    now = services.clock()
    with services.database.writing() as session:
        for learner_id in (*drift.missing, *drift.stale, *drift.ghosts):
            if session.get(Learner, learner_id) is not None:
                outbox.touch(session, learner_id, now=now, narrowing=learner_id in drift.ghosts)
            else:
                version = drift.ghosts[learner_id] + 1
                row = OutboxRow(learner_id=learner_id, version=version, narrowing=True, created_at=now, not_before=now)
                session.add(row)
    return drift.total


def compare_and_repair(services: Services) -> Drift:
    """Compare, keep the counts for the dashboard, and leave notes for what differs."""
    began = services.clock()
    found = compare(services)
    details = {"missing": len(found.missing), "ghosts": len(found.ghosts), "stale": len(found.stale), "agree": found.agree}
    with services.database.writing() as session:
        session.merge(Heartbeat(name="drift", at=began, details=details))
    if found.total:
        repair(services, found)
    return found


def compare_when_asked(services: Services) -> bool:
    """Compare now if an admin has asked for it since the last time; returns whether somebody had."""
    with services.database.reading() as session:
        asked = rebuilds.comparison_is_asked_for(session)
    if asked:
        compare_and_repair(services)
    return asked
