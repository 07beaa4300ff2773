"""Competencies by what somebody types or pastes: a name, a code, an address.

There is one type-ahead per process and database, made again when a framework was loaded.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import alignments, frameworks
from app.domain.database import Database
from app.domain.identifiers import is_identifier
from app.domain.models import Competency, Framework
from app.search.tongues import is_small
from app.search.typeahead import Entry, Suggestion, Typeahead
from app.search.words import plain_words, stem_of, stems_of
from indexer.verification.claims import Alignment

LONGEST_TEXT = 200
LONGEST_ADDRESS = 2000
LOOKED_AT = 10
"""Suggestions among which one is looked for that has the words whole."""
_made: WeakKeyDictionary[Database, tuple[str, Typeahead]] = WeakKeyDictionary()
_lock = threading.Lock()


def suggest(database: Database, session: Session, text: str, *, limit: int = 10, equals: int = 0) -> list[Suggestion]:
    """The competencies in force that `text` may mean, the likeliest first: those with it as their code, then by name.

    An address, GUID or CTID means one competency, also a retired one, or none. `equals` as in `Typeahead.suggest`.
    """
    if looks_like_address(text):
        return at_address(session, text)
    found = {s.key: s for s in _with_code(session, text.strip(), limit)}
    for suggestion in _typeahead(database, session).suggest(text[:LONGEST_TEXT], limit, equals=equals):
        found.setdefault(suggestion.key, suggestion)
    return list(found.values())[: max(limit, equals)]


def containing(database: Database, session: Session, name: str) -> list[Suggestion]:
    """A few competencies that have the words of `name` in their own name, the likeliest first: "report the results" stands in "report
    analysis results". Small words do not count, nor do endings."""
    words = [word for word in plain_words(name[:LONGEST_TEXT]) if not is_small(word)]
    found = _typeahead(database, session).suggest(" ".join(map(_stub, words)), LOOKED_AT, slips=False)
    asked = set(stems_of(" ".join(words)))
    return [each for each in found if asked <= set(stems_of(each.label))]


def _stub(word: str) -> str:
    """What a word begins with whatever its ending is: "spreadsheet" for "spreadsheets", "stud" for "study"."""
    stem = stem_of(word).removesuffix("i")
    return stem if word.startswith(stem) else stem[:-1]


def beginning(database: Database, session: Session, text: str, *, limit: int) -> list[Suggestion]:
    """The likeliest competencies with words that begin like those of `text`, no slip forgiven."""
    return _typeahead(database, session).suggest(text[:LONGEST_TEXT], limit, slips=False)


def shown_first(found: Iterable[Suggestion], people: Mapping[str, int]) -> list[Suggestion]:
    """Those that somebody shows before those that nobody does, among equally good names. `people` counts by key."""
    return sorted(found, key=lambda each: (each.kind, not people.get(each.key)))


def exactly(database: Database, session: Session, text: str) -> Suggestion | None:
    """The one competency that is called exactly this, in any case, or has this address; None when there is none, or more than one."""
    wanted = text.strip().casefold()
    found = suggest(database, session, text, limit=5)
    named = found if looks_like_address(text) else [s for s in found if s.label.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def looks_like_address(text: str) -> bool:
    """Whether somebody pasted what names a competency by itself, instead of typing a name."""
    plain = text.strip().lower()
    return plain.startswith(("http://", "https://", "urn:")) or is_identifier(plain)


def at_address(session: Session, address: str) -> list[Suggestion]:
    """The competency with this address, GUID or CTID, in any of its forms; an empty list for none."""
    alignment = Alignment("", target_url=address.strip()[:LONGEST_ADDRESS])
    found = alignments.named(alignments.resolve(session, [alignment]), alignment)
    return [_suggestion(found)] if found else []


def _with_code(session: Session, code: str, limit: int) -> list[Suggestion]:
    """Competencies whose framework gives them this code, as people write codes: with a digit, and no longer than a name."""
    if not any(letter.isdigit() for letter in code) or len(code) > LONGEST_TEXT:
        return []
    coded = select(Competency).where(Competency.code == code, Competency.retired.is_(False)).order_by(Competency.key)
    return [_suggestion(c) for c in session.scalars(coded.limit(limit))]


def _suggestion(competency: Competency) -> Suggestion:
    return Suggestion(competency.key, competency.label, competency.label, competency.framework.title)


def _typeahead(database: Database, session: Session) -> Typeahead:
    stamp = frameworks.generation(session)
    with _lock:
        made = _made.get(database)
        if made is None or made[0] != stamp:
            made = _made[database] = (stamp, Typeahead(_entries(session)))
        return made[1]


def _entries(session: Session) -> list[Entry]:
    columns = (Competency.key, Competency.label, Competency.alt_labels, Framework.title)
    in_force = select(*columns).join(Framework).where(Competency.retired.is_(False))
    return [Entry(key, label, tuple(alternatives), title) for key, label, alternatives, title in session.execute(in_force)]
