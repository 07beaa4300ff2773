"""What was read in a job description, as proposals for a search that finds somebody, each with the reason.

Must-have is proposed for the few that the text itself presses most, as long as somebody is found; nice-to-have for the rest. What
nobody shows to this viewer, and what the text says is not needed, is left out at first, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.models import Competency
from app.recruiters.combining import Count
from app.recruiters.grammar import LISTS, SearchForm
from app.recruiters.job_ads import Mention, Reading
from app.recruiters.widening import spoken
from app.search.ad_worth import Worth

MOST_MUST = 3
"""Must-haves that are proposed: an advertisement asks for ten, and nobody shows ten."""


_TOO_MANY = f"At first at most {MOST_MUST} are must-haves, and only those that somebody shows together; so this is a nice-to-have."


@dataclass(frozen=True, slots=True)
class Near:
    """A competency in whose name an unknown name stands, and whether it is chosen."""

    key: str
    label: str
    framework: str
    people: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Other:
    """A name that is looked for as words, how many people's credentials have it, and whether it is chosen."""

    name: str
    people: int
    chosen: bool
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A competency that the text names; `to` is the list it is proposed for, empty when it is left out; `called` are the words of the
    text that named it, and `name` is which of its names they were read as. `people` show exactly it, `related` are found by it.
    `because` says why it is proposed for `to`, empty when a person chose. `worded` are those who have its name in their words, where
    nobody shows it."""

    mention: Mention
    label: str
    framework: str
    called: str
    name: str
    people: int
    related: int
    to: str
    because: str = ""
    worded: Other | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many people show each competency exactly, and how many a search for it finds, by key; and who has a name in their words."""

    people: Mapping[str, int]
    related: Mapping[str, int]
    worded: Callable[[str], Other]


def proposals(
    reading: Reading, known: Mapping[str, Competency], numbers: Numbers, to: Mapping[str, str], *, by_us: bool
) -> tuple[Proposal, ...]:
    """In the order of the text, those that are known. `to` is key -> list; `by_us`: these are the presets, and nobody's choice."""
    there = [mention for mention in reading.mentions if mention.key in known]
    return tuple(_proposal(each, known[each.key], numbers, to.get(each.key, ""), by_us=by_us) for each in there)


def _proposal(mention: Mention, competency: Competency, numbers: Numbers, to: str, *, by_us: bool) -> Proposal:
    labels = [competency.label, *competency.alt_labels]
    name = labels[mention.number] if mention.number < len(labels) else competency.label
    people, related = (counted.get(mention.key, 0) for counted in (numbers.people, numbers.related))
    other = None if people else numbers.worded(said_in_words(competency))
    return Proposal(
        mention,
        competency.label,
        competency.framework.title,
        mention.written or name,
        name,
        people,
        related,
        to,
        _because(mention, to, people) if by_us else "",
        other if other and other.people else None,
    )


def _because(mention: Mention, to: str, people: int) -> str:
    """Why a competency is proposed for this list."""
    if not to:
        return "So it is left out at first." if mention.worth is Worth.NOT else "Nobody shows it, so it is left out at first."
    if mention.worth is Worth.NEED:
        return "So it is a must-have at first." if to == "must" else _TOO_MANY
    if to == "must":
        often = mention.times > 1
        return (
            "Named again and again, it is a must-have at first." if often else "Nothing is asked for more, so it is a must-have at first."
        )
    if mention.worth is Worth.NAMED:
        return "It is not said to be needed, so it is a nice-to-have at first."
    return "So it is a nice-to-have at first."


def said_in_words(competency: Competency) -> str:
    """What texts call it, as a name to be looked for."""
    return spoken(competency.label).replace('"', "")


def presets(mentions: Sequence[Mention], people: Mapping[str, int], form: SearchForm, count: Count) -> Mapping[str, str]:
    """Key -> list, of those that are proposed for one. The must-haves together, added to `form`, find somebody."""
    open_to = [each for each in mentions if people.get(each.key) and each.worth is not Worth.NOT]
    must = _musts(_pressed(open_to), form, count)
    return {each.key: "must" if each.key in must else "nice" for each in open_to}


def _pressed(mentions: Sequence[Mention]) -> list[str]:
    """What the text needs, or names again and again, the most pressed first; else the first that it simply names."""
    order = list(Worth)
    pressed = [each for each in mentions if each.worth is Worth.NEED or (each.worth is Worth.NAMED and each.times > 1)]
    pressed = pressed or [each for each in mentions if each.worth is Worth.NAMED][:1]
    return [each.key for each in sorted(pressed, key=lambda each: (order.index(each.worth), -each.times))]


def _musts(keys: Sequence[str], form: SearchForm, count: Count) -> set[str]:
    must: set[str] = set()
    for key in keys[: 2 * MOST_MUST]:
        if len(must) < MOST_MUST and count(more := form.with_key("must", key)):
            form = more
            must.add(key)
    return must


def chosen_in(given: Iterable[tuple[str, str]], prefix: str) -> dict[str, str] | None:
    """Key -> list as the form sends them; None when it sent none."""
    taken = {name.removeprefix(prefix): value for name, value in given if name.startswith(prefix)}
    return {key: value for key, value in taken.items() if value in LISTS} if taken else None


def as_words(names: Iterable[str]) -> str:
    """Names as words of a search; those of several words stay together."""
    return " ".join(f'"{name}"' if " " in name else name for name in names)
