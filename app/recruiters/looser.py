"""What a typed text may mean when nothing is called like it: what is called like a part of it, and the languages of names.

"provide first aid" holds the name "first aid". The longest parts come first; small words of any language name nothing by themselves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.database import Database
from app.domain.models import Competency, Framework
from app.recruiters.competencies import LONGEST_TEXT, beginning, looks_like_address
from app.recruiters.languages import language_name
from app.search.tongues import is_small, language_of
from app.search.typeahead import Suggestion
from app.search.words import plain_words

MOST_WORDS = 8
"""Words of a text whose parts are tried, the last ones: a sentence has its object there."""
SHORTEST = 3
"""Letters of a single word that may mean something by itself."""
OFFERED = 5
READ = 200
"""Competencies of a framework that are read to tell its language."""
_languages: WeakKeyDictionary[Database, tuple[remembered.Generation, tuple[str, ...]]] = WeakKeyDictionary()
_lock = threading.Lock()


def looser(database: Database, session: Session, text: str) -> list[Suggestion]:
    """Competencies that have a part of `text` in their name, as it was typed; those called by the longest part alone."""
    if looks_like_address(text):
        return []
    words = plain_words(text[:LONGEST_TEXT])[-MOST_WORDS:]
    for length in range(len(words) - 1, 0, -1):
        found: dict[str, Suggestion] = {}
        for part in _parts(words, length):
            for each in beginning(database, session, part, limit=OFFERED):
                found.setdefault(each.key, each)
        if found:
            return sorted(found.values(), key=lambda each: each.kind)[:OFFERED]
    return []


def _parts(words: list[str], length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        part = words[start : start + length]
        if not is_small(part[0]) and not is_small(part[-1]) and (length > 1 or len(part[0]) >= SHORTEST):
            yield " ".join(part)


def languages_of_names(database: Database, session: Session) -> tuple[str, ...]:
    """The languages in which the loaded frameworks speak, in English; those whose words do not tell are left out."""
    stamp = remembered.generation(session)
    with _lock:
        kept = _languages.get(database)
        if kept is None or kept[0] != stamp:
            codes = {code for key in session.scalars(select(Framework.key)) if (code := _language(session, key))}
            kept = _languages[database] = (stamp, tuple(sorted(map(language_name, codes))))
        return kept[1]


def _language(session: Session, framework_key: str) -> str:
    columns = (Competency.label, Competency.description)
    some = select(*columns).where(Competency.framework_key == framework_key).order_by(Competency.key).limit(READ)
    return language_of(" ".join(f"{label} {description}" for label, description in session.execute(some)))
