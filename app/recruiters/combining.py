"""Nobody meets all must-haves of a search at once: which of them somebody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.recruiters.grammar import Chip, SearchForm

Count = Callable[[SearchForm], int]
"""Searches, and counts the people found."""
MOST_TRIED = 60
"""Searches within which the largest combination is looked for."""


@dataclass(frozen=True, slots=True)
class Combination:
    """As many of the must-haves as somebody meets at once, how many people do, and the search that finds them: the other ones are
    nice to have in it."""

    must: tuple[Chip, ...]
    count: int
    form: SearchForm


def largest(form: SearchForm, count: Count) -> Combination | None:
    """The largest combination of the must-haves of `form` that finds somebody, with everything else that it asks; None when no
    must-have does alone. With many must-haves it is the largest that `MOST_TRIED` searches come upon, those that most people show first.
    """
    alone = {chip: found for chip in form.must if (found := count(_with(form, (chip,))))}
    items = sorted(alone, key=lambda chip: -alone[chip])
    best: tuple[tuple[Chip, ...], int] = ((), 0)
    left = MOST_TRIED
    stack: list[tuple[tuple[Chip, ...], int]] = [((), 0)]
    while stack and left:
        taken, place = stack.pop()
        if place == len(items) or len(taken) + len(items) - place <= len(best[0]):
            continue
        stack.append((taken, place + 1))
        more = (*taken, items[place])
        left -= 1
        if found := alone[items[place]] if not taken else count(_with(form, more)):
            best = max(best, (more, found), key=lambda each: (len(each[0]), each[1]))
            stack.append((more, place + 1))
    return Combination(best[0], best[1], _rest_nice(form, best[0])) if best[0] else None


def _with(form: SearchForm, must: tuple[Chip, ...]) -> SearchForm:
    return replace(form, must=must, page=1)


def _rest_nice(form: SearchForm, must: tuple[Chip, ...]) -> SearchForm:
    rest = (chip for chip in form.must if chip not in must)
    return _with(form, must).with_list("nice", (*form.nice, *rest))
