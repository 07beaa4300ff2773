"""Criteria of rubrics by what somebody types: those that have only their names, of credentials that this viewer may see.

There is no list of them but the one that the engine counts for the viewer at this moment, so a name is offered exactly as long as
somebody shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from app.recruiters.by_words import by_words
from app.recruiters.competencies import LONGEST_TEXT, looks_like_address
from app.recruiters.finding import Asked, ask, build_query, count
from app.recruiters.grammar import Chip, SearchForm
from app.search.interface import CRITERION
from app.search.typeahead import Entry, Suggestion, Typeahead
from app.search.words import name_key
from app.services import Services
from app.viewers import Viewer

MOST_NAMES = 2000
"""Names that are looked through, the most frequent first."""
OFFERED = 4
FRAMEWORK = "criterion of a rubric, found by its name"


def suggest(
    services: Services, session: Session, viewer: Viewer, text: str, *, limit: int = OFFERED
) -> list[tuple[Suggestion, int]]:
    """The criteria that `text` may mean, the likeliest first, each with how many people show it to the viewer."""
    if not viewer.labels or not text.strip() or looks_like_address(text):
        return []
    asked = ask(services, session, viewer, SearchForm(), {})
    people = _people(asked)
    found = _typeahead(tuple(people)).suggest(text[:LONGEST_TEXT], limit)
    return [(each, people[each.key] or _counted(asked, each.key)) for each in found]


def _people(asked: Asked) -> Mapping[str, int]:
    """What asks for a criterion -> how many people show it; 0 where that must be counted apart, since several spellings are one name."""
    query = replace(build_query(asked, asked.form), size=1, facet_size=MOST_NAMES, facets=(CRITERION,))
    people: dict[str, int] = {}
    first: dict[str, str] = {}
    for value in asked.services.engine.search(query).facets[CRITERION]:
        if key := by_words(value.value):
            spelled = first.setdefault(name_key(key), key)
            people[spelled] = 0 if spelled in people else value.count
    return people


def _counted(asked: Asked, key: str) -> int:
    return count(asked, SearchForm(must=(Chip(key),), hops=False))


@lru_cache(maxsize=4)
def _typeahead(keys: tuple[str, ...]) -> Typeahead:
    """Made of exactly these names and no others: what nobody shows any more is not in the next one."""
    return Typeahead(Entry(key, key[1:], framework=FRAMEWORK) for key in keys)
