"""Competencies by what somebody types: one type-ahead per process and database, made again when a framework was loaded."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.database import Database
from app.domain.models import Competency, Framework
from app.search.typeahead import Entry, Suggestion, Typeahead

LONGEST_TEXT = 200
_Stamp = tuple[object, ...]
_made: WeakKeyDictionary[Database, tuple[_Stamp, Typeahead]] = WeakKeyDictionary()
_lock = threading.Lock()


def suggest(database: Database, session: Session, text: str, *, limit: int = 10) -> list[Suggestion]:
    """The competencies in force that `text` may mean, the likeliest first."""
    return _typeahead(database, session).suggest(text[:LONGEST_TEXT], limit)


def exactly(database: Database, session: Session, text: str) -> Suggestion | None:
    """The one competency that is called exactly this, in any case; None when there is none, or more than one."""
    wanted = text.strip().casefold()
    named = [s for s in suggest(database, session, text, limit=5) if s.label.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def _typeahead(database: Database, session: Session) -> Typeahead:
    stamp = _stamp(session)
    with _lock:
        made = _made.get(database)
        if made is None or made[0] != stamp:
            made = _made[database] = (stamp, Typeahead(_entries(session)))
        return made[1]


def _stamp(session: Session) -> _Stamp:
    """Changes whenever a framework is loaded, again or for the first time, or dropped."""
    return tuple(session.execute(select(func.count(Framework.key), func.max(Framework.loaded_at))).one())


def _entries(session: Session) -> list[Entry]:
    columns = (Competency.key, Competency.label, Competency.alt_labels, Framework.title)
    in_force = select(*columns).join(Framework).where(Competency.retired.is_(False))
    return [Entry(key, label, tuple(alternatives), title) for key, label, alternatives, title in session.execute(in_force)]
