"""Does the index hold what the database would show? Missing, ghosts, stale: counted, and repaired through the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import outbox
from app.domain.models import Credential, Learner, OutboxRow
from app.search.documents import build_document, load_learners
from app.services import Services

CHUNK = 500


@dataclass(slots=True)
class Drift:
    """Learner ids: `missing` from the index, `ghosts` that only the index has, `stale` (another version); `agree` is a count.

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
    """Compare every learner. Reads the whole index and builds every document's outline; meant for a quiet moment."""
    indexed = {entry.learner_id: entry.version for entry in services.engine.versions()}
    drift = Drift()
    with services.database.reading() as session:
        for learner_id, version in shown_versions(session, services, now=services.clock()):
            _compare_one(drift, learner_id, version, indexed.pop(learner_id, None))
        drift.ghosts = indexed
        _leave_out(drift, frozenset(session.scalars(select(OutboxRow.learner_id).distinct())))
    return drift


def shown_versions(session: Session, services: Services, *, now: datetime) -> Iterator[tuple[str, int]]:
    """Id and version of every learner of whom the database would show something, in the order of ids."""
    published = select(Credential.learner_id).where(Credential.publications.any()).distinct()
    ids = sorted(session.scalars(published))
    for start in range(0, len(ids), CHUNK):
        found = load_learners(session, ids[start : start + CHUNK])
        for learner, credentials in found.values():
            if build_document(session, learner, credentials, rules=services.rules, now=now).views:
                yield learner.id, learner.version
        session.expunge_all()


def _compare_one(drift: Drift, learner_id: str, version: int, indexed: int | None) -> None:
    if indexed is None:
        drift.missing.append(learner_id)
    elif indexed != version:
        drift.stale.append(learner_id)
    else:
        drift.agree += 1


def _leave_out(drift: Drift, waiting: frozenset[str]) -> None:
    drift.missing = [i for i in drift.missing if i not in waiting]
    drift.stale = [i for i in drift.stale if i not in waiting]
    drift.ghosts = {i: v for i, v in drift.ghosts.items() if i not in waiting}


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
