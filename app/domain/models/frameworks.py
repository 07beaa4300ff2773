"""Competency frameworks and their competencies: public reference data, loaded by `evident framework load`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.database import Base, UtcDateTime


class Framework(Base):
    __tablename__ = "frameworks"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    uri: Mapped[str] = mapped_column(String(2000), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    publisher: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[str] = mapped_column(String(100), default="")
    attribution: Mapped[str] = mapped_column(Text, default="")
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Competency(Base):
    """One competency. `key` is derived from `uri` (`identifiers.key_of`), so it is the same after every reload and on every server."""

    __tablename__ = "competencies"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    framework_key: Mapped[str] = mapped_column(ForeignKey("frameworks.key", ondelete="CASCADE"), index=True)
    uri: Mapped[str] = mapped_column(String(2000), unique=True)
    code: Mapped[str] = mapped_column(String(200), default="", index=True)
    label: Mapped[str] = mapped_column(String(500))
    alt_labels: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[str] = mapped_column(Text, default="")
    retired: Mapped[bool] = mapped_column(default=False)
    mentioned: Mapped[bool] = mapped_column(default=False, server_default=false())
    """No loaded framework has it; `framework` is the one whose associations lead to it (`app.domain.mentions`)."""

    framework: Mapped[Framework] = relationship(lazy="joined")
