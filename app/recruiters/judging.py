"""How the credential behind a hit was judged: the step reached, in which criterion, by which of its results."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.plain import one_line
from app.evidence.levels import Step, criterion_for, judged, result_number, step_for
from app.search.documents import LONGEST_CRITERION
from app.search.interface import HeldCompetency, HeldCriterion
from app.search.ranking import RequirementMatch
from indexer.verification.claims import Claims


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """`criterion` is empty when the level is that of the whole achievement; `result` counts the credential's results from 1."""

    step: Step | None = None
    criterion: str = ""
    result: int | None = None


def judged_by(claims: Claims, found: RequirementMatch) -> JudgedBy:
    """What gave a match its level; nothing for a match by text alone."""
    if found.held:
        return _by_competency(claims, found.held)
    return _by_criterion(claims, found.criterion) if found.criterion else JudgedBy()


def _by_competency(claims: Claims, held: HeldCompetency) -> JudgedBy:
    return JudgedBy(step_for(claims, held), criterion_for(claims, held), result_number(claims, held))


def _by_criterion(claims: Claims, criterion: HeldCriterion) -> JudgedBy:
    for number, result in enumerate(judged(claims), start=1):
        name = one_line(result.name, limit=LONGEST_CRITERION)
        if result.held and name == criterion.name and result.reached == criterion.level:
            return JudgedBy(result.step, criterion.name, number)
    return JudgedBy(criterion=criterion.name)
