"""What frameworks and crosswalks say of two competencies: the same, close, related, one part of the other, one in place of the other."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.database import Base


class AssociationKind(enum.StrEnum):
    """How the origin stands to the target. Each is read in both directions; the way back of BROADER is "narrower"."""

    EXACT = "exact"
    CLOSE = "close"
    RELATED = "related"
    BROADER = "broader"
    """The target is broader: the origin is a child or a part of it."""
    REPLACED = "replaced"
    """The target stands in place of the origin, which is no longer used."""


class Association(Base):
    """One statement of one framework or crosswalk. Either competency may be one that is not loaded yet: keys are made of addresses."""

    __tablename__ = "associations"

    framework_key: Mapped[str] = mapped_column(ForeignKey("frameworks.key", ondelete="CASCADE"), primary_key=True)
    """Who says so. Loading that file again replaces all that it said before."""
    origin_key: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    target_key: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    origin_uri: Mapped[str] = mapped_column(String(2000))
    target_uri: Mapped[str] = mapped_column(String(2000))
    identifier: Mapped[str] = mapped_column(String(2000), default="")
    """The association's own address, where its publisher gave it one."""
