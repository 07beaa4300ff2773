"""Short questions to a report, for tests that are about one check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.verification import verify
from indexer.verification.report import CheckResult, Report
from tests.fakes.web import NOON, FakeWeb
from tests.unit.verification.issuing import raw


def judge(document: Mapping[str, Any] | str | bytes, web: FakeWeb | None = None, **options: Any) -> Report:
    """Verify a document at noon on 1 March 2026, with nothing outside unless a web is given."""
    given = document if isinstance(document, bytes) else raw(document)
    options.setdefault("now", NOON)
    return verify(given, fetcher=web or FakeWeb(), **options)


def found(report: Report, check: str) -> CheckResult:
    """Return the first result of a check."""
    return next(result for result in report.checks if result.check == check)


def codes(report: Report) -> dict[str, str]:
    """Return the code of each check that failed or is unknown."""
    return {result.check: result.code for result in report.checks if result.outcome in ("failed", "unknown")}
