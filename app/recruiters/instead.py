"""Of a search that finds nobody: what is called like a competency that nobody shows. "SQL Server" leads to "SQL"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from sqlalchemy.orm import Session

from app.domain.database import Database
from app.domain.models import Competency
from app.recruiters.competencies import suggest
from app.recruiters.grammar import Chip, SearchForm
from app.recruiters.loosening import Loosening, helping
from app.recruiters.looser import looser
from app.search.typeahead import Suggestion

MOST_CHIPS = 3
MOST_NAMES = 5
"""Names that are tried in place of one competency: each is a search."""
OFFERED = 3


def instead(
    database: Database,
    session: Session,
    form: SearchForm,
    count: Callable[[SearchForm], int],
    competencies: Mapping[str, Competency],
) -> tuple[Loosening, ...]:
    """Searches with another competency in place of a must-have that nobody shows, those that find most people first."""
    asked = {chip.key for _, chip in form.chips}
    unshown = [chip for chip in form.must[:MOST_CHIPS] if not count(SearchForm(must=(Chip(chip.key),), hops=form.hops))]
    changes = (
        (f"{other.label} instead of {competencies[chip.key].label}", form.swapped("must", chip, replace(chip, key=other.key)))
        for chip in unshown
        for other in islice(_called_like(database, session, competencies[chip.key].label, asked), MOST_NAMES)
    )
    found = helping(changes, lambda change: count(change[1]))
    return tuple(Loosening(words, people, changed) for (words, changed), people in found[:OFFERED])


def _called_like(database: Database, session: Session, label: str, asked: set[str]) -> Iterator[Suggestion]:
    """Competencies called like a part of the label, then those called like the whole of it; none twice, and none of those asked for.

    Of those called like a part only the nearest: "SQL" itself, not also what "server" begins.
    """
    seen = set(asked)
    by_parts = looser(database, session, label)
    nearest = [each for each in by_parts if each.kind == by_parts[0].kind]
    for each in (*nearest, *suggest(database, session, label, limit=MOST_NAMES)):
        if each.key not in seen:
            seen.add(each.key)
            yield each
