"""Nobody found: which part of the search empties it, and how many people each smaller demand would find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import TypeVar

from app.domain.models import Competency
from app.recruiters.describing import chip_words
from app.recruiters.facets import FacetGroup
from app.recruiters.grammar import LONGEST_WORDS, Chip, SearchForm
from app.recruiters.widening import spoken
from app.search.interface import MAX_WORDS
from app.search.words import QUOTES, parse_words, typed_parts

MOST = 20
"""Changes that are tried: each is a search."""
MOST_WIDER = 6
"""Changes that are tried beside few people."""
MOST_PARTS = 4
"""Words and phrases that are tried one by one."""
WIDER = {
    "min_level": "at any level",
    "min_backing": "whoever backs it",
    "issued_since": "however old",
    "evidence": "with or without evidence",
    "evidence_opens": "whether or not its evidence can be opened",
}
"""Condition of a requirement -> how the competency is said without it."""
_Change = TypeVar("_Change")


@dataclass(frozen=True, slots=True)
class Loosening:
    """One change to the search, as words, and how many people it would find."""

    words: str
    count: int
    form: SearchForm


def loosenings(
    form: SearchForm,
    count: Callable[[SearchForm], int],
    competencies: Mapping[str, Competency],
    groups: Sequence[FacetGroup],
) -> tuple[Loosening, ...]:
    """Single changes that find somebody, those that find most people first; when none does, what each must-have finds alone.

    `count` searches and counts.
    """
    return _tried(_changes(form.on_page(1), competencies, groups), count) or _tried(_alone(form, competencies), count)


def blocking(form: SearchForm, count: Callable[[SearchForm], int], competencies: Mapping[str, Competency]) -> tuple[str, ...]:
    """Parts that find nobody even when nothing else is asked: whatever the rest, the search stays empty with them."""
    parts = [(chip_words(chip, competencies), SearchForm(must=(chip,), hops=form.hops)) for chip in form.must]
    found = tuple(words for words, alone in parts[:MOST] if alone == form.on_page(1) or not count(alone))
    return found + _blocking_words(form, count)


def _blocking_words(form: SearchForm, count: Callable[[SearchForm], int]) -> tuple[str, ...]:
    """The words that stand nowhere; when each stands somewhere, all of them together if these do not."""
    single = tuple(quoted(part) for part in _few_parts(form.words) if not count(SearchForm(words=part)))
    together = SearchForm(words=form.words)
    if single or not form.words or (together != form.on_page(1) and count(together)):
        return single
    return (f"the words “{form.words}”",)


def _few_parts(words: str) -> list[str]:
    """The words and phrases that were typed, when they are more than one and few enough to be tried one by one."""
    parts = list(dict.fromkeys(typed_parts(words)))
    return parts if 1 < len(parts) <= MOST_PARTS else []


def fewer_words(words: str) -> Iterator[tuple[str, str]]:
    """What leaves out one of a few words or phrases, then two of them: as a page says it, and the words that are left."""
    parts = _few_parts(words)
    for place, part in enumerate(parts):
        yield f"Without the word {quoted(part)}", " ".join(parts[:place] + parts[place + 1 :])
    for one, other in combinations(parts, 2) if len(parts) > 2 else ():
        rest = [part for part in parts if part not in (one, other)]
        yield f"Without the words {quoted(one)} and {quoted(other)}", " ".join(rest)


def quoted(part: str) -> str:
    """A word or a phrase as a page says it, in one pair of quotes."""
    return f"“{part.strip(QUOTES)}”"


def helping(changes: Iterable[_Change], count: Callable[[_Change], int]) -> tuple[tuple[_Change, int], ...]:
    """The changes that find somebody, with how many, those that find most people first. The first `MOST` are tried."""
    tried = [(change, count(change)) for change in islice(changes, MOST)]
    return tuple(sorted((each for each in tried if each[1]), key=lambda each: -each[1]))


def wider(
    form: SearchForm, count: Callable[[SearchForm], int], competencies: Mapping[str, Competency], people: int
) -> tuple[Loosening, ...]:
    """What finds more than the `people` that the search finds: it without one must-have, or without its words."""
    changes = [(f"Without {chip_words(chip, competencies)}", form.without_chip("must", chip)) for chip in form.must]
    changes += [(f"Without the words “{form.words}”", form.with_words(""))] if form.words else []
    asking = [(words, less) for words, less in changes if less.asks]
    return tuple(each for each in _tried(asking[:MOST_WIDER], count) if each.count > people)


def _tried(changes: Iterable[tuple[str, SearchForm]], count: Callable[[SearchForm], int]) -> tuple[Loosening, ...]:
    found = helping(changes, lambda change: count(change[1]))
    return tuple(Loosening(words, people, form) for (words, form), people in found)


def _alone(form: SearchForm, competencies: Mapping[str, Competency]) -> Iterator[tuple[str, SearchForm]]:
    for key in dict.fromkeys(chip.key for chip in form.must):
        yield f"Only {competencies[key].label}, without conditions", SearchForm(must=(Chip(key),), hops=form.hops)
    if form.words:
        yield f"Only the words “{form.words}”", SearchForm(words=form.words)


def _changes(form: SearchForm, competencies: Mapping[str, Competency], groups: Sequence[FacetGroup]) -> Iterator[tuple[str, SearchForm]]:
    for chip in form.must:
        yield from _of_chip(form, chip, competencies[chip.key].label)
    for words, rest in fewer_words(form.words):
        yield words, form.with_words(rest)
    if form.words and form.with_words("").asks:  # alone they are all that is asked: without them there is no search
        yield f"Without the words “{form.words}”", form.with_words("")
    for group in groups:
        if group.selected:
            chosen = " or ".join(choice.label for choice in group.selected)
            yield f"Without the filter “{group.title}: {chosen}”", form.without_facet(group.name)
    if not form.hops and form.must:
        yield "With related competencies, and by words", form.with_hops(True)
    for chip in form.must_not:
        yield f"With {competencies[chip.key].label} allowed", form.without_chip("not", chip)


def as_words(form: SearchForm, chip: Chip, label: str) -> SearchForm:
    """The search with what the competency is called in texts in place of the chip: found in every credential, and by no level."""
    called = spoken(label).replace('"', "")
    phrase = f'"{called}"' if " " in called else called
    return form.without_chip("must", chip).with_words(" ".join(filter(None, (form.words, phrase))))


def _of_chip(form: SearchForm, chip: Chip, label: str) -> Iterator[tuple[str, SearchForm]]:
    """First what keeps the competency, then its name as words, then the search without it."""
    conditions = (
        (chip.min_level, "min_level", replace(chip, min_level=None)),
        (chip.min_backing, "min_backing", replace(chip, min_backing=None)),
        (chip.within_years, "issued_since", replace(chip, within_years=None)),
        (chip.evidence, "evidence", replace(chip, evidence=None)),
        (chip.opens, "evidence_opens", replace(chip, opens=False)),
    )
    asked = [(WIDER[name], looser) for value, name, looser in conditions if value]
    for words, looser in asked:
        yield f"{label} {words}", form.swapped("must", chip, looser)
    if len(asked) > 1:
        yield f"{label} without any condition", form.swapped("must", chip, Chip(chip.key))
    worded = as_words(form, chip, label)
    if len(parse_words(worded.words).stems) <= MAX_WORDS and len(worded.words) <= LONGEST_WORDS:
        yield f"{label} as words, in any credential", worded
    if len(form.chips) > 1 or form.words or form.selections:
        yield f"Without {label}", form.without_chip("must", chip)
