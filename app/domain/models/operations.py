"""What keeps the house in order: the outbox, prepared documents, the audit log, who looked, rebuilds, heartbeats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.database import Base, UtcDateTime, new_id


class OutboxRow(Base):
    """A note to the indexer: "look at this learner again". Written in the transaction of the change (`outbox.touch`).

    Why a table beside Celery: (1) a change and its note are kept together or not at all, which no broker can promise; (2) the web
    process needs no broker, so publishing works while Redis is away; (3) what waits can be counted and shown, and a withdrawal that
    the index has not seen yet can be kept out of every search (`narrowing`).
    """

    __tablename__ = "outbox"
    # AUTOINCREMENT: without it SQLite gives the number of the last row, once deleted, to the next one, and a worker that was slow
    # would forget a row that it never handled.
    __table_args__ = (Index("ix_outbox_due", "not_before", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    learner_id: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[int]
    narrowing: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    """When to handle it: at once, after a lease (somebody has it now) or after a back-off (it failed)."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")


class PreparedDocument(Base):
    """The document of a learner as the indexer made it, so that a page of results need not make it again (`app.search.prepared`).

    `outbox.touch` deletes it with every change, in the transaction of the change: what is withdrawn or hidden does not stay here until
    the indexer comes by.
    """

    __tablename__ = "prepared_documents"

    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]
    made_of: Mapped[str] = mapped_column(String(64))
    """A mark of everything that it was made of beside the learner: rules, frameworks, and the way of making it."""
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When time alone makes it wrong; None for never."""
    body: Mapped[str] = mapped_column(Text)


class AuditEntry(Base):
    """One act of an admin. Each entry carries the digest of the one before: a changed or missing row breaks the chain."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[str | None] = mapped_column(String(32))
    verb: Mapped[str] = mapped_column(String(60), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(32), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    """Unique, so two admins acting at once cannot fork the chain."""
    digest: Mapped[str] = mapped_column(String(64))


class Look(Base):
    """A recruiter opened something of a learner: what the learner is told about who looked."""

    __tablename__ = "looks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    credential_id: Mapped[str | None] = mapped_column(ForeignKey("credentials.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Rebuild(Base):
    """One rebuild of the index: asked for, under way, ended."""

    __tablename__ = "rebuilds"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Last sign of life; a rebuild without one for a while is taken up again by whoever comes next."""
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")


class Heartbeat(Base):
    """The last sign of life of a background process, and the last drift that was counted."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
