"""Taking back an act of an admin, from the audit log: the state before it is restored, and that is an act of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFoundError, RefusedError
from app.domain.models import Account, AuditEntry, Issuer, IssuerKind, Organisation, OrganisationState, Standing
from app.domain.moderation import decide_issuer, decide_organisation


def undo(session: Session, entry_id: int, *, actor: Account | None, now: datetime) -> AuditEntry:
    """Restore what was before an entry; returns the entry. Raises `NotFoundError`, or `RefusedError` when it cannot be taken back."""
    entry = session.get(AuditEntry, entry_id)
    if entry is None:
        raise NotFoundError("There is no such entry in the audit log.")
    if not is_decision(entry):
        raise RefusedError("Only decisions about issuers and organisations can be taken back.")
    if _decided_since(session, entry):
        raise RefusedError(
            "Something else was decided about this since, so taking it back would not restore what was before.",
            next_step="Open the issuer or organisation and decide anew.",
        )
    reason = f"Undoes entry {entry.id}: {entry.reason}"
    if entry.subject_type == "issuer":
        issuer = session.get_one(Issuer, entry.subject_id)
        standing, kind = Standing(entry.details["before"]), IssuerKind(entry.details["kind_before"])
        decide_issuer(session, issuer, standing, reason=reason, actor=actor, now=now, kind=kind, undoes=entry.id)
    else:
        organisation = session.get_one(Organisation, entry.subject_id)
        state = OrganisationState(entry.details["before"])
        decide_organisation(session, organisation, state, reason=reason, actor=actor, now=now, undoes=entry.id)
    return entry


def is_decision(entry: AuditEntry) -> bool:
    return entry.subject_type in ("issuer", "organisation") and "before" in entry.details


def _decided_since(session: Session, entry: AuditEntry) -> bool:
    later = select(AuditEntry.id).where(AuditEntry.id > entry.id, AuditEntry.subject_id == entry.subject_id)
    return session.scalars(later.limit(1)).first() is not None


def latest_of_subjects(session: Session, entries: list[AuditEntry]) -> frozenset[int]:
    """Which of these entries are the last word about their subject, so that they can be taken back."""
    subjects = {entry.subject_id for entry in entries if is_decision(entry)}
    newest = select(func.max(AuditEntry.id)).where(AuditEntry.subject_id.in_(subjects)).group_by(AuditEntry.subject_id)
    return frozenset(session.scalars(newest))
