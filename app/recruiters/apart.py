"""Parts of a result that are told apart beside its total. Each number is what the link beside it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.recruiters.finding import Asked, Found, ask, count
from app.recruiters.grammar import Chip, SearchForm
from app.search.interface import MAX_REQUIREMENTS
from app.services import Services
from app.viewers import Viewer

MOST_LEVELS = 3
"""Must-haves with a least level for which it is counted who shows none: each costs two small searches."""


@dataclass(frozen=True, slots=True)
class WithoutLevel:
    """Who shows a competency itself and a level of it nowhere: they are not below the level asked for, since nobody knows.

    `form` finds these and nobody else, `widened` everybody whatever their level.
    """

    label: str
    count: int
    form: SearchForm
    widened_count: int
    widened: SearchForm


@dataclass(frozen=True, slots=True)
class Apart:
    """`exact` are those who show what is asked without a hop and not by words alone; None where a search does not reach further."""

    exact: int | None = None
    without_level: tuple[WithoutLevel, ...] = ()


def told_apart(services: Services, session: Session, viewer: Viewer, found: Found) -> Apart:
    """The parts of a result; none when nobody is found."""
    if not found.total or not found.form.must:
        return Apart()
    asked = ask(services, session, viewer, found.form, found.competencies)
    exact = count(asked, found.form.with_hops(False)) if found.form.hops else None
    return Apart(exact, tuple(_without_level(asked)))


def _without_level(asked: Asked) -> Iterator[WithoutLevel]:
    levelled = [chip for chip in asked.form.must if chip.min_level][:MOST_LEVELS]
    for chip in levelled if len(asked.form.chips) < MAX_REQUIREMENTS else ():
        form = only_without_level(asked.form, chip)
        if people := count(asked, form):
            widened = asked.form.swapped("must", chip, replace(chip, min_level=None))
            yield WithoutLevel(asked.competencies[chip.key].label, people, form, count(asked, widened), widened)


def only_without_level(form: SearchForm, chip: Chip) -> SearchForm:
    """The search for those who meet everything else of a chip, and not even the lowest level. Exact, as every must-not is."""
    anybody = form.swapped("must", chip, replace(chip, min_level=None))
    return anybody.with_chip("not", replace(chip, min_level=1)).with_hops(False)
