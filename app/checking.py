"""Verify a stored credential again: the one way, for the indexer's rounds and for people who ask for it now."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.domain import outbox, publishing
from app.domain.models import Credential
from app.services import Services
from indexer.verification.report import Report, Verdict

log = logging.getLogger(__name__)


def recheck(services: Services, credential_id: str, *, now: datetime) -> Report | None:
    """Verify, keep the report, and tell the index when it changes what may be found; None when the credential is gone.

    The network is used outside of any transaction.
    """
    with services.database.reading() as session:
        original = session.scalar(select(Credential.original).where(Credential.id == credential_id))
    if original is None:
        return None
    report = services.verify(original, now=now)
    with services.database.writing() as session:
        credential = session.get(Credential, credential_id, options=[undefer(Credential.claims)])
        if credential is None:  # erased while we looked
            return None
        _take(session, credential, report, services, now=now)
    log.info("verified credential=%s verdict=%s", credential_id, report.verdict.value)
    return report


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
