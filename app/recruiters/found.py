"""What a page tells of a person found: the reasons, one line each, and the person with all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.evidence.levels import Step
from app.evidence.shown import ShownCredential
from app.recruiters.prose import NOTHING_TO_READ, Excerpt, Fragments, Place
from app.search.matching import How
from app.search.ranking import ScoreParts


@dataclass(frozen=True, slots=True)
class ShownHop:
    """The competency that a credential shows in place of the one asked for, and what it is to it: "narrower", "is narrower than".

    `said_by` is the framework or crosswalk that says so, empty when both are addresses of one competency.
    """

    label: str
    framework: str
    words: str
    sentence: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Higher:
    """A higher level of the same, in another credential of the person."""

    step: Step
    credential: ShownCredential


@dataclass(frozen=True, slots=True)
class Reason:
    """One line under a person: what was asked, the credential that answers it, and what it says. Without credential: not met."""

    label: str
    is_nice: bool = False
    credential: ShownCredential | None = None
    how: How | None = None
    hop: ShownHop | None = None
    step: Step | None = None
    higher: Higher | None = None
    criterion: str = ""
    """What the level was reached in, when the rubric has a criterion for this very competency, or one that is called so."""
    conditions: tuple[str, ...] = ()
    """What was asked beside the competency, in words."""
    parts: ScoreParts | None = None
    excerpt: Excerpt = NOTHING_TO_READ
    result: int | None = None
    """The number of the result that gave the level, as the inspector counts them."""
    why: str = ""
    """Why it is listed where it answers no requirement best: it is what the filters let in, or what the order goes by."""
    further: int = 0
    """More credentials of the person that answer the same, which this one stands for."""

    @property
    def fragments(self) -> Fragments:
        return self.excerpt.fragments

    @property
    def place(self) -> Place | None:
        """Where in the credential the fragments stand."""
        return self.excerpt.place

    @property
    def met(self) -> bool:
        return self.credential is not None


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class FoundPerson:
    """One person found. `reasons` answer the requirements; `others` are credentials listed for another reason (words, browsing).

    Only the same object is equal: what was drawn of it can be kept beside it (`drawn.py`).
    """

    learner_id: str
    name: str
    headline: Fragments
    place: str
    reasons: tuple[Reason, ...]
    others: tuple[Reason, ...]
    score: int
    word_points: int | None
    credentials: int
    """How many credentials of theirs the viewer may see."""

    @property
    def needs(self) -> tuple[int, int]:
        return _met(r for r in self.reasons if not r.is_nice)

    @property
    def related(self) -> int:
        """How many needs only a related competency meets."""
        return sum(r.how is How.RELATED for r in self.reasons if not r.is_nice)

    @property
    def nices(self) -> tuple[int, int]:
        return _met(r for r in self.reasons if r.is_nice)


def _met(reasons: Iterable[Reason]) -> tuple[int, int]:
    kept = list(reasons)
    return sum(r.met for r in kept), len(kept)
