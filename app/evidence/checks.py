"""The report on a credential as a recruiter may read it: nothing about hidden evidence, nothing that names the holder."""

from __future__ import annotations

from dataclasses import replace

from app.evidence.shown import ShownCredential
from indexer.verification.report import CheckResult, Report

PRIVATE = ("/identifier", "/recipient", "/credentialSubject/id", "/credentialSubject/name")


def readable_report(report: Report, shown: ShownCredential) -> Report:
    """The report without what this viewer may not know of."""
    seen = tuple(piece.evidence.pointer for piece in shown.evidence)
    return replace(
        report,
        checks=tuple(_cut(check, shown, seen) for check in report.checks if check.check != "recipient"),
        notes=tuple(note for note in report.notes if _may_name(note.pointer, seen)),
        fetched=report.fetched if shown.whole else (),
        claims=None,
    )


def _cut(check: CheckResult, shown: ShownCredential, seen: tuple[str, ...]) -> CheckResult:
    """Details and places stay only where they cannot be about something hidden."""
    hides = check.check in ("evidence", "schema") and not shown.whole
    if hides or not _may_name(check.pointer, seen):
        return replace(check, pointer=None, details={})
    return check


def _may_name(pointer: str | None, seen: tuple[str, ...]) -> bool:
    if pointer is None:
        return True
    if any(part in pointer for part in PRIVATE):
        return False
    return "/evidence/" not in pointer or any(pointer == own or pointer.startswith(own + "/") for own in seen)


