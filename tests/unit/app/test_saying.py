"""The top of a report: the check that decides most is told, in words without codes, with what nobody should overlook."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.verify.saying import banner, cautions, headline, plain, qualified, telling
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
    assert headline(report(found)).sentence == plain(found) == reason("ISSUER_NOT_BOUND").sentence


def test_the_day_on_which_it_ended_is_told() -> None:
    expired = ended("validity", "EXPIRED", "It was valid until 3 May 2024.")
    said = headline(report(expired))
    assert (said.word, said.tone) == ("Expired", "failed")
    assert said.sentence == "The credential has expired. It was valid until 3 May 2024. Nothing else was found wrong."
    assert banner(report(expired)) == "This is what its issuer signed. It does not count today."


def test_what_is_altered_as_well_is_not_called_genuine() -> None:
    altered = report(ended("validity", "EXPIRED"), ended("signature", "BAD_SIGNATURE"))
    assert banner(altered).startswith("Do not rely")
    assert headline(altered).word == "Not verified"
    nobody = report(ended("validity", "EXPIRED"), ended("key", "KEY_UNREACHABLE", outcome=Outcome.UNKNOWN))
    assert headline(nobody).sentence == reason("KEY_UNREACHABLE").sentence, "an old date is no way around the question of who signed it"
    assert banner(nobody).startswith("Do not rely")


def test_a_good_credential_is_not_called_good_because_its_issuer_is_unknown() -> None:
    assert headline(report()).sentence == "Unchanged since its issuer signed it. Whether to trust the issuer is for you to judge."
    hosted = Report("ob2-hosted", "00", NOW, (CheckResult("hosting", Outcome.PASSED, "OK", "There."),))
    assert headline(hosted).sentence.startswith("The issuer's own website has exactly this.")
    assert banner(report()) == ""


def test_a_result_that_was_not_reached_is_not_called_verified() -> None:
    missed = ended("results", "RESULT_NOT_HELD", outcome=Outcome.PASSED)
    said = headline(report(missed))
    assert (said.word, said.tone) == ("Genuine, but not passed", "unknown")
    assert said.sentence.endswith("By its own results, the person did not pass.")
    assert qualified(missed) == "Not reached"
    assert qualified(GOOD) is None
    record = Report("clr2-di", "00", NOW, (GOOD,), nested=(report(missed), report()))
    assert cautions(record) == ["Not passed by their own results, or not said: 1 of the credentials inside."]


@pytest.mark.parametrize(("good", "word", "tone"), [(0, "Nothing inside passed", "failed"), (1, "Verified, 1 of 3 inside", "unknown")])
def test_a_record_is_as_green_as_what_is_inside(good: int, word: str, tone: str) -> None:
    details = {"verified": good, "credentials": 3}
    inside = CheckResult("nested", Outcome.PASSED, "NESTED_NOT_ALL", f"{good} of the 3 credentials inside passed.", details=details)
    assert (headline(report(inside)).word, headline(report(inside)).tone) == (word, tone)


def test_one_open_side_question_is_no_doubt_about_who_says_it() -> None:
    photo = ended("evidence", "EVIDENCE_UNREACHABLE", outcome=Outcome.UNKNOWN)
    assert headline(report(photo)).word == "Genuine, not wholly checked"
    assert banner(report(photo)) == ""


def test_what_did_not_answer_is_told_with_its_cause() -> None:
    known = reason("KEY_UNREACHABLE").sentence
    silent = CheckResult("key", Outcome.UNKNOWN, "KEY_UNREACHABLE", f"{known} https://a: no answer.", details={"cause": "no answer"})
    assert plain(silent) == f"{known} The cause: no answer."


def test_another_address_is_not_called_a_forgery() -> None:
    other = ended("recipient", "RECIPIENT_MISMATCH")
    assert headline(report(other)).word == "Issued to another address"
    assert banner(report(other)) == "This is what its issuer signed, for somebody with another address."


@pytest.mark.parametrize("code", ["SELF_ISSUED", "ISSUER_NAME_SCRIPTS"])
def test_what_nobody_should_overlook_stands_beside_the_verdict(code: str) -> None:
    note = Note(code, "Look twice.")
    assert cautions(report(notes=(note, Note("UNWRAPPED", "Came in a wrapping.")))) == ["Look twice."]
    assert cautions(report(ended("signature", "BAD_SIGNATURE"), notes=(note,))) == [], "it says nothing of who wrote it"
