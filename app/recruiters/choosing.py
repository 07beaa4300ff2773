"""Whom a recruiter has chosen to compare: ids in the address of a search, beside the search and no part of it.

Pages, filters and chips carry them along, so that a choice outlives a change of the search. Only people whom this viewer may see now
are named; any other id is dropped without a word, whether it belongs to somebody or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.recruiters.finding import ask, build_query
from app.recruiters.found import FoundPerson
from app.recruiters.grammar import SearchForm
from app.recruiters.hits import found_people
from app.search.interface import Hit
from app.services import Services
from app.viewers import Viewer

FEWEST, MOST = 2, 4
MOST_READ = 20
"""Ids of an address that are looked at: the page itself never writes more than one beyond `MOST`."""
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The people chosen, in the order of choosing, at most `MOST`; `more` when the address names further ones."""

    people: tuple[FoundPerson, ...] = ()
    more: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(person.learner_id for person in self.people)

    @property
    def enough(self) -> bool:
        return len(self.people) >= FEWEST

    @property
    def full(self) -> bool:
        return len(self.people) == MOST

    def without(self, learner_id: str) -> tuple[str, ...]:
        """The ids that are left when this person is taken off."""
        return tuple(each for each in self.ids if each != learner_id)


def readable_ids(values: Iterable[str]) -> list[str]:
    """What can be an id at all, each once, in its order."""
    return [value for value in dict.fromkeys(values) if _ID.fullmatch(value)][:MOST_READ]


def chosen_people(services: Services, session: Session, viewer: Viewer, values: Iterable[str]) -> Chosen:
    """The people with these ids whom the viewer may see now, whether or not they answer a search."""
    ids = readable_ids(values)
    people = _visible(services, session, viewer, ids) if ids and viewer.labels else ()
    return Chosen(people[:MOST], more=len(people) > MOST)


def _visible(services: Services, session: Session, viewer: Viewer, ids: Sequence[str]) -> tuple[FoundPerson, ...]:
    asked = ask(services, session, viewer, SearchForm(), {})
    return found_people(services, session, [Hit(each, 0, 0) for each in ids], build_query(asked, asked.form), {})
