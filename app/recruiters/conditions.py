"""The conditions that a chip can carry, as the page offers them: one table for the selects, in the order of the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.recruiters.describing import EVIDENCE_WORDS, backing_or_stronger, level_or_higher, within


@dataclass(frozen=True, slots=True)
class Condition:
    """One select. `part` names it in the form, `field` in a `Chip`; `words` says a value that is not among the `options`."""

    part: str
    field: str
    title: str
    otherwise: str
    options: Mapping[Any, str]
    words: Callable[[Any], str]


CONDITIONS = (
    Condition("level", "min_level", "Level of", "any level", {n: level_or_higher(n) for n in range(1, 6)}, level_or_higher),
    Condition("backing", "min_backing", "Who backs", "any backing", {n: backing_or_stronger(n) for n in range(3, 7)}, backing_or_stronger),
    Condition("age", "within_years", "Age of", "any age", {n: within(n) for n in (1, 2, 3, 5, 10)}, within),
    Condition("evidence", "evidence", "Evidence of", "evidence or none", EVIDENCE_WORDS, str),
    Condition("opens", "opens", "Opening the evidence of", "can be opened or not", {True: "that can be opened"}, str),
)
