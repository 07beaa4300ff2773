"""The top of a report: the check that decides most is told, in words without codes, with what nobody should overlook."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.verify.saying import banner, cautions, sentence, telling
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Note, Outcome, Report

NOW = datetime(2026, 5, 3, tzinfo=UTC)
GOOD = CheckResult("signature", Outcome.PASSED, "OK", "The signature fits.")


def ended(check: str, code: str, detail: str = "", outcome: Outcome = Outcome.FAILED) -> CheckResult:
    return CheckResult(check, outcome, code, f"{reason(code).sentence} {detail}".strip())


def report(*checks: CheckResult, notes: tuple[Note, ...] = ()) -> Report:
    return Report("ob3-di", "00", NOW, (GOOD, *checks), notes=notes)


def test_altered_is_told_before_a_fault_of_form_and_before_what_was_left_open() -> None:
    form, altered = ended("structure", "SCHEMA"), ended("signature", "BAD_SIGNATURE")
    open_ = ended("key", "KEY_UNREACHABLE", outcome=Outcome.UNKNOWN)
    assert telling(report(form, open_, altered)) is altered
    assert telling(report(form, open_)) is form
    assert telling(report(open_)) is open_
    assert telling(report()) is None


def test_codes_and_addresses_stay_with_the_check() -> None:
    found = ended("issuer", "ISSUER_NOT_BOUND", "The credential names did:key:z6Mk; the key belongs to did:web:other.example.")
    assert sentence(report(found)) == reason("ISSUER_NOT_BOUND").sentence


def test_the_day_on_which_it_ended_is_told() -> None:
    expired = ended("validity", "EXPIRED", "It was valid until 3 May 2024.")
    assert sentence(report(expired)).endswith("It was valid until 3 May 2024.")
    assert banner(report(expired)) == "This is what its issuer signed. It does not count today."


def test_what_is_altered_as_well_is_not_called_genuine() -> None:
    assert banner(report(ended("validity", "EXPIRED"), ended("signature", "BAD_SIGNATURE"))).startswith("Do not rely")


def test_a_good_credential_is_not_called_good_because_its_issuer_is_unknown() -> None:
    assert sentence(report()) == "Unchanged since its issuer signed it. Whether to trust the issuer is for you to judge."
    hosted = Report("ob2-hosted", "00", NOW, (CheckResult("hosting", Outcome.PASSED, "OK", "There."),))
    assert sentence(hosted).startswith("The issuer's own website has exactly this.")
    assert banner(report()) == ""


def test_a_result_that_was_not_reached_stands_beside_the_verdict() -> None:
    assert cautions(report(ended("results", "RESULT_NOT_HELD", outcome=Outcome.PASSED))) == ["By its own results, the person did not pass."]


@pytest.mark.parametrize("code", ["SELF_ISSUED", "ISSUER_NAME_SCRIPTS"])
def test_what_nobody_should_overlook_stands_beside_the_verdict(code: str) -> None:
    note = Note(code, "Look twice.")
    assert cautions(report(notes=(note, Note("UNWRAPPED", "Came in a wrapping.")))) == ["Look twice."]
    assert cautions(report(ended("signature", "BAD_SIGNATURE"), notes=(note,))) == [], "it says nothing of who wrote it"
