"""Competency frameworks: load one, find a competency by what a credential points to."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import DuplicateError
from app.domain.models import Competency, Framework
from indexer.verification.claims import Alignment


@dataclass(frozen=True, slots=True)
class LoadedCompetency:
    """One competency as a framework file states it."""

    uri: str
    label: str
    alt_labels: tuple[str, ...] = ()
    description: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class LoadedFramework:
    """A whole framework as read from a file, before it is stored."""

    uri: str
    title: str
    competencies: Sequence[LoadedCompetency]
    publisher: str = ""
    version: str = ""
    attribution: str = ""


def key_of(uri: str) -> str:
    """The short name of a competency or framework in addresses and in the index: 60 bits of its URI's digest, in base 32."""
    return base64.b32encode(hashlib.sha256(uri.encode()).digest())[:12].decode().lower()


def load(
    session: Session, framework: LoadedFramework, *, now: datetime, progress: Callable[[int], None] = lambda done: None
) -> tuple[int, int]:
    """Store a framework: new competencies are added, known ones updated, missing ones retired (kept, so that nothing points nowhere).

    Returns how many are in force and how many were retired. Raises `DuplicateError` when another framework has one of them.
    """
    key = key_of(framework.uri)
    _refuse_taken(session, framework, key)
    row = session.get(Framework, key) or Framework(key=key, uri=framework.uri, loaded_at=now)
    row.title, row.publisher, row.version = framework.title, framework.publisher, framework.version
    row.attribution, row.loaded_at = framework.attribution, now
    session.add(row)
    session.flush()
    known = {c.uri: c for c in session.scalars(select(Competency).where(Competency.framework_key == key))}
    for done, item in enumerate(framework.competencies, start=1):
        _store(session, known.pop(item.uri, None), item, key)
        progress(done)
    for gone in known.values():
        gone.retired = True
    session.flush()
    return len(framework.competencies), len(known)


def _refuse_taken(session: Session, framework: LoadedFramework, key: str) -> None:
    """A competency belongs to one framework; two files that both claim it cannot both be right."""
    keys = [key_of(item.uri) for item in framework.competencies]
    for start in range(0, len(keys), 500):
        others = select(Competency).where(Competency.key.in_(keys[start : start + 500]), Competency.framework_key != key)
        if (taken := session.scalars(others.limit(1)).first()) is not None:
            raise DuplicateError(f'"{taken.label}" ({taken.uri}) belongs to the framework {taken.framework.title} already.')


def _store(session: Session, row: Competency | None, item: LoadedCompetency, framework_key: str) -> None:
    if row is None:
        row = Competency(key=key_of(item.uri), framework_key=framework_key, uri=item.uri)
        session.add(row)
    row.label, row.alt_labels, row.description = item.label, list(item.alt_labels), item.description
    row.code, row.retired = item.code, False


def resolve(session: Session, alignments: Iterable[Alignment]) -> dict[str, Competency]:
    """Target address of an alignment -> the competency it names, for those that a loaded framework knows.

    An alignment that no framework knows stays words: it is searched as text and never as a competency.
    """
    uris = {a.target_url for a in alignments if a.target_url}
    if not uris:
        return {}
    return {c.uri: c for c in session.scalars(select(Competency).where(Competency.uri.in_(uris)))}


def competencies_by_key(session: Session, keys: Iterable[str]) -> dict[str, Competency]:
    """The competencies with these keys; unknown keys are left out."""
    wanted = list(set(keys))
    return {c.key: c for c in session.scalars(select(Competency).where(Competency.key.in_(wanted)))} if wanted else {}
