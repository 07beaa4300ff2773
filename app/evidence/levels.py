"""Levels as people read them: which step of how many, what the issuer calls it, and what the other steps would have been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.frameworks import key_of
from app.search.documents import rank_of
from app.search.interface import HeldCompetency
from indexer.verification.claims import Alignment, Claims, Result, ResultDescription, RubricCriterionLevel


@dataclass(frozen=True, slots=True)
class Step:
    """The step reached on a rubric: `rank` of `count`, 1 being the lowest, and the issuer's name for it."""

    rank: int
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One result beside what it is measured by. `steps` are all levels of the rubric, the lowest first; empty without a rubric."""

    name: str
    value: str
    status: str
    held: bool
    reached: int | None
    required: int | None
    scale: str
    steps: tuple[RubricCriterionLevel, ...]

    @property
    def step(self) -> Step | None:
        if self.reached is None:
            return None
        level = next(step for step in self.steps if step.order == self.reached)
        return Step(self.reached, len(self.steps), level_name(level))


def level_name(level: RubricCriterionLevel) -> str:
    """What the issuer calls a level: its name, else its label."""
    return level.name or level.level or ""


def judged(claims: Claims) -> tuple[Judged, ...]:
    """Every result of the credential, in the issuer's order."""
    return tuple(_judged(claims, result) for result in claims.results)


def _judged(claims: Claims, result: Result) -> Judged:
    description = description_of(claims, result)
    steps = tuple(sorted(description.rubric_criterion_levels, key=lambda level: level.order)) if description else ()
    required = next((s.order for s in steps if description and s.id == description.required_level), None)
    return Judged(
        name=(description.name if description else None) or "Result",
        value=result.value or "",
        status=result.status or "",
        held=result.held,
        reached=_reached(steps, result),
        required=required,
        scale=_scale(description) if description else "",
        steps=steps,
    )


def _reached(steps: Iterable[RubricCriterionLevel], result: Result) -> int | None:
    return next((s.order for s in steps if s.id == result.achieved_level), None) if result.achieved_level else None


def description_of(claims: Claims, result: Result) -> ResultDescription | None:
    """What the achievement says that this result measures."""
    descriptions = claims.achievement.result_descriptions if claims.achievement else ()
    return next((d for d in descriptions if d.id == result.result_description), None)


def _scale(description: ResultDescription) -> str:
    """What the value could have been: "from 0 to 100, at least 50 needed"."""
    bounds = f"from {description.value_min} to {description.value_max}" if description.value_min and description.value_max else ""
    bounds = bounds or (f"at most {description.value_max}" if description.value_max else "")
    allowed = f"one of {', '.join(description.allowed_value)}" if description.allowed_value else ""
    needed = f"{description.required_value} needed" if description.required_value else ""
    return ", ".join(part for part in (bounds, allowed, needed) if part)


def step_for(claims: Claims, held: HeldCompetency) -> Step | None:
    """The step that gave a held competency its level; where two rubrics reach that rank, the one that names the competency."""
    return next((step for result in _reaching(claims, held) if (step := _step(claims, result))), None)


def _step(claims: Claims, result: Result) -> Step | None:
    description = description_of(claims, result)
    levels = description.rubric_criterion_levels if description and result.achieved_level else ()
    reached = next((level for level in levels if level.id == result.achieved_level), None)
    return Step(reached.order, len(levels), level_name(reached)) if reached else None


def criterion_for(claims: Claims, held: HeldCompetency) -> str:
    """What the issuer calls the criterion that judges this very competency; empty when its level is that of the whole achievement."""
    named = (result for result in _reaching(claims, held) if _names(claims, result, held.key))
    return next((description.name or "" for result in named if (description := description_of(claims, result))), "")


def result_number(claims: Claims, held: HeldCompetency) -> int | None:
    """Which of the credential's results, counted from 1, gave a held competency its level; None when none did."""
    return next((claims.results.index(result) + 1 for result in _reaching(claims, held)), None)


def _reaching(claims: Claims, held: HeldCompetency) -> list[Result]:
    """The results that can have given a held competency its level, those that name it first."""
    if held.level is None:
        return []
    candidates = [r for r in claims.results if r.held and rank_of(claims, r) == held.level]
    return sorted(candidates, key=lambda result: not _names(claims, result, held.key))


def _names(claims: Claims, result: Result, key: str) -> bool:
    description = description_of(claims, result)
    alignments: tuple[Alignment, ...] = (*result.alignments, *(description.alignments if description else ()))
    return any(a.target_url and key_of(a.target_url) == key for a in alignments)
