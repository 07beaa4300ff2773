"""What verification found out: one `CheckResult` per check, one `Report` per credential.

The vocabulary is closed. An outcome is one of four; a verdict is derived from the outcomes, never set by hand. An empty list of
checks is not verified: nothing was looked at. `unknown` means "could not look" and is never shown as verified, nor as forged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from indexer.verification.claims import Claims


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """What all checks together say. The value is what is stored and shown through one table of words."""

    VERIFIED = "verified"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check, for a person and for a program.

    check      stable id of the check, e.g. ``signature`` (the ids are the keys of `checks.CHECKS`)
    code       stable reason code, e.g. ``OK``, ``BAD_SIGNATURE``, ``STATUS_UNREACHABLE``
    message    one sentence in plain words: what was expected and what was found
    next_step  what the person can do, when there is something
    pointer    JSON Pointer (RFC 6901) into the original document, when one place is meant
    details    technical facts (suite, key, address, hash), shown one step deeper
    retry_at   with ``unknown``: when looking again is worth it
    """

    check: str
    outcome: Outcome
    code: str
    message: str
    next_step: str | None = None
    pointer: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth saying that changes no verdict, e.g. a tolerated spelling."""

    code: str
    message: str
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """One document that was fetched while verifying, so that a verdict can be replayed."""

    url: str
    sha256: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found out about one credential at `checked_at`.

    format        ``ob3-di``, ``ob3-jwt``, ``vc1-di``, ``vc2-di``, ``vc-jwt``, ... (`formats.FORMATS`)
    sha256        hex digest of the original bytes
    claims        what the issuer signed, read from the verified form; None when it could not be read
    endorsements  a report for each endorsement that the credential carries; none of them changes this verdict
    nested        a report for each credential inside (CLR, presentation)
    recheck_at    when the verdict may change by itself (status list ttl, expiry, a failed look-up)
    """

    format: str
    sha256: str
    checked_at: datetime
    checks: tuple[CheckResult, ...]
    claims: Claims | None = None
    endorsements: tuple[Report, ...] = ()
    nested: tuple[Report, ...] = ()
    notes: tuple[Note, ...] = ()
    fetched: tuple[FetchedDocument, ...] = ()
    recheck_at: datetime | None = None

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.checks)


def verdict_of(checks: Sequence[CheckResult]) -> Verdict:
    """Derive the verdict: unreadable if reading failed, failed if any check failed, unknown if any could not look."""
    if any(c.check == "readable" and c.outcome is Outcome.FAILED for c in checks):
        return Verdict.UNREADABLE
    outcomes = {c.outcome for c in checks}
    if Outcome.FAILED in outcomes:
        return Verdict.FAILED
    if Outcome.UNKNOWN in outcomes:
        return Verdict.UNKNOWN
    return Verdict.VERIFIED if Outcome.PASSED in outcomes else Verdict.FAILED
