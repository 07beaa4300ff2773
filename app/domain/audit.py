"""The audit log: every act of an admin, chained so that a changed or missing entry shows."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.models import AuditEntry

GENESIS = "0" * 64


def record(
    session: Session,
    verb: str,
    *,
    actor_id: str | None,
    subject_type: str,
    subject_id: str,
    now: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry: who did what to which thing, why, and with what effect. `details` holds ids and numbers, no personal data."""
    one_at_a_time(session)
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).first()
    entry = AuditEntry(
        at=now,
        actor_id=actor_id,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        reason=reason,
        details=details or {},
        previous=last.digest if last else GENESIS,
    )
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()
    return entry


def one_at_a_time(session: Session) -> None:
    """Two admins may act in the same instant; the second entry must see the first. SQLite lets one writer in anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over the entry and the digest of the one before."""
    content = [
        entry.previous,
        entry.at.isoformat(),
        entry.actor_id,
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.reason,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken(session: Session) -> int | None:
    """The id of the first entry that does not follow from the one before; None when the chain is whole."""
    previous = GENESIS
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        if entry.previous != previous or entry.digest != digest_of(entry):
            return entry.id
        previous = entry.digest
    return None
