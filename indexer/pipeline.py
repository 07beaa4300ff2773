"""From "look at this learner again" to a searchable document: load, verify, judge, build, write.

`index_learners` does all of it but verifying: a credential was verified when it was imported, and is verified again when its time
comes (`indexer.recheck`). That uses the network and may take long, so it has its own pace and never keeps a publication, or a
withdrawal, waiting; when it changes what may be found, it leaves a note like every other change.

Convergent: the outcome depends on what the database holds when it is read, not on which note came, how often or in which order.
`learner.version` orders the writes; the engine keeps the highest. A process that dies at any point leaves the notes where they were.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.domain import outbox, publishing
from app.domain.models import Credential
from app.search.documents import build_document, load_learners
from app.search.interface import SearchDocument
from app.services import Services
from indexer.verification.report import Report, Verdict
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


def verify_again(services: Services, credential_id: str, *, now: datetime) -> None:
    """Verify one stored credential, keep the report, and tell the index. The network is used outside of any transaction."""
    with services.database.reading() as session:
        original = session.scalar(select(Credential.original).where(Credential.id == credential_id))
    if original is None:
        return
    report = verify(original, fetcher=services.fetcher(), now=now)
    with services.database.writing() as session:
        credential = session.get(Credential, credential_id, options=[undefer(Credential.claims)])
        if credential is None:  # erased while we looked
            return
        _take(session, credential, report, services, now=now)
    log.info("verified credential=%s verdict=%s", credential_id, report.verdict.value)


def _take(session: Session, credential: Credential, report: Report, services: Services, *, now: datetime) -> None:
    changed = publishing.apply_report(session, credential, report, now=now)
    unknown = report.verdict is Verdict.UNKNOWN
    if unknown and credential.verified_at is not None:
        _look_when_grace_ends(credential, credential.verified_at + services.rules.grace, now=now)
    if changed or unknown:  # the end of the grace changes no fact, and yet what may be found
        outbox.touch(session, credential.learner_id, now=now, narrowing=report.verdict is Verdict.FAILED)


def _look_when_grace_ends(credential: Credential, end: datetime, *, now: datetime) -> None:
    if end > now and (credential.recheck_at is None or credential.recheck_at > end):
        credential.recheck_at = end
