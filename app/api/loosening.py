"""Nobody found: which members of a question find nobody whatever else is asked, and what leaving members out would find.

A change is a JSON Patch (RFC 6902), so a program can apply it to the body that it sent: removals, or fewer words in place of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from app.api.question import CONDITIONS, Question
from app.domain.models import Competency
from app.recruiters.facets import TITLES
from app.recruiters.loosening import MOST, WIDER, fewer_words, helping
from app.search.interface import Requirement

Count = Callable[[Question], int]


@dataclass(frozen=True, slots=True)
class Change:
    """Members to take out, each by its place, in this order; in words; and the question that is left. `fewer` replace its words."""

    remove: tuple[str, ...]
    words: str
    question: Question
    fewer: str = ""

    @property
    def patch(self) -> list[dict[str, str]]:
        """The change as JSON Patch."""
        replaced = [{"op": "replace", "path": "/words", "value": self.fewer}] if self.fewer else []
        return replaced + [{"op": "remove", "path": path} for path in self.remove]


@dataclass(frozen=True, slots=True)
class Nobody:
    """`blocking` are places of what finds nobody even alone; `changes` come with how many they would find, most first."""

    blocking: tuple[str, ...] = ()
    changes: tuple[tuple[Change, int], ...] = ()


def explain_nobody(question: Question, competencies: Mapping[str, Competency], count: Count) -> Nobody:
    """Why a question finds nobody. `count` searches and counts."""
    first = replace(question, page=1, after="")
    changes = helping(_changes(first, competencies), lambda change: count(change.question))
    return Nobody(_blocking(first, count), changes or helping(_alone(first, competencies), lambda change: count(change.question)))


def _blocking(question: Question, count: Count) -> tuple[str, ...]:
    parts = [(f"/must/{n}", Question(must=(r,), hops=question.hops)) for n, r in enumerate(question.must)]
    parts += [("/words", Question(words=question.words))] if question.words else []
    return tuple(at for at, alone in islice(parts, MOST) if alone.mark == question.mark or not count(alone))


def _changes(question: Question, competencies: Mapping[str, Competency]) -> Iterator[Change]:
    for number, requirement in enumerate(question.must):
        label = competencies[requirement.competencies[0]].label
        yield from _of_requirement(question, number, requirement, label)
    for said, fewer in fewer_words(question.words):
        yield Change((), said, replace(question, words=fewer), fewer=fewer)
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
        alone = Question(must=(Requirement(requirement.competencies),), hops=question.hops)
        yield Change((*rest, *conditions, *others), f"Only {label}, without conditions", alone)
    if question.words:
        others = [f"/{name}" for name in ("must", "nice", "must_not", "selections") if getattr(question, name)]
        yield Change(tuple(others), f"Only the words “{question.words}”", Question(words=question.words))
