"""What a typed text may mean when nothing is called like it: what is called like a part of it.

"provide first aid" holds the name "first aid". The longest parts come first; small words of any language name nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.domain.database import Database
from app.recruiters.competencies import LONGEST_TEXT, beginning, looks_like_address
from app.search.tongues import is_small
from app.search.typeahead import Suggestion
from app.search.words import plain_words

MOST_WORDS = 8
"""Words of a text whose parts are tried, the last ones: a sentence has its object there."""
SHORTEST = 3
"""Letters of a single word that may mean something by itself."""
OFFERED = 5


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
