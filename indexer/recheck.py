"""Verifies stored credentials again when their time has come: a status list that ran out, an expiry, a failed look-up.

Claimed like outbox rows, by pushing `recheck_at` into the future: two processes never look at the same one, and one that dies hands
its credentials back by doing nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.checking import recheck
from app.domain.models import Credential
from app.services import Services

log = logging.getLogger(__name__)

BATCH = 10
LEASE = timedelta(minutes=10)
"""Longer than a batch takes when every address that it asks lets it wait."""


def recheck_due(services: Services, *, batches: int = 20) -> int:
    """Verify credentials that are due, at most `batches` times `BATCH`; returns how many were."""
    done = 0
    for _ in range(batches):
        ids = _claim(services)
        for credential_id in ids:
            recheck(services, credential_id, now=services.clock())
        done += len(ids)
        if len(ids) < BATCH:
            break
    return done


def _claim(services: Services) -> list[str]:
    now = services.clock()
    if not _any_due(services, now):
        return []  # looking is free; claiming takes the write lock
    with services.database.writing() as session:
        due = select(Credential).where(Credential.recheck_at <= now).order_by(Credential.recheck_at).limit(BATCH)
        claimed = session.scalars(due.with_for_update(skip_locked=True, of=Credential)).all()
        for credential in claimed:
            credential.recheck_at = now + LEASE
        return [credential.id for credential in claimed]


def _any_due(services: Services, now: datetime) -> bool:
    with services.database.reading() as session:
        return bool(session.scalar(select(exists().where(Credential.recheck_at <= now))))
