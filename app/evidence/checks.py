"""The report on a credential as a recruiter may read it: nothing about hidden evidence, nothing that names the holder.

A report is written for the learner, so its sentences and details may quote anything of the credential: the address of a piece of
evidence that could not be fetched, a field that is misspelt. Two nets hold back what this viewer may not know. Rows that can be about
something hidden lose their place and details and, unless all is well, their sentence; and whatever row still quotes a secret text word
by word loses that, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from app.evidence.shown import ShownCredential
from indexer.verification.checks import CHECKS
from indexer.verification.claims import Claims, Evidence
from indexer.verification.report import CheckResult, Note, Outcome, Report

PRIVATE = ("/identifier", "/recipient", "/credentialSubject/id", "/credentialSubject/name")
CONTENT = ("evidence", "schema", "structure", "terms")
"""Checks whose rows can quote any part of the credential."""
SECRET_LENGTH = range(10, 121)
"""Shorter texts ("Photo", "Report") stand in ordinary sentences; of longer ones a report may quote only the beginning."""
_GENERAL = {check.id: check for check in CHECKS}
_OUTCOMES = {
    Outcome.FAILED: "did not pass",
    Outcome.UNKNOWN: "could not be looked at completely",
    Outcome.PASSED: "passed",
    Outcome.NOT_APPLICABLE: "does not apply",
}


def readable_report(report: Report, shown: ShownCredential) -> Report:
    """The report without what this viewer may not know of."""
    seen = tuple(piece.evidence.pointer for piece in shown.evidence)
    secrets = frozenset(_secrets(report.claims, seen)) if report.claims else frozenset()
    checks = (check for check in report.checks if check.check != "recipient")
    return replace(
        report,
        checks=tuple(_without_secrets(_cut(check, shown, seen), secrets) for check in checks),
        notes=tuple(note for note in report.notes if _harmless(note, seen, secrets)),
        fetched=report.fetched if shown.whole else (),
        claims=None,
        endorsements=(),
        nested=(),
    )


def compared(report: Report, pointer: str) -> datetime | None:
    """When this piece of evidence was last found to be what was signed; None when it was not compared, or differs."""
    same = (c for c in report.checks if c.check == "evidence" and c.pointer == pointer and c.outcome is Outcome.PASSED)
    return report.checked_at if any(same) else None


def _cut(check: CheckResult, shown: ShownCredential, seen: tuple[str, ...]) -> CheckResult:
    """Details and places stay only where they cannot be about something hidden."""
    if check.check in CONTENT and not shown.whole and check.pointer not in seen:
        return _generally(check) if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN) else replace(check, pointer=None, details={})
    return check if _may_name(check.pointer, seen) else replace(check, pointer=None, details={})


def _may_name(pointer: str | None, seen: tuple[str, ...]) -> bool:
    if pointer is None:
        return True
    if any(part in pointer for part in PRIVATE):
        return False
    return "/evidence" not in pointer or any(pointer == own or pointer.startswith(own + "/") for own in seen)


def _without_secrets(check: CheckResult, secrets: Collection[str]) -> CheckResult:
    if _quotes(f"{check.message}\n{check.next_step or ''}", secrets):
        return _generally(check)
    details = json.dumps(dict(check.details), ensure_ascii=False, default=str)
    return replace(check, details={}) if _quotes(details, secrets) else check


def _generally(check: CheckResult) -> CheckResult:
    """The row with nothing but its name and outcome."""
    title = _GENERAL[check.check].title if check.check in _GENERAL else "A check"
    sentence = f"“{title}” {_OUTCOMES[check.outcome]}. More cannot be said here without telling what is not shown to you."
    return replace(check, message=sentence, next_step=None, pointer=None, details={})


def _harmless(note: Note, seen: tuple[str, ...], secrets: Collection[str]) -> bool:
    return _may_name(note.pointer, seen) and not _quotes(note.message, secrets)


def _quotes(text: str, secrets: Collection[str]) -> bool:
    folded = text.casefold()
    return any(secret in folded for secret in secrets)


def _secrets(claims: Claims, seen: tuple[str, ...]) -> Iterator[str]:
    """Texts that this viewer may not read, long enough to give something away, in lower case."""
    shown = {text for e in claims.evidence if e.pointer in seen for text in _texts(e)}
    hidden = {text for e in claims.evidence if e.pointer not in seen for text in _texts(e)} - shown
    holder = {identity.value for identity in claims.identifiers} | {claims.subject_id or ""}
    yield from (
        text[: SECRET_LENGTH.stop - 1].casefold()
        for text in (hidden | holder) - {claims.issuer.id}  # of a self-issued credential both are one, and the issuer is shown
        if len(text) >= SECRET_LENGTH.start
    )


def _texts(evidence: Evidence) -> Iterator[str]:
    parts = (
        evidence.id,
        evidence.name,
        evidence.description,
        evidence.narrative,
        evidence.genre,
        evidence.audience,
        evidence.digest,
    )
    yield from filter(None, parts)
