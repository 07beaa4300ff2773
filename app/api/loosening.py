"""Nobody found: which members of a question find nobody whatever else is asked, and what leaving members out would find.

A change is a JSON Patch (RFC 6902), so a program can apply it to the body that it sent: removals, fewer words in place of the words, or
another competency in place of one that nobody shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from app.api.question import CONDITIONS, Question
from app.domain.models import Competency
from app.recruiters.facets import TITLES
from app.recruiters.instead import MOST_CHIPS
from app.recruiters.instead import OFFERED as MOST_INSTEAD
from app.recruiters.loosening import MOST, WIDER, fewer_words, helping
from app.search.interface import Requirement
from app.search.typeahead import Suggestion

Count = Callable[[Question], int]
CalledLike = Callable[[str, set[str]], Sequence[Suggestion]]


@dataclass(frozen=True, slots=True)
class Change:
    """Members to take out, each by its place, in this order; in words; and the question that is left. `replaced` is a place in it and
    what stands there instead."""

    remove: tuple[str, ...]
    words: str
    question: Question
    replaced: tuple[str, str] | None = None

    @property
    def patch(self) -> list[dict[str, str]]:
        """The change as JSON Patch."""
        path, value = self.replaced or ("", "")
        replaced = [{"op": "replace", "path": path, "value": value}] if path else []
        return replaced + [{"op": "remove", "path": path} for path in self.remove]


@dataclass(frozen=True, slots=True)
class Nobody:
    """`blocking` are places of what finds nobody even alone; `changes` come with how many they would find, most first."""

    blocking: tuple[str, ...] = ()
    changes: tuple[tuple[Change, int], ...] = ()


def explain_nobody(question: Question, competencies: Mapping[str, Competency], like: CalledLike, count: Count) -> Nobody:
    """Why a question finds nobody. `count` searches and counts, `like` finds competencies that are called like a label."""
    first = replace(question, page=1, after="")
    blocking = _blocking(first, count)
    tried = (number for number in range(min(MOST_CHIPS, len(first.must))) if f"/must/{number}" in blocking)
    unshown = [number for number in tried if not count(_bare(first, number))]
    others = _found(_instead(first, competencies, like, unshown), count)[:MOST_INSTEAD]
    return Nobody(blocking, (*others, *(_found(_changes(first, competencies), count) or _found(_alone(first, competencies), count))))


def _found(changes: Iterator[Change], count: Count) -> tuple[tuple[Change, int], ...]:
    return helping(changes, lambda change: count(change.question))


def _instead(
    question: Question, competencies: Mapping[str, Competency], like: CalledLike, unshown: Iterable[int]
) -> Iterator[Change]:
    """Another competency in place of each must-have that nobody shows: "SQL Server" leads to "SQL"."""
    asked = {requirement.competencies[0] for _, requirement in question.requirements}
    for number in unshown:
        requirement = question.must[number]
        label = competencies[requirement.competencies[0]].label
        for other in like(label, asked):
            changed = _with(question, number, replace(requirement, competencies=(other.key,)))
            yield Change((), f"{other.label} instead of {label}", changed, (f"/must/{number}/competency", other.key))


def _bare(question: Question, number: int) -> Question:
    """A must-have by itself, without its conditions."""
    return Question(must=(Requirement(question.must[number].competencies),), hops=question.hops)


def _blocking(question: Question, count: Count) -> tuple[str, ...]:
    parts = [(f"/must/{n}", Question(must=(r,), hops=question.hops)) for n, r in enumerate(question.must)]
    parts += [("/words", Question(words=question.words))] if question.words else []
    return tuple(at for at, alone in islice(parts, MOST) if alone.mark == question.mark or not count(alone))


def _changes(question: Question, competencies: Mapping[str, Competency]) -> Iterator[Change]:
    for number, requirement in enumerate(question.must):
        label = competencies[requirement.competencies[0]].label
        yield from _of_requirement(question, number, requirement, label)
    for said, fewer in fewer_words(question.words):
        yield Change((), said, replace(question, words=fewer), ("/words", fewer))
    if question.words and (question.requirements or question.selections):  # alone they are all that is asked
        yield Change(("/words",), f"Without the words “{question.words}”", replace(question, words=""))
    for facet in question.selections:
        rest = {name: values for name, values in question.selections.items() if name != facet}
        yield Change((f"/selections/{facet}",), f"Without the filter “{TITLES[facet]}”", replace(question, selections=rest))
    if not question.hops and question.must:
        yield Change(("/hops",), "With related competencies, and by words", replace(question, hops=True))
    for number, refused in enumerate(question.must_not):
        allowed = question.must_not[:number] + question.must_not[number + 1 :]
        label = competencies[refused.competencies[0]].label
        yield Change((f"/must_not/{number}",), f"With {label} allowed", replace(question, must_not=allowed))


def _of_requirement(question: Question, number: int, requirement: Requirement, label: str) -> Iterator[Change]:
    """First what keeps the competency, then the question without it."""
    at, bare = f"/must/{number}", Requirement(requirement.competencies)
    asked = [name for name in CONDITIONS[1:] if getattr(requirement, name)]
    for name in asked:
        looser: Any = {name: getattr(bare, name)}
        yield Change((f"{at}/{name}",), f"{label} {WIDER[name]}", _with(question, number, replace(requirement, **looser)))
    if len(asked) > 1:
        yield Change(tuple(f"{at}/{name}" for name in asked), f"{label} without any condition", _with(question, number, bare))
    if len(question.requirements) > 1 or question.words or question.selections:
        yield Change((at,), f"Without {label}", _with(question, number))


def _with(question: Question, number: int, *instead: Requirement) -> Question:
    return replace(question, must=(*question.must[:number], *instead, *question.must[number + 1 :]))


def _alone(question: Question, competencies: Mapping[str, Competency]) -> Iterator[Change]:
    """Each must-have by itself, without its conditions; the words by themselves."""
    rest = [f"/{name}" for name in ("nice", "must_not", "words", "selections") if getattr(question, name)]
    for number, requirement in enumerate(question.must):
        others = [f"/must/{other}" for other in reversed(range(len(question.must))) if other != number]
        conditions = [f"/must/{number}/{name}" for name in CONDITIONS[1:] if getattr(requirement, name)]
        label = competencies[requirement.competencies[0]].label
        yield Change((*rest, *conditions, *others), f"Only {label}, without conditions", _bare(question, number))
    if question.words:
        others = [f"/{name}" for name in ("must", "nice", "must_not", "selections") if getattr(question, name)]
        yield Change(tuple(others), f"Only the words “{question.words}”", Question(words=question.words))
