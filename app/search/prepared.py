"""Documents as the indexer made them, kept in the database beside the index: making them is most of what a first look at somebody costs.

A row counts for one version of its learner and for one way of making documents (`made_of`); whoever finds none that counts makes the
document anew. `outbox.touch` deletes the row with every change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import BindParameter, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.models import Learner, PreparedDocument
from app.domain.remembered import Generation
from app.search.documents import Rules
from app.search.interface import SearchDocument

FORMAT = 1
"""Counts up when the same credentials give another document, or a document is written in another form."""

_IDS: BindParameter[object] = bindparam("ids", expanding=True)
_ROWS = select(
    PreparedDocument.learner_id, PreparedDocument.version, PreparedDocument.made_of, PreparedDocument.until, PreparedDocument.body
).where(PreparedDocument.learner_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document, and when time alone makes it wrong (`documents.good_until`)."""

    document: SearchDocument
    until: datetime | None


def way_of_making(rules: Rules) -> str:
    """A mark of how documents are made here: another one when the operator changes the rules, or the product how it makes them."""
    return hashlib.sha256(f"{FORMAT}\n{rules.digest}".encode()).hexdigest()


def made_of(session: Session, rules: Rules) -> str:
    """A mark of everything but the learner that a document depends on. Ask before reading what the document is made from."""
    return _mark(way_of_making(rules), remembered.generation(session))


@lru_cache(maxsize=16)
def _mark(way: str, generation: Generation) -> str:
    lines = (f"{key}\t{loaded.isoformat()}\t{title}" for key, loaded, title in generation)
    return hashlib.sha256("\n".join([way, *lines]).encode()).hexdigest()


def keep(session: Session, prepared: Iterable[Prepared], made: str) -> None:
    """Keep documents of learners who still have the version that the document is of; `made` as `made_of` gave it."""
    fresh = {each.document.learner_id: each for each in prepared}
    # Locked in one order, so that two processes with the same learners wait for each other, and nobody changes meanwhile.
    wanted = select(Learner.id, Learner.version).where(Learner.id.in_(list(fresh))).order_by(Learner.id).with_for_update()
    versions = {row.id: row.version for row in session.execute(wanted)}
    session.execute(delete(PreparedDocument).where(PreparedDocument.learner_id.in_(list(versions))))
    rows = [
        {"learner_id": key, "version": version, "made_of": made, "until": fresh[key].until, "body": _written(fresh[key].document)}
        for key, version in versions.items()
        if version == fresh[key].document.version and fresh[key].document.views
    ]
    if rows:
        session.execute(insert(PreparedDocument), rows)


def read(session: Session, versions: Mapping[str, int], rules: Rules, *, now: datetime) -> dict[str, Prepared]:
    """Learner -> document, for those of whom there is one that counts at `now`; `versions` are those that the learners have."""
    rows = session.execute(_ROWS, {"ids": list(versions)}).all()
    made = _mark(way_of_making(rules), remembered.of(session).generation) if rows else ""
    good = (row for row in rows if row.version == versions[row.learner_id] and row.made_of == made)
    return {row.learner_id: Prepared(_read(row.body), row.until) for row in good if row.until is None or now < row.until}


def _written(document: SearchDocument) -> str:
    return msgspec.json.encode(document).decode()


def _read(body: str) -> SearchDocument:
    return msgspec.json.decode(body, type=SearchDocument)
