"""Credentials, the reports on them, and the publications that show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Dialect, ForeignKey, LargeBinary, String, Table, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.database import Base, UtcDateTime, new_id
from app.domain.models.accounts import Learner, Organisation
from app.domain.models.issuers import Issuer
from indexer.verification.claims import Claims
from indexer.verification.codec import claims_from_json, claims_from_text, claims_to_json


class Source(StrEnum):
    FILE = "file"
    PASTE = "paste"
    ADDRESS = "address"


class Audience(StrEnum):
    """Who may see a piece. Nobody is the absence of a publication, so that forgetting one hides."""

    NOBODY = "nobody"
    ORGANISATIONS = "organisations"
    RECRUITERS = "recruiters"


class StoredClaims(TypeDecorator[Claims]):
    """Claims, kept as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Claims | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else claims_to_json(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Claims | None]:
        return _claims  # in place of JSON's own: SQLite's text goes straight into claims, PostgreSQL's driver has read it already


def _claims(stored: str | dict[str, Any] | None) -> Claims | None:
    if stored is None or stored == "null":  # JSON's own null is what SQLAlchemy writes for None
        return None
    return claims_from_text(stored) if isinstance(stored, str) else claims_from_json(stored)


class Credential(Base):
    """What a learner holds. The original bytes are never changed; the rest is what the latest report says of them."""

    __tablename__ = "credentials"
    __table_args__ = (UniqueConstraint("learner_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(100))
    filename: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[Source] = mapped_column(String(20))
    source_url: Mapped[str] = mapped_column(String(2000), default="")
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the learner decided about it; until then it waits in the review tray."""

    issuer_id: Mapped[str | None] = mapped_column(ForeignKey("issuers.id"), index=True)
    identity: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Digest of issuer and credential id: the same credential in two accounts has the same."""
    title: Mapped[str] = mapped_column(String(500), default="")
    format: Mapped[str] = mapped_column(String(40), default="")
    claims: Mapped[Claims | None] = mapped_column(StoredClaims)
    verdict: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60), default="")
    """Reason code of the first check that did not pass; empty when verified."""
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recheck_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    holder: Mapped[str] = mapped_column(String(20), default="not_applicable")
    """Outcome of comparing the recipient with the learner's confirmed identifiers."""
    witnesses: Mapped[int] = mapped_column(default=0)
    """Endorsements that passed every check and come from somebody else than the learner."""
    original: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The bytes as imported. The last column: SQLite reads whatever stands behind a long value by way of all of it (migration 0009)."""

    learner: Mapped[Learner] = relationship()
    issuer: Mapped[Issuer | None] = relationship()
    publications: Mapped[list[Publication]] = relationship(
        back_populates="credential", cascade="all, delete-orphan", passive_deletes=True
    )


class StoredReport(Base):
    """One report, as JSON of `indexer.verification.codec`."""

    __tablename__ = "reports"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    credential_id: Mapped[str] = mapped_column(ForeignKey("credentials.id", ondelete="CASCADE"), index=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]


publication_organisations = Table(
    "publication_organisations",
    Base.metadata,
    Column("publication_id", ForeignKey("publications.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
)


class Publication(Base):
    """A learner's consent to show one piece to one audience.

    `piece` is a JSON Pointer into the claims: empty for the credential itself, ``/evidence/0`` for its first evidence. What is
    shown of an evidence is never more than what is shown of its credential (`visibility.evidence_labels`).
    """

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("credential_id", "piece"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    credential_id: Mapped[str] = mapped_column(ForeignKey("credentials.id", ondelete="CASCADE"), index=True)
    piece: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience] = mapped_column(String(20))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    earlier: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Label -> ISO time, for organisations that have seen it for longer than that (`app.domain.appearing`)."""

    credential: Mapped[Credential] = relationship(back_populates="publications")
    organisations: Mapped[list[Organisation]] = relationship(secondary=publication_organisations, lazy="selectin")


class EvidenceCopy(Base):
    """What was found at an evidence link when it was last opened, already made safe to serve; gone with its credential."""

    __tablename__ = "evidence_copies"
    __table_args__ = (UniqueConstraint("credential_id", "pointer"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    credential_id: Mapped[str] = mapped_column(ForeignKey("credentials.id", ondelete="CASCADE"), index=True)
    pointer: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    media_type: Mapped[str] = mapped_column(String(100), default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    source_sha256: Mapped[str] = mapped_column(String(64), default="")
    cause: Mapped[str] = mapped_column(String(500), default="")
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)
