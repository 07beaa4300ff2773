"""A report in the hands of a recruiter: every check, and nothing about what they may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from app.evidence.checks import compared, readable_report
from app.evidence.shown import ShownCredential, ShownEvidence
from indexer.verification.claims import Claims, Evidence, Identifier, IssuerProfile
from indexer.verification.report import CheckResult, Note, Outcome, Report

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SECRET = "https://files.example/zymurgy-diary.pdf"
OPEN = Evidence("/evidence/0", id="https://files.example/loaf.png", name="A golden loaf")
HIDDEN = Evidence("/evidence/1", id=SECRET, name="The zymurgy diary", narrative="Xanthan " * 60)
HOLDER = "ada.lovelace@example.org"
CLAIMS = Claims(
    issuer=IssuerProfile("did:web:northfield.example"),
    subject_id="did:key:z6MkHolderOfThis",
    identifiers=(Identifier(HOLDER, "emailAddress"),),
    evidence=(OPEN, HIDDEN),
)


def shown(*evidence: Evidence) -> ShownCredential:
    pieces = tuple(ShownEvidence(n, "text", e) for n, e in enumerate(evidence, start=1))
    return ShownCredential(
        row=cast(Any, None),
        claims=replace(CLAIMS, evidence=evidence, identifiers=(), subject_id=None),
        issuer_name="Northfield",
        backing=5,
        kind="Course",
        issued=NOW,
        known={},
        evidence=pieces,
        whole=len(evidence) == 2,
        names_holder=False,
    )


def report(*checks: CheckResult, notes: tuple[Note, ...] = ()) -> Report:
    return Report("ob3-di", "00", NOW, checks, claims=CLAIMS, notes=notes)


def said(cut: Report) -> str:
    return repr([(c.message, c.next_step, c.pointer, dict(c.details)) for c in cut.checks] + [(n.message, n.pointer) for n in cut.notes])


LEAKS = [
    CheckResult("evidence", Outcome.UNKNOWN, "EVIDENCE_UNREACHABLE", f"Could not be fetched. {SECRET}: no answer.", pointer="/evidence/1"),
    CheckResult("evidence", Outcome.UNKNOWN, "EVIDENCE_UNREACHABLE", f"Could not be fetched. {SECRET}: no answer."),
    CheckResult("evidence", Outcome.PASSED, "OK", "Unchanged.", pointer="/evidence/1", details={"url": SECRET}),
    CheckResult("structure", Outcome.FAILED, "SCHEMA", "“Zymurgy” is no date.", details={"problems": ["Zymurgy"]}),
    CheckResult("terms", Outcome.FAILED, "DROPPED_TERMS", "One word.", details={"words": [{"word": "zymurgy"}]}),
    CheckResult("refresh", Outcome.UNKNOWN, "REFRESH", f"It says that {'Xanthan ' * 20}", details={}),
    CheckResult("status", Outcome.PASSED, "OK", "Not revoked.", details={"why": "Because of the zymurgy diary"}),
    CheckResult("issuer", Outcome.PASSED, "OK", "Fine.", pointer="/credentialSubject/identifier/0", details={"x": 1}),
    CheckResult("schema", Outcome.PASSED, "OK", "Fits.", details={"path": "zymurgy"}),
]


@pytest.mark.parametrize("check", LEAKS, ids=lambda check: f"{check.check}-{check.outcome}")
def test_a_row_about_something_hidden_says_nothing_of_it(check: CheckResult) -> None:
    cut = readable_report(report(check), shown(OPEN))
    text = said(cut).casefold()
    assert len(cut.checks) == 1, "the row itself stays: its outcome is why the verdict is what it is"
    assert cut.verdict == report(check).verdict
    for secret in ("zymurgy", "xanthan", "/evidence/1", "identifier", "no answer"):
        assert secret not in text, secret


def test_whoever_may_see_everything_reads_everything() -> None:
    whole = readable_report(report(*LEAKS[:5]), shown(OPEN, HIDDEN))
    assert SECRET in said(whole)


def test_nothing_names_the_holder() -> None:
    checks = (
        CheckResult("recipient", Outcome.UNKNOWN, "HOLDER_NOT_PROVEN", "x", details={"subject": CLAIMS.subject_id}),
        CheckResult("structure", Outcome.PASSED, "OK", f"It is for {HOLDER}."),
        CheckResult("key", Outcome.PASSED, "OK", "Found.", details={"subject": CLAIMS.subject_id}),
    )
    cut = readable_report(report(*checks, notes=(Note("N", f"Also {HOLDER}"), Note("M", "Harmless"))), shown(OPEN, HIDDEN))
    assert HOLDER not in said(cut)
    assert "z6MkHolderOfThis" not in said(cut)
    assert [c.check for c in cut.checks] == ["structure", "key"]
    assert [n.message for n in cut.notes] == ["Harmless"]
    assert cut.claims is None


def test_an_issuer_who_is_also_the_holder_is_still_named_as_issuer() -> None:
    own = replace(CLAIMS, issuer=IssuerProfile("did:key:z6MkHolderOfThis"))
    check = CheckResult("key", Outcome.PASSED, "OK", "Found.", details={"controller": "did:key:z6MkHolderOfThis"})
    cut = readable_report(replace(report(check), claims=own), shown(OPEN))
    assert cut.checks[0].details == {"controller": "did:key:z6MkHolderOfThis"}


def test_rows_about_shown_evidence_keep_their_details() -> None:
    check = CheckResult("evidence", Outcome.PASSED, "OK", "Unchanged.", pointer="/evidence/0", details={"url": OPEN.id})
    cut = readable_report(report(check), shown(OPEN))
    assert cut.checks[0].details == {"url": OPEN.id}
    assert compared(report(check), "/evidence/0") == NOW
    assert compared(report(check), "/evidence/1") is None
