"""What the page of a job description shows: proposals, names that are not known, and how many people the choice finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from app.domain.models import Competency
from app.recruiters.by_words import competencies_named
from app.recruiters.combining import Count
from app.recruiters.competencies import containing
from app.recruiters.finding import ask, count, people_showing
from app.recruiters.grammar import SearchForm
from app.recruiters.job_ad_proposals import Near, Other, Proposal, as_words, presets, proposals, said_in_words
from app.recruiters.job_ads import Reading, names_are_in
from app.recruiters.languages import language_name
from app.recruiters.loosening import Loosening, wider
from app.search.typeahead import Suggestion
from app.signing_in import reading, services
from app.viewers import current_viewer


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: competencies (key -> list; None when nothing was sent, and the presets stand) and names as words."""

    to: Mapping[str, str] | None = None
    said: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """How many people the choice finds, and how many more without each of its must-haves."""

    people: int
    wider: tuple[Loosening, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What the page shows of a text that was read; `had` counts the competencies that the search holds already."""

    proposals: tuple[Proposal, ...]
    others: tuple[Other, ...]
    had: int
    language: str
    """The language of the text, in English, when no competency has a name in it."""
    names_in: tuple[str, ...]
    total: Total | None
    """None when the choice asks for nothing."""


def shown(read: Reading, form: SearchForm, choice: Choice) -> Read:
    """`read` beside the search `form`, for this viewer."""
    there = {chip.key for _, chip in form.chips}
    fresh = replace(read, mentions=tuple(each for each in read.mentions if each.key not in there))
    near = _near(read, there)
    keys = [mention.key for mention in fresh.mentions]
    known = competencies_named(reading(), {*keys, *there, *(each.key for each in near.values())})
    people = people_showing(services(), reading(), current_viewer(), [*keys, *(each.key for each in near.values())])
    counted = _counted(form, known)
    to = choice.to
    if to is None:
        to = presets([each for each in fresh.mentions if each.key in known], people, form, counted)
    worded = partial(_worded, counted, choice.said)
    others = tuple(replace(worded(name), near=_offered(near.get(name), people, to)) for name in read.others)
    return Read(
        proposals(fresh, known, people, to, worded),
        others,
        len(read.mentions) - len(fresh.mentions),
        language_name(read.language) if read.language else "",
        tuple(map(language_name, names_are_in(services().database, reading()))),
        _total(_chosen(form, to, choice.said, known), counted, known),
    )


def words_of(read: Reading) -> frozenset[str]:
    """All names that may be looked for as words: those that are not known, and those of the competencies."""
    known = competencies_named(reading(), [mention.key for mention in read.mentions])
    return frozenset({*read.others, *map(said_in_words, known.values())})


def _near(read: Reading, there: Collection[str]) -> dict[str, Suggestion]:
    """Unknown name -> a competency in whose name it stands, which is offered nowhere else."""
    offered = {*there, *(mention.key for mention in read.mentions)}
    near: dict[str, Suggestion] = {}
    for name in read.others:
        found = containing(services().database, reading(), name)
        if found and found.key not in offered:
            offered.add(found.key)
            near[name] = found
    return near


def _offered(found: Suggestion | None, people: Mapping[str, int], to: Mapping[str, str]) -> Near | None:
    if found is None:
        return None
    return Near(found.key, found.label, found.framework, people.get(found.key, 0), bool(to.get(found.key)))


def _worded(counted: Count, said: Collection[str], name: str) -> Other:
    return Other(name, counted(SearchForm(words=as_words([name]))), name in said)


def _chosen(form: SearchForm, to: Mapping[str, str], said: Iterable[str], known: Mapping[str, Competency]) -> SearchForm:
    for key, name in to.items():
        form = form.with_key(name, key) if key in known else form
    return form.with_words(f"{form.words} {as_words(said)}".strip())


def _total(form: SearchForm, counted: Count, known: Mapping[str, Competency]) -> Total | None:
    if not form.asks:
        return None
    people = counted(form)
    return Total(people, wider(form, counted, known, people))


def _counted(form: SearchForm, known: Mapping[str, Competency]) -> Count:
    """Counts whom a search finds that holds competencies of `form` and `known`."""
    for key in known:
        form = form.with_key("nice", key)
    return partial(count, ask(services(), reading(), current_viewer(), form, known))
