"""The loop over the checks: each is asked, or left out for a reason that the report names; raised errors become results."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from indexer.verification.case import ABSENT, Case, Finding, finding_of, not_judged
from indexer.verification.checks import CHECKS, Check
from indexer.verification.errors import CheckUnknownError, VerificationError
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Outcome, Report

RETRY = timedelta(minutes=15)
"""When to look again at what could not be reached."""
NOT_JUDGED = "NOT_JUDGED"

# Errors of Python itself that hostile input can cause in spite of all care; each is a fault of ours, said as such in the report.
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, AssertionError)


def judge(case: Case, read: CheckFunction, functions_of: Mapping[str, Mapping[str, CheckFunction]]) -> Report:
    """Run the checks on `case`: `read` finds out the format, `functions_of` has the functions of each format by check id."""
    found: dict[str, tuple[CheckResult, ...]] = {}
    for check in CHECKS:
        if check.id != "readable" and case.format not in functions_of:
            break  # nothing was asked of the content, and `_known` has said so
        function = _known(read, functions_of) if check.id == "readable" else functions_of.get(case.format, {}).get(check.id)
        found[check.id] = _ask(check, function, case, found)
        if any(map(_is_doubt, found[check.id])):
            case.doubted.add(check.id)
    checks = tuple(result for results in found.values() for result in results)
    return Report(
        format=case.format,
        sha256=hashlib.sha256(case.raw).hexdigest(),
        checked_at=case.now,
        checks=checks,
        claims=case.claims,
        endorsements=tuple(case.endorsements),
        nested=tuple(case.nested),
        notes=tuple(case.notes),
        fetched=tuple(case.fetcher.documents.values()) if case.depth == 0 else (),
        recheck_at=_recheck_at(case, checks),
    )


def _known(read: CheckFunction, functions_of: Mapping[str, Mapping[str, CheckFunction]]) -> CheckFunction:
    """Return `read`, with "unknown" for a format that is recognised and that nobody here can judge."""

    def reading(case: Case) -> Finding | Sequence[Finding]:
        found = read(case)
        if case.format not in functions_of:
            raise CheckUnknownError("FORMAT_UNSUPPORTED", f"The format is {case.format}.")
        return found

    return reading


def _ask(
    check: Check, function: CheckFunction | None, case: Case, found: Mapping[str, Sequence[CheckResult]]
) -> tuple[CheckResult, ...]:
    blocker = _blocker(check, found)
    if blocker is not None:
        return (_result(check, not_judged(blocker), case.now),)
    if function is None:
        return (_result(check, ABSENT, case.now),)
    return tuple(_result(check, finding, case.now) for finding in _answers(function, case))


def _answers(function: CheckFunction, case: Case) -> Sequence[Finding]:
    try:
        answer = function(case)
    except VerificationError as error:
        return [finding_of(error)]
    except _FAULTS as fault:
        return [Finding(Outcome.UNKNOWN, "INTERNAL", details={"fault": type(fault).__name__})]
    return [answer] if isinstance(answer, Finding) else answer or [ABSENT]


def _blocker(check: Check, found: Mapping[str, Sequence[CheckResult]]) -> str | None:
    """Return the id of the check that keeps this one from being judged."""
    for name in check.needs:
        if any(map(_is_doubt, found[name])):
            return name
    for name in check.voided_by:
        if any(result.outcome is Outcome.FAILED for result in found[name]):
            return name
    return None


def _is_doubt(result: CheckResult) -> bool:
    return result.outcome in (Outcome.FAILED, Outcome.UNKNOWN) or result.code == NOT_JUDGED


def _result(check: Check, finding: Finding, now: datetime) -> CheckResult:
    known = reason(finding.code)
    if finding.message is not None:
        sentence = finding.message
    elif finding.outcome is Outcome.PASSED and finding.code == "OK":
        sentence = check.passed
    elif finding.code == ABSENT.code:
        sentence = check.absent
    else:
        sentence = known.sentence
    message = f"{sentence} {finding.detail}" if finding.detail else sentence
    retry = finding.retry_at
    if finding.outcome is Outcome.UNKNOWN and retry is None and finding.code in _RETRIED:
        retry = now + RETRY
    return CheckResult(
        check.id,
        finding.outcome,
        finding.code,
        message,
        next_step=known.next_step if finding.outcome is not Outcome.PASSED else None,
        pointer=finding.pointer,
        details=finding.details,
        retry_at=retry,
    )


_RETRIED = frozenset(
    {
        "KEY_UNREACHABLE", "STATUS_UNREACHABLE", "STATUS_LIST_UNDECIDED", "HOSTED_UNREACHABLE",
        "SCHEMA_UNAVAILABLE", "EVIDENCE_UNREACHABLE", "REFRESH_UNREACHABLE", "NESTED_UNKNOWN", "INTERNAL",
    }
)
"""Codes of "could not look" where looking again may help; an unsupported suite stays unsupported."""


def _recheck_at(case: Case, checks: Sequence[CheckResult]) -> datetime | None:
    times = [moment for moment in case.recheck if moment > case.now]
    times += [result.retry_at for result in checks if result.retry_at is not None]
    return min(times, default=None)
