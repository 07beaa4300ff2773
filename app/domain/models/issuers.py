"""Issuers met in credentials, and what the admins decided about each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.database import Base, UtcDateTime, new_id


class Standing(StrEnum):
    """What an admin decided. Suspended and blocked issuers are not found; blocked ones cannot be published either."""

    UNREVIEWED = "unreviewed"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"


class IssuerKind(StrEnum):
    """As what a known issuer speaks: an institution, an employer (of those whom it certifies), or a community (group, club, individual)."""

    INSTITUTION = "institution"
    EMPLOYER = "employer"
    COMMUNITY = "community"


class Issuer(Base):
    """An issuer by its identifier, the only thing about it that is proven; `name` is what its credentials call it."""

    __tablename__ = "issuers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    identifier: Mapped[str] = mapped_column(String(2000), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    url: Mapped[str] = mapped_column(String(2000), default="")
    domain: Mapped[str] = mapped_column(String(255), default="", index=True)
    keys: Mapped[list[str]] = mapped_column(default=list)
    standing: Mapped[Standing] = mapped_column(String(20), default=Standing.UNREVIEWED, index=True)
    kind: Mapped[IssuerKind] = mapped_column(String(20), default=IssuerKind.INSTITUTION)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    shape: Mapped[str] = mapped_column(String(500), default="", index=True)
    """The name as the eye takes it in (`issuers.skeleton`), for finding imitations."""
    resembles_id: Mapped[str | None] = mapped_column(ForeignKey("issuers.id", ondelete="SET NULL"))
    """A known issuer whose name this one's name can be mistaken for."""
    first_met_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_met_at: Mapped[datetime] = mapped_column(UtcDateTime)
