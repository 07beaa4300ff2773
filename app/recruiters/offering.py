"""What a typed text may mean, as the type-ahead and the page without JavaScript both offer it, each with how many people show it.

The number is of those who show this very competency, and is said to be: a search for it also reaches what is related. To count what each
search would find would be a search for every line of the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.recruiters import criteria
from app.recruiters.competencies import at_address, shown_first, suggest
from app.recruiters.finding import people_showing
from app.recruiters.languages import language_name, names_are_in
from app.recruiters.looser import looser
from app.search.typeahead import MEANT, Suggestion
from app.services import Services
from app.viewers import Viewer

LIMIT = 10
EQUALS = 200
"""Competencies among which those that somebody shows are looked for, when their names are as good as the tenth."""
LIKELIEST = 3
"""Competencies in front of the criteria, fewer where nobody shows the next."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A competency or criterion, and how many people show it, itself, to the viewer."""

    suggestion: Suggestion
    people: int


@dataclass(frozen=True, slots=True)
class Looser:
    """Competencies that are called like a part of the text, and the languages in which names are known, as far as they can be told."""

    found: Sequence[Offered]
    languages: Sequence[str]

    @property
    def sentence(self) -> str:
        """Why there may be nothing; empty when the languages are not known."""
        return f"Most competencies have their names in {_and(self.languages)} here." if self.languages else ""


NOT_LOOKED_FOR = Looser((), ())


def offered(services: Services, session: Session, viewer: Viewer, text: str) -> list[Offered]:
    """Up to ten competencies, the likeliest first, of equally good names those that somebody shows; and some criteria between them."""
    named = suggest(services.database, session, text, limit=LIMIT, equals=EQUALS)
    people = people_showing(services, session, viewer, [each.key for each in named])
    found = _with_people(shown_first(named, people)[:LIMIT], people)
    worded = [Offered(each, count) for each, count in criteria.suggest(services, session, viewer, text)]
    place = _in_front(found)
    return [*found[:place], *worded, *found[place:]]


def is_guessed(found: Sequence[Offered]) -> bool:
    """Whether nothing of what was found is surely meant: it only resembles the text."""
    return not any(each.suggestion.kind < MEANT for each in found)


def offered_looser(services: Services, session: Session, viewer: Viewer, text: str, found: Sequence[Offered]) -> Looser:
    """What is offered beside what `offered` has found, when that is nothing, or only resembles the text: see `looser.py`."""
    if not is_guessed(found):
        return NOT_LOOKED_FOR
    there = {each.suggestion.key for each in found}
    named = [each for each in looser(services.database, session, text) if each.key not in there]
    people = people_showing(services, session, viewer, [each.key for each in named])
    languages = tuple(map(language_name, names_are_in(services.database, session)))
    return Looser(_with_people(shown_first(named, people), people), languages)


def offered_at(services: Services, session: Session, viewer: Viewer, address: str) -> list[Offered]:
    """The one competency at this address, also a retired one; an empty list for none."""
    named = at_address(session, address)
    return _with_people(named, people_showing(services, session, viewer, [each.key for each in named]))


def _with_people(found: Sequence[Suggestion], people: Mapping[str, int]) -> list[Offered]:
    return [Offered(each, people.get(each.key, 0)) for each in found]


def _in_front(found: Sequence[Offered]) -> int:
    """How many stand in front of the criteria: the likeliest, but of those that nobody shows only what was named exactly."""
    unshown = (place for place, each in enumerate(found) if not each.people and each.suggestion.kind)
    return min(LIKELIEST, next(unshown, LIKELIEST))


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
