"""Do the results fit what the achievement describes: descriptions, levels, allowed and required values (Open Badges 3.0 "Result")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.claims import Result, ResultDescription
from indexer.verification.formats.levels import GOING_ON, HELD, NOT_HELD, number
from indexer.verification.report import Outcome

_NUMERIC = frozenset({"GradePointAverage", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result", "ScaledScore"})


def check_results(case: Case) -> Finding:
    """Note each result that does not fit; passes all the same, because the issuer signed it and a person can look."""
    if case.claims is None or not case.claims.results:
        return ABSENT
    achievement = case.claims.achievement
    described = {item.id: item for item in achievement.result_descriptions} if achievement else {}
    odd = [problem for result in case.claims.results for problem in _problems(result, described)]
    for code, sentence, pointer in odd:
        case.note(code, sentence, pointer)
    held = [result.held for result in case.claims.results]
    if odd:
        return Finding(Outcome.PASSED, odd[0][0], odd[0][1], odd[0][2])
    if not any(held):
        return Finding(Outcome.PASSED, "RESULT_NOT_HELD", details={"held": 0, "results": len(held)}, message=_why_not(case.claims.results))
    return Finding(details={"held": sum(held), "results": len(held)})


def _why_not(results: Sequence[Result]) -> str | None:
    """What is still going on has not been failed; None for the plain words of the reason."""
    going_on = all((result.status or "").casefold() in GOING_ON for result in results)
    return "By its own results, it is not completed yet." if going_on else None


def _problems(result: Result, described: dict[str, ResultDescription]) -> Iterator[tuple[str, str, str | None]]:
    if result.status is not None and result.status.casefold() not in HELD | NOT_HELD:
        yield "RESULT_VALUE", f"The status {result.status!r:.40} is not one of the standard, so the result does not count.", result.pointer
    if result.result_description is None:
        return
    description = described.get(result.result_description)
    if description is None:
        yield "RESULT_DANGLING", "A result names a description that the achievement does not have.", result.pointer
        return
    if description.result_type == "Status" and result.status is None:
        yield "RESULT_VALUE", "A result that is a status does not say which.", result.pointer
    levels = {level.id for level in description.rubric_criterion_levels}
    if result.achieved_level is not None and result.achieved_level not in levels:
        yield "RESULT_DANGLING", "A result names a level that its description does not have.", result.pointer
    if result.value is not None and not _is_allowed(result.value, description):
        yield "RESULT_VALUE", f"The value {result.value!r:.40} is not one that its description allows.", result.pointer


def _is_allowed(value: str, description: ResultDescription) -> bool:
    if description.allowed_value and value not in description.allowed_value:
        return False
    found = number(value)
    low, high = number(description.value_min), number(description.value_max)
    if found is None:
        return (low is None and high is None) or description.result_type not in _NUMERIC
    return (low is None or found >= low) and (high is None or found <= high)
