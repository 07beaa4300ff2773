"""Parts of a result that are told apart beside its total. Each number is what the link beside it finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from app.recruiters.finding import Asked, Underway, begin_counts, count
from app.recruiters.grammar import Chip, SearchForm
from app.recruiters.loosening import Loosening, wider
from app.search.interface import MAX_REQUIREMENTS

MOST_LEVELS = 3
"""Must-haves with a least level for which it is counted who shows none: each is two more of the searches that are counted."""
FEW = 5
"""So many people are few: what would find more is said beside them."""


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
    wider: tuple[Loosening, ...] = ()
    """Of a result of few people: what finds more."""


def told_apart(underway: Underway) -> Callable[[], Apart]:
    """The parts of a result, counted while something else is done: what is returned waits for them. None when nobody is found."""
    asked = underway.asked
    if asked is None or not underway.expected or not asked.form.must:
        return Apart
    exact = [asked.form.with_hops(False)] if asked.form.hops else []
    pairs = [(only_without_level(asked.form, chip), _at_any_level(asked.form, chip)) for chip in _levelled(asked.form)]
    return partial(_told, asked, underway, begin_counts(asked, [*exact, *chain.from_iterable(pairs)]))


def _told(asked: Asked, underway: Underway, counted: Callable[[], list[int]]) -> Apart:
    people, total = iter(counted()), underway.so_far.total
    if not total:  # everybody whom the engine found has moved on since
        return Apart()
    of_all = next(people) if asked.form.hops else None
    without = [
        WithoutLevel(
            asked.competencies[chip.key].label,
            next(people),
            only_without_level(asked.form, chip),
            next(people),
            _at_any_level(asked.form, chip),
        )
        for chip in _levelled(asked.form)
    ]
    more = wider(asked.form, partial(count, asked), asked.competencies, total) if total <= FEW else ()
    return Apart(of_all, tuple(each for each in without if each.count), more)


def _levelled(form: SearchForm) -> list[Chip]:
    """The must-haves with a least level. None when there is no room for the must-not by which those without a level are told."""
    return [chip for chip in form.must if chip.min_level][:MOST_LEVELS] if len(form.chips) < MAX_REQUIREMENTS else []


def _at_any_level(form: SearchForm, chip: Chip) -> SearchForm:
    return form.swapped("must", chip, replace(chip, min_level=None))


def only_without_level(form: SearchForm, chip: Chip) -> SearchForm:
    """The search for those who meet everything else of a chip, and not even the lowest level. Exact, as every must-not is."""
    return _at_any_level(form, chip).with_chip("not", replace(chip, min_level=1)).with_hops(False)
