"""From "look at this learner again" to a searchable document: load, verify, judge, build, write.

Convergent: the outcome depends on what the database holds when it is read, not on which note came, how often or in which order.
`learner.version` orders the writes; the engine keeps the highest. A process that dies at any point leaves the notes where they were.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.domain import publishing
from app.domain.models import Credential, Learner
from app.search.documents import build_document, load_learners
from app.search.interface import SearchDocument
from app.services import Services
from indexer.verification.verify import verify

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of a batch: the version that the index now holds per learner, and what could not be written."""

    versions: Mapping[str, int]
    failures: Mapping[str, str]


def index_learners(services: Services, removals: Mapping[str, int], *, now: datetime) -> Indexed:
    """Bring the index up to date for these learners: id -> the version to remove at, should the learner be gone.

    Raises `SearchError` when the engine is out of reach; nothing is lost then, the caller tries again.
    """
    verify_due(services, list(removals), now=now)
    documents, gone = _build(services, removals, now=now)
    failures = services.engine.write(documents) if documents else []
    if gone:
        failures = [*failures, *services.engine.remove(gone)]
    versions = {d.learner_id: d.version for d in documents} | gone
    failed = {f.learner_id: f.cause for f in failures}
    return Indexed({k: v for k, v in versions.items() if k not in failed}, failed)


def _build(services: Services, removals: Mapping[str, int], *, now: datetime) -> tuple[list[SearchDocument], dict[str, int]]:
    with services.database.reading() as session:
        found = load_learners(session, removals)
        documents = [build_document(session, learner, creds, rules=services.rules, now=now) for learner, creds in found.values()]
    return documents, {learner_id: version for learner_id, version in removals.items() if learner_id not in found}


def verify_due(services: Services, learner_ids: Sequence[str], *, now: datetime) -> int:
    """Verify every credential of these learners whose time has come; returns how many were."""
    with services.database.reading() as session:
        due = select(Credential.id).where(Credential.learner_id.in_(learner_ids), Credential.recheck_at <= now)
        ids = list(session.scalars(due))
    for credential_id in ids:
        verify_again(services, credential_id, now=now)
    return len(ids)


def verify_again(services: Services, credential_id: str, *, now: datetime) -> None:
    """Verify one stored credential and keep the report. The network is used outside of any transaction."""
    with services.database.reading() as session:
        original = session.scalar(select(Credential.original).where(Credential.id == credential_id))
    if original is None:
        return
    report = verify(original, fetcher=services.fetcher(), now=now)
    with services.database.writing() as session:
        credential = session.get(Credential, credential_id, options=[undefer(Credential.claims)])
        if credential is None:  # erased while we looked
            return
        if publishing.apply_report(session, credential, report, now=now):
            _count_up(credential.learner)
    log.info("verified credential=%s verdict=%s", credential_id, report.verdict.value)


def _count_up(learner: Learner) -> None:
    """The document will differ from one of the same version that is already indexed; a higher version lets it win."""
    learner.version += 1
