"""What a format gives: a name for people, and for each check that makes sense for it the function that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indexer.verification.case import Case, Finding

CheckFunction = Callable[[Case], Finding | Sequence[Finding]]
"""Looks at one thing. Returns what it found (several for several entries) or raises CheckFailedError / CheckUnknownError."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format of credentials. Checks of the table that are not among `checks` do not apply to it."""

    id: str
    title: str
    checks: Mapping[str, CheckFunction]
