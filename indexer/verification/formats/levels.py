"""Which level is higher, and whether a result says that the achievement was reached.

The list of levels is a set in the Open Badges vocabulary: its order is outside most signatures, so anybody could turn "beginner"
into the top by moving a line. Ranks come from signed values where there are any: points, numbers in the labels, well-known scales.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.verification.claims import Result, ResultDescription, RubricCriterionLevel

_SCALES = (
    ("a1", "a2", "b1", "b2", "c1", "c2"),
    ("novice", "advanced beginner", "competent", "proficient", "expert"),
    ("beginner", "elementary", "intermediate", "upper intermediate", "advanced", "expert"),
    ("basic", "intermediate", "advanced", "expert"),
    ("foundation", "intermediate", "advanced"),
    ("bronze", "silver", "gold", "platinum"),
    ("pass", "merit", "distinction"),
    ("emerging", "developing", "proficient", "exemplary"),
)
NOT_HELD = frozenset({"failed", "withdrew", "inprogress", "enrolled", "onhold"})
GOING_ON = frozenset({"inprogress", "enrolled", "onhold"})
HELD = frozenset({"completed", "provisional"})
"""What a status may say of a result (Open Badges 3.0 "ResultStatusType"), in small letters; another word says nothing that we know."""
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def ranks(levels: Sequence[RubricCriterionLevel]) -> tuple[list[int], bool]:
    """Return the rank (1 = lowest) of each level, and whether the ranks rest on signed values (else on the order of the list)."""
    for key in (_points, _number, _scale):
        found = key(levels)
        if found is not None:
            order = sorted(set(found))
            return [order.index(value) + 1 for value in found], True
    return list(range(1, len(levels) + 1)), len(levels) < 2


def is_held(result: Result, description: ResultDescription | None) -> bool:
    """Say whether a result lets the achievement count: its status, and the level or value that its description requires."""
    if result.status is not None and result.status.casefold() not in HELD:
        return False
    if description is None:
        return True
    if description.required_level is not None and result.achieved_level is not None:
        return _reaches_level(result.achieved_level, description)
    if description.required_value is not None and result.value is not None:
        return reaches_value(result.value, description)
    return True


def _reaches_level(achieved: str, description: ResultDescription) -> bool:
    if achieved == description.required_level:
        return True
    order = {level.id: level.order for level in description.rubric_criterion_levels}
    if achieved not in order or description.required_level not in order:
        return False
    return order[achieved] >= order[description.required_level]


def reaches_value(value: str, description: ResultDescription) -> bool:
    """Compare a value with the required one: as numbers, by the order of the allowed values, or as equal text."""
    required = description.required_value
    assert required is not None
    left, right = number(value), number(required)
    if left is not None and right is not None:
        return left >= right
    allowed = [item.casefold() for item in description.allowed_value]
    if value.casefold() in allowed and required.casefold() in allowed:
        return allowed.index(value.casefold()) >= allowed.index(required.casefold())
    return value.casefold() == required.casefold()


def number(text: str | None) -> float | None:
    """Return a text that is one number (a trailing % is allowed), else None."""
    found = _NUMBER.fullmatch((text or "").strip().removesuffix("%").strip())
    return float(found.group().replace(",", ".")) if found else None


def _points(levels: Sequence[RubricCriterionLevel]) -> list[float] | None:
    return _all_different([number(level.points) for level in levels])


def _number(levels: Sequence[RubricCriterionLevel]) -> list[float] | None:
    return _all_different([_only_number(level.level) or _only_number(level.name) for level in levels])


def _only_number(text: str | None) -> float | None:
    found = _NUMBER.findall(text or "")
    return float(found[0].replace(",", ".")) if len(found) == 1 else None


def _scale(levels: Sequence[RubricCriterionLevel]) -> list[float] | None:
    for scale in _SCALES:
        for labels in ([level.level for level in levels], [level.name for level in levels]):
            words = [(label or "").strip().lower() for label in labels]
            if all(word in scale for word in words):
                return _all_different([float(scale.index(word)) for word in words])
    return None


def _all_different(values: list[float | None]) -> list[float] | None:
    known = [value for value in values if value is not None]
    return known if known and len(set(known)) == len(values) else None
