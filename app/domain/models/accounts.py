"""Who signs in: accounts, the learner behind one, and the organisation that a recruiter belongs to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.database import Base, UtcDateTime, new_id


class Role(StrEnum):
    LEARNER = "learner"
    RECRUITER = "recruiter"
    ADMIN = "admin"


class OrganisationState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class Organisation(Base):
    """An employer or agency. Its recruiters see nobody until an admin has approved it."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    website: Mapped[str] = mapped_column(String(500), default="")
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[OrganisationState] = mapped_column(String(20), default=OrganisationState.WAITING)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Account(Base):
    """A sign-in. Without a password hash nobody can sign in to it."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Counted up to end every open session of this account (password changed, account disabled)."""

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    learner: Mapped[Learner | None] = relationship(back_populates="account", uselist=False)


class Learner(Base):
    """The person who holds credentials. `version` counts every change of what is found or shown of them (`outbox.touch`)."""

    __tablename__ = "learners"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    shown_name: Mapped[str] = mapped_column(String(200))
    headline: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    account: Mapped[Account] = relationship(back_populates="learner")
