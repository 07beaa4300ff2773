"""A higher level that another credential of the same person says: the one that answers best may be newer or better backed.

Levels are steps on each issuer's own rubric, "3 of 4" here and "4 of 5" there. Points are earned by one credential; the other is only told.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.search.facets import rank_of
from app.search.interface import SearchView
from app.search.matching import How, Match, match
from app.search.ranking import RequirementMatch


def higher(found: RequirementMatch, views: Sequence[SearchView]) -> RequirementMatch | None:
    """The requirement as met by the view with the highest level above that of `found`; None when there is none.

    Of equal ones the latest. A related competency has levels of its own: only the same one counts beside it.
    """
    best = match(found.requirement, found.view) if found.view else None
    if best is None or not best.level:
        return None
    aiming = [view for view in views if view is not found.view and _highest(view) > best.level]
    others = [(other, view) for view in aiming if (other := match(found.requirement, view))]
    above = [(other, view) for other, view in others if other.level > best.level and _is_the_same(other, best)]
    if not above:
        return None
    other, view = max(above, key=lambda each: (each[0].level, each[1].issued, each[1].credential_id))
    return RequirementMatch(found.requirement, found.is_nice, view, other.how, other.held, other.criterion)


def _highest(view: SearchView) -> int:
    """The highest level of anything that the view shows, whatever it is."""
    return max((*map(rank_of, view.competencies), *map(rank_of, view.criteria)), default=0)


def _is_the_same(other: Match, best: Match) -> bool:
    if other.how is not How.RELATED:
        return other.how is best.how
    return best.held is not None and other.held is not None and (other.how, other.held.key) == (best.how, best.held.key)
