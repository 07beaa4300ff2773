"""What matches, in plain Python over one view: the meaning that pages explain and that both engines must agree with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from app.search.facets import ANY, names_of, opening, rank_of
from app.search.interface import EXPIRING_DAYS, CompetencyQuery, HeldCompetency, HeldCriterion, Requirement, SearchView
from app.search.words import name_key, occurs_in, parse_words, stems_of


class How(StrEnum):
    """How a view meets the competency of a requirement, the best first."""

    DIRECT = "direct"
    RELATED = "related"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Match:
    """A view meets a requirement: how, and by which competency or, by its words, which criterion (none when by its text)."""

    how: How
    held: HeldCompetency | None = None
    criterion: HeldCriterion | None = None

    @property
    def level(self) -> int:
        """The level of the competency or criterion that matched, 0 when none was given."""
        found = self.held or self.criterion
        return rank_of(found) if found else 0


def finds_nothing(query: CompetencyQuery) -> bool:
    """Whether no learner can match: nobody's labels, or words were typed and none of them is a word."""
    return not query.labels or bool(query.words.strip() and not parse_words(query.words))


def is_visible(view: SearchView, query: CompetencyQuery) -> bool:
    """Whether the view exists for this query: its audience, its times, its issuer."""
    unexpired = view.expires is None or view.expires > query.now
    appeared = query.visible_until is None or view.since <= query.visible_until
    return appeared and unexpired and bool(view.labels & query.labels) and view.issuer not in query.hidden_issuers


def next_change(views: Iterable[SearchView], now: datetime) -> datetime | None:
    """The first moment after `now` at which time alone changes what is visible of these views, or their facets; None for never."""
    ends = [view.expires for view in views if view.expires is not None]
    later = [moment for end in ends for moment in (end - timedelta(days=EXPIRING_DAYS), end) if moment > now]
    return min(later, default=None)


def match(requirement: Requirement, view: SearchView) -> Match | None:
    """How the view meets the requirement, with the competency at the highest level; None when it does not."""
    if not _conditions_hold(requirement, view):
        return None
    for how, keys in ((How.DIRECT, requirement.competencies), (How.RELATED, requirement.related)):
        if held := [h for h in view.competencies if h.key in keys and rank_of(h) >= (requirement.min_level or 0)] if keys else []:
            return Match(how, max(held, key=rank_of))
    if criteria := _criteria_named(requirement, view):
        return Match(How.WORDS, criterion=max(criteria, key=rank_of))
    return Match(How.WORDS) if _named_in_words(requirement, view) else None


def _conditions_hold(requirement: Requirement, view: SearchView) -> bool:
    if requirement.min_backing is not None and view.backing < requirement.min_backing:
        return False
    if requirement.issued_since is not None and view.issued < requirement.issued_since:
        return False
    if requirement.evidence_opens and (requirement.evidence or ANY) not in opening(view):
        return False
    if requirement.evidence == ANY:
        return bool(view.evidence)
    return requirement.evidence is None or requirement.evidence in view.evidence


def _criteria_named(requirement: Requirement, view: SearchView) -> list[HeldCriterion]:
    """The view's criteria that are called as asked, at the level asked for."""
    if not requirement.criteria or not view.criteria:  # as it is most of the time
        return []
    asked = _name_keys(requirement.criteria)
    high_enough = [c for c in view.criteria if rank_of(c) >= (requirement.min_level or 0)] if asked else []
    return [c for c in high_enough if asked & _name_keys(names_of(c))]


@lru_cache(maxsize=2000)
def _name_keys(names: tuple[str, ...]) -> frozenset[str]:
    """Names in the form in which they are compared, without those that have no word in them."""
    return frozenset(key for name in names if (key := name_key(name)))


def _named_in_words(requirement: Requirement, view: SearchView) -> bool:
    if view.competencies or (requirement.min_level or 0) > 0 or not requirement.phrases:
        return False
    return any(occurs_in(phrase, view.text) for name in requirement.phrases if (phrase := stems_of(name)))
