"""A chip as a requirement: what else counts as its competency, and what is found one hop away or only by words.

What is exactly the same always counts as the competency itself. Related competencies, criteria of rubrics that are called like it,
and its names on credentials that name no competency at all, are found as well, rank lower and say so; `hops=off` in the
address leaves these out. A must-not never reaches that far: nobody is left out for something that is only related.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.associations import Expansion
from app.domain.models import Competency
from app.recruiters.by_words import in_words, is_by_words
from app.recruiters.grammar import Chip
from app.search.interface import Requirement
from app.search.words import analyse

MOST_PHRASES = 12
"""Nine of ten competencies of ESCO have no more; each is looked up in every text."""
SHORTEST_NAME = 3
"""Letters. "R" and "Go" are words of every other text."""
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a search goes: what frameworks say of its competencies, and whether it goes beyond what is exactly the same."""

    competencies: Mapping[str, Competency]
    expansions: Mapping[str, Expansion] = field(default_factory=dict)
    hops: bool = True


def requirement(chip: Chip, reach: Reach, today: date, *, refuses: bool = False) -> Requirement:
    """The chip as the engines take it; `refuses` for a must-not."""
    asked = Requirement(
        (chip.key,),
        min_level=chip.min_level,
        min_backing=chip.min_backing,
        issued_since=years_before(today, chip.within_years) if chip.within_years else None,
        evidence=chip.evidence,
        evidence_opens=chip.opens,
    )
    return widened(asked, reach, refuses=refuses)


def widened(asked: Requirement, reach: Reach, *, refuses: bool = False) -> Requirement:
    """A requirement for one competency, as far as the search reaches."""
    key = asked.competencies[0]
    if is_by_words(key):
        return in_words(asked, text=reach.hops and not refuses)
    expansion, competency = reach.expansions.get(key, Expansion(key)), reach.competencies.get(key)
    same = replace(asked, competencies=expansion.competencies)
    if refuses or not reach.hops:
        return same
    names = phrases_of(competency) if competency else ()
    return replace(same, related=expansion.related_keys, criteria=names, phrases=names)


def spoken_names(competency: Competency) -> list[str]:
    """What it is called in running text, its own name first."""
    return [spoken(name) for name in (competency.label, *competency.alt_labels)]


def spoken(name: str) -> str:
    """A competency's name as texts have it: "Python (computer programming)" is called Python."""
    return _BRACKETS.sub("", name)


def phrases_of(competency: Competency) -> tuple[str, ...]:
    """Names by which a text speaks of a competency beyond doubt: any of several words, and its own name when that is no short word.

    An alternative name of one word is too often an everyday word: "present" for public speaking, "Access" for a database.
    """
    bare, *others = spoken_names(competency)
    several = [name for name in (bare, *others) if len(analyse(name)) > 1]
    alone = len(analyse(bare)) == 1 and (len(bare) >= SHORTEST_NAME or not bare.isalpha())
    return tuple(dict.fromkeys([*([bare] if alone else []), *several]))[:MOST_PHRASES]


def years_before(day: date, years: int) -> date:
    """The same day that many years earlier; the 28th for a 29 February that there was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
