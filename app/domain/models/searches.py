"""Searches that recruiters keep under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.database import Base, UtcDateTime, new_id


class SavedSearch(Base):
    """One search of one account. `address` is the query string of the search page, which is the whole search.

    `seen` tells who matched when the recruiter last looked, so that new people can be told: marks of eight bytes each, in order, that
    only this server can make of a learner's id (`saved_searches.marks`). It names nobody, and is replaced at each look. None: more
    matched than marks are kept of, and those count as new of whom something appeared after `looked_at`.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen: Mapped[bytes | None]
