"""What matches, in plain Python over one view: the meaning that pages explain and that both engines must agree with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.search.facets import rank_of
from app.search.interface import CompetencyQuery, HeldCompetency, Requirement, SearchView
from app.search.words import analyse, occurs, parse_words, stems_of


class How(StrEnum):
    """How a view meets the competency of a requirement, the best first."""

    DIRECT = "direct"
    RELATED = "related"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Match:
    """A view meets a requirement: how, and by which competency (none when by its words)."""

    how: How
    held: HeldCompetency | None = None

    @property
    def level(self) -> int:
        """The level of the competency that matched, 0 when none was given."""
        return rank_of(self.held) if self.held else 0


def finds_nothing(query: CompetencyQuery) -> bool:
    """Whether no learner can match: nobody's labels, or words were typed and none of them is a word."""
    return not query.labels or bool(query.words.strip() and not parse_words(query.words))


def is_visible(view: SearchView, query: CompetencyQuery) -> bool:
    """Whether the view exists for this query: its audience, its time, its issuer."""
    unexpired = view.expires is None or view.expires > query.now
    return unexpired and bool(view.labels & query.labels) and view.issuer not in query.hidden_issuers


def match(requirement: Requirement, view: SearchView) -> Match | None:
    """How the view meets the requirement, with the competency at the highest level; None when it does not."""
    if not _conditions_hold(requirement, view):
        return None
    for how, keys in ((How.DIRECT, requirement.competencies), (How.RELATED, requirement.related)):
        held = [h for h in view.competencies if h.key in keys and rank_of(h) >= (requirement.min_level or 0)]
        if held:
            return Match(how, max(held, key=rank_of))
    return Match(How.WORDS) if _named_in_words(requirement, view) else None


def _conditions_hold(requirement: Requirement, view: SearchView) -> bool:
    if requirement.min_backing is not None and view.backing < requirement.min_backing:
        return False
    if requirement.issued_since is not None and view.issued < requirement.issued_since:
        return False
    if requirement.evidence == "any":
        return bool(view.evidence)
    return requirement.evidence is None or requirement.evidence in view.evidence


def _named_in_words(requirement: Requirement, view: SearchView) -> bool:
    if view.competencies or (requirement.min_level or 0) > 0 or not requirement.phrases:
        return False
    stems = stems_of(view.text)
    return any(occurs(tuple(phrase), stems) for name in requirement.phrases if (phrase := analyse(name)))
