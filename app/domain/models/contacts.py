"""Requests of organisations to be put in touch with a learner, and what the learner answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.database import Base, UtcDateTime, new_id
from app.domain.models.accounts import Account, Learner, Organisation


class RequestState(StrEnum):
    """What has become of a request."""

    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    LAPSED = "lapsed"
    """Nobody answered in time. Read it with `contacts.state_of`: it is stored only once the organisation asks again."""
    TAKEN_BACK = "taken back"
    """By the organisation, before there was an answer."""
    WITHDRAWN = "withdrawn"
    """The learner had said yes, and has taken that back."""


_ONE_WAITING = text("state = 'waiting'")


class ContactRequest(Base):
    """One request of an organisation to one learner. The address in `answer` is what the learner typed; no other is ever passed on."""

    __tablename__ = "contact_requests"
    __table_args__ = (
        Index(
            "uq_contact_requests_waiting",
            "organisation_id",
            "learner_id",
            unique=True,
            sqlite_where=_ONE_WAITING,
            postgresql_where=_ONE_WAITING,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    """The recruiter who asked; None once their account is gone. The request is the organisation's."""
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date]
    """The last day (UTC) on which it can be answered."""
    state: Mapped[RequestState] = mapped_column(String(20), default=RequestState.WAITING)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    """Since when it is in this state."""
    answer: Mapped[str] = mapped_column(String(300), default="")
    """How the learner may be reached; empty but for a yes that stands."""
    barred: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The learner wants no further request of this organisation."""

    organisation: Mapped[Organisation] = relationship()
    learner: Mapped[Learner] = relationship()
    asker: Mapped[Account | None] = relationship()
