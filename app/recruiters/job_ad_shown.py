"""What the page of a job description shows: proposals, names that are not known, and how many people the choice finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.domain.models import Competency
from app.recruiters.by_words import competencies_named
from app.recruiters.combining import Count
from app.recruiters.competencies import containing
from app.recruiters.finding import Asked, ask, count, counts, people_showing
from app.recruiters.grammar import SearchForm
from app.recruiters.job_ad_proposals import Near, Numbers, Other, Proposal, as_words, presets, proposals, said_in_words
from app.recruiters.job_ads import Reading
from app.recruiters.languages import language_name, names_are_in
from app.recruiters.loosening import Loosening, wider
from app.search.ad_worth import Worth
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
    """What the page shows of a text that was read; `had` counts the competencies that the search holds already, `more` what is neither
    known nor listed."""

    proposals: tuple[Proposal, ...]
    others: tuple[Other, ...]
    more: int
    had: int
    language: str
    """The language of the text, in English, when no competency has a name in it."""
    names_in: tuple[str, ...]
    total: Total | None
    """None when the choice asks for nothing."""

    @property
    def understood(self) -> int:
        """How many of the things that the text asks for are known."""
        return self.had + sum(proposal.mention.worth is not Worth.NOT for proposal in self.proposals)

    @property
    def things(self) -> int:
        """How many things it asks for, roughly: what was read as one may be two."""
        return self.understood + len(self.others) + self.more

    @property
    def unasked(self) -> int:
        """How many of them are in no search so far."""
        left_out = (each for each in self.proposals if each.mention.worth is not Worth.NOT and not each.to)
        out = sum(not (each.worded and each.worded.chosen) for each in left_out)
        return self.more + out + sum(not other.chosen and not (other.near and other.near.chosen) for other in self.others)


def shown(read: Reading, form: SearchForm, choice: Choice) -> Read:
    """`read` beside the search `form`, for this viewer."""
    there = {chip.key for _, chip in form.chips}
    fresh = replace(read, mentions=tuple(each for each in read.mentions if each.key not in there))
    keys = [mention.key for mention in fresh.mentions]
    like = {name: containing(services().database, reading(), name) for name in read.others}
    people = people_showing(services(), reading(), current_viewer(), [*keys, *(each.key for found in like.values() for each in found)])
    near = _near(like, people, {*keys, *there, *(mention.key for mention in read.mentions)})
    known = competencies_named(reading(), {*keys, *there, *(each.key for each in near.values())})
    asked = _asked(form, known)
    counted = partial(count, asked)
    to = choice.to
    if to is None:
        to = presets([each for each in fresh.mentions if each.key in known], people, form, counted)
    worded = partial(
        _worded, _by_words(asked, [*read.others, *(said_in_words(known[k]) for k in keys if k in known and not people.get(k))]), choice.said
    )
    return Read(
        proposals(
            fresh,
            known,
            Numbers(people, _related(asked, [key for key in keys if key in known], hops=form.hops), worded),
            to,
            by_us=choice.to is None,
        ),
        tuple(replace(worded(name), near=_offered(near[name], people, to) if name in near else None) for name in read.others),
        read.more,
        len(read.mentions) - len(fresh.mentions),
        language_name(read.language) if read.language else "",
        tuple(map(language_name, names_are_in(services().database, reading()))),
        _total(_chosen(form, to, choice.said, known), counted, known),
    )


def words_of(read: Reading) -> frozenset[str]:
    """All names that may be looked for as words: those that are not known, and those of the competencies."""
    known = competencies_named(reading(), [mention.key for mention in read.mentions])
    return frozenset({*read.others, *map(said_in_words, known.values())})


def _near(like: Mapping[str, Sequence[Suggestion]], people: Mapping[str, int], offered: set[str]) -> dict[str, Suggestion]:
    """Unknown name -> a competency in whose name it stands, which is offered nowhere else and somebody shows."""
    near: dict[str, Suggestion] = {}
    for name, found in like.items():
        one = next((each for each in found if people.get(each.key) and each.key not in offered), None)
        if one:
            near[name] = one
            offered = {*offered, one.key}
    return near


def _offered(found: Suggestion, people: Mapping[str, int], to: Mapping[str, str]) -> Near:
    return Near(found.key, found.label, found.framework, people[found.key], bool(to.get(found.key)))


def _by_words(asked: Asked, names: Sequence[str]) -> Mapping[str, int]:
    """How many people's credentials have each name in their words."""
    return dict(zip(names, counts(asked, [SearchForm(words=as_words([name])) for name in names]), strict=True))


def _related(asked: Asked, keys: Sequence[str], *, hops: bool) -> Mapping[str, int]:
    """How many people a search for each competency finds, those with related ones included."""
    return dict(zip(keys, counts(asked, [SearchForm(hops=hops).with_key("must", key) for key in keys]), strict=True))


def _worded(people: Mapping[str, int], said: Collection[str], name: str) -> Other:
    return Other(name, people[name], name in said)


def _chosen(form: SearchForm, to: Mapping[str, str], said: Iterable[str], known: Mapping[str, Competency]) -> SearchForm:
    for key, name in to.items():
        form = form.with_key(name, key) if key in known else form
    return form.with_words(f"{form.words} {as_words(said)}".strip())


def _total(form: SearchForm, counted: Count, known: Mapping[str, Competency]) -> Total | None:
    if not form.asks:
        return None
    people = counted(form)
    return Total(people, wider(form, counted, known, people))


def _asked(form: SearchForm, known: Mapping[str, Competency]) -> Asked:
    """Counts whom a search finds that holds competencies of `form` and `known`."""
    for key in known:
        form = form.with_key("nice", key)
    return ask(services(), reading(), current_viewer(), form, known)
