"""A search in words, for lists of searches: what an address asks for, as a person says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from app.domain.models import Competency
from app.domain.saved_searches import LONGEST_NAME
from app.pages import BACKING_WORDS, day
from app.recruiters.facets import TITLES, labels_of
from app.recruiters.grammar import LIST_WORDS, LISTS, Chip, SearchForm
from app.search.documents import Rules
from app.search.interface import Requirement
from app.search.ranking import HIGHEST_RUNG

EVIDENCE_WORDS = {
    "any": "with evidence",
    "text": "with a text to read here",
    "image": "with a picture",
    "pdf": "with a PDF",
    "link": "with a link to work",
}
OPENS = "with evidence that can be opened"
UNKNOWN = "a competency that is not known here"
MUST_NOT = LIST_WORDS["not"].capitalize()


def described(session: Session, form: SearchForm, known: Mapping[str, Competency], *, rules: Rules) -> tuple[tuple[str, str], ...]:
    """Title and text of each part of a search: ("Must have", "SQL (level 3 or higher); Python")."""
    return tuple(_parts(session, form, known, rules))


def _parts(session: Session, form: SearchForm, known: Mapping[str, Competency], rules: Rules) -> Iterator[tuple[str, str]]:
    for name in LISTS:
        if chips := form.chips_in(name):
            yield LIST_WORDS[name].capitalize(), "; ".join(chip_words(chip, known) for chip in chips)
    if form.words:
        yield "Words", form.words
    if not form.hops:
        yield "Only", "exact competencies, no related ones"
    for facet, values in form.selections.items():
        labels = labels_of(session, facet, values, rules=rules)
        yield TITLES.get(facet, "Filter"), " or ".join(labels.get(value, "something that is not here any more") for value in values)


def chip_words(chip: Chip, known: Mapping[str, Competency]) -> str:
    """SQL (level 3 or higher, known issuer or stronger)"""
    label = known[chip.key].label if chip.key in known else UNKNOWN
    conditions = conditions_of(chip)
    return f"{label} ({', '.join(conditions)})" if conditions else label


def conditions_of(chip: Chip) -> tuple[str, ...]:
    """What a chip asks for beside its competency, condition by condition."""
    return tuple(_conditions(chip))


def _conditions(chip: Chip) -> Iterator[str]:
    if chip.min_level:
        yield level_or_higher(chip.min_level)
    if chip.min_backing:
        yield backing_or_stronger(chip.min_backing).lower()
    if chip.within_years:
        yield f"issued {within(chip.within_years)}"
    if chip.evidence and not (chip.evidence == "any" and chip.opens):
        yield EVIDENCE_WORDS[chip.evidence]
    if chip.opens:
        yield OPENS


def asked_beside(requirement: Requirement) -> tuple[str, ...]:
    """What a requirement asks for beside its competency, with the day that it counts from."""
    since = [f"issued since {day(requirement.issued_since)}"] if requirement.issued_since else []
    chip = Chip("", requirement.min_level, requirement.min_backing, None, requirement.evidence, requirement.evidence_opens)
    return (*conditions_of(chip), *since)


def level_or_higher(level: int) -> str:
    return f"level {level} or higher"


def within(years: int) -> str:
    return "within a year" if years == 1 else f"within {years} years"


def backing_or_stronger(rung: int) -> str:
    """Known issuer or stronger"""
    word = BACKING_WORDS[rung][0]
    return f"{word} only" if rung == HIGHEST_RUNG else f"{word} or stronger"


def short_name(parts: Iterable[tuple[str, str]]) -> str:
    """A name to propose for a search that is described so: all that it asks for, at most 100 characters."""
    said = "; ".join(f"not {text}" if title == MUST_NOT else text for title, text in parts)
    return said if len(said) <= LONGEST_NAME else said[: LONGEST_NAME - 1].rstrip() + "…"
