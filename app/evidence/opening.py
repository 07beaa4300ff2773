"""Open a piece of evidence: fetch what its link leads to, make it safe, keep a copy for a day.

The copy belongs to its credential and goes with it. Whether the viewer may see the piece has been decided before anybody comes here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.domain.models import Credential, EvidenceCopy
from app.evidence.pictures import PictureError, encode_again
from app.evidence.shown import ShownEvidence
from app.services import Services
from indexer.verification.formats.evidence import matches_multibase, matches_sri
from indexer.verification.interface import FetchError

FRESH = timedelta(days=1)
FAILED_FRESH = timedelta(minutes=2)
PICTURE_LIMIT = 10 * 1024 * 1024
TEXT_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """What the page may say of a piece that was opened before: when, and what stood in the way, if something did."""

    fetched_at: datetime
    trouble: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found at the link. With `cause` it could not be had, and `body` is empty."""

    body: bytes
    media_type: str
    fetched_at: datetime
    cause: str = ""


class _CannotShowError(Exception):
    """It was fetched, and is not what can be shown."""


def open_evidence(services: Services, credential_id: str, piece: ShownEvidence, *, now: datetime) -> Opened:
    """The picture or text behind a piece of evidence, from the kept copy when that is of today."""
    url = piece.evidence.id or ""
    kept = _kept(services, credential_id, piece, now=now)
    if kept is not None:
        return kept
    try:
        raw = _fetch(services, url, PICTURE_LIMIT if piece.kind == "image" else TEXT_LIMIT)
        _refuse_another(raw, piece.evidence.digest)
        body, media_type = encode_again(raw) if piece.kind == "image" else (_as_text(raw), "text/plain")
        found, digest = Opened(body, media_type, now), hashlib.sha256(raw).hexdigest()
    except (FetchError, PictureError, _CannotShowError) as error:
        cause = error.cause if isinstance(error, FetchError) else str(error)
        found, digest = Opened(b"", "", now, cause=cause[:500]), ""
    _keep(services, credential_id, piece, found, digest)
    return found


def kept_copies(session: Session, credential_id: str, *, now: datetime) -> Mapping[str, KeptCopy]:
    """Pointer -> the copy of that piece that is still fresh, so that a page can say when it was made or why there is none."""
    columns = (EvidenceCopy.pointer, EvidenceCopy.fetched_at, EvidenceCopy.cause)
    rows = session.execute(select(*columns).where(EvidenceCopy.credential_id == credential_id))
    return {pointer: KeptCopy(at, cause) for pointer, at, cause in rows if _is_fresh(at, cause, now)}


def _is_fresh(fetched_at: datetime, cause: str, now: datetime) -> bool:
    return fetched_at + (FAILED_FRESH if cause else FRESH) > now


def _kept(services: Services, credential_id: str, piece: ShownEvidence, *, now: datetime) -> Opened | None:
    wanted = select(EvidenceCopy).where(EvidenceCopy.credential_id == credential_id, EvidenceCopy.pointer == piece.evidence.pointer)
    with services.database.reading() as session:
        copy = session.scalars(wanted.options(undefer(EvidenceCopy.body))).first()
        if copy is None or copy.url != (piece.evidence.id or "") or copy.kind != piece.kind:
            return None
        if not _is_fresh(copy.fetched_at, copy.cause, now):
            return None
        return Opened(copy.body, copy.media_type, copy.fetched_at, copy.cause)


def _keep(services: Services, credential_id: str, piece: ShownEvidence, found: Opened, digest: str) -> None:
    with services.database.writing() as session:
        if session.get(Credential, credential_id) is None:  # erased while we fetched
            return
        wanted = select(EvidenceCopy).where(
            EvidenceCopy.credential_id == credential_id, EvidenceCopy.pointer == piece.evidence.pointer
        )
        copy = session.scalars(wanted).first() or EvidenceCopy(credential_id=credential_id, pointer=piece.evidence.pointer)
        copy.url, copy.kind, copy.media_type, copy.body = piece.evidence.id or "", piece.kind, found.media_type, found.body
        copy.source_sha256, copy.cause, copy.fetched_at = digest, found.cause, found.fetched_at
        session.add(copy)


def _fetch(services: Services, url: str, limit: int) -> bytes:
    if url.startswith("data:"):
        return _inline(url, limit)
    return services.fetcher().fetch(url, limit=limit).body


def _inline(url: str, limit: int) -> bytes:
    """The content of a base64 ``data:`` address."""
    head, _, content = url.partition(",")
    if not head.endswith(";base64") or len(content) > limit * 2:
        raise _CannotShowError("The picture inside the credential is not written in the usual way.")
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise _CannotShowError("The picture inside the credential is damaged.") from error


def _refuse_another(raw: bytes, digest: str | None) -> None:
    """What is served now must be what was signed, when its fingerprint was: a swapped picture is worse than none."""
    if digest is None:
        return
    matches = matches_sri if digest.startswith("sha") else matches_multibase
    if not matches(raw, digest):
        raise _CannotShowError("What is at the link now is not what was signed: its fingerprint differs.")


def _as_text(raw: bytes) -> bytes:
    if raw[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise _CannotShowError("The link leads to a web page, not to a text.")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _CannotShowError("It is not plain text in UTF-8.") from error
    return raw
