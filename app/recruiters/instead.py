"""Of a search that finds nobody: what is called like a competency that nobody shows. "SQL Server" leads to "SQL"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

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
        for other in called_like(database, session, competencies[chip.key].label, asked)
    )
    found = helping(changes, lambda change: count(change[1]))
    return tuple(Loosening(words, people, changed) for (words, changed), people in found[:OFFERED])


def called_like(database: Database, session: Session, label: str, asked: set[str]) -> list[Suggestion]:
    """A few competencies called like a part of the label, then some called like the whole of it; none of those asked for.

    Of those called like a part only the nearest: "SQL" itself, not also what "server" begins.
    """
    by_parts = looser(database, session, label)
    nearest = [each for each in by_parts if each.kind == by_parts[0].kind]
    found = {each.key: each for each in (*nearest, *suggest(database, session, label, limit=MOST_NAMES))}
    return [each for key, each in found.items() if key not in asked][:MOST_NAMES]
