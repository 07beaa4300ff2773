"""What a report says at its top, for somebody who reads nothing else: the verdict in a sentence, what to do, what to be careful about."""

from __future__ import annotations

from dataclasses import dataclass

from app.pages import VERDICT_WORDS
from indexer.verification.reasons import REASONS
from indexer.verification.report import CheckResult, Outcome, Report, Verdict

_TRUST = ("readable", "proof", "signature", "issuer", "key", "hosting", "contexts", "terms", "anchor")
"""Without these nobody knows who says it; the heaviest first: not signed, altered and not from the issuer."""
_HEAVIEST_FIRST = (*_TRUST, "status", "validity", "recipient", "nested")
_ENDED = {
    "EXPIRED": "Expired",
    "NOT_YET_VALID": "Not valid yet",
    "REVOKED": "Withdrawn by its issuer",
    "SUSPENDED": "Suspended by its issuer",
}
"""What is genuine and does not count now: nothing is wrong but its dates or its status."""
_ELSEWHERE = {"RECIPIENT_MISMATCH": "Issued to another address"}
_TOLD_WHOLE = {*_ENDED, "KEY_EXPIRED", "KEY_REVOKED"}
"""Where what was found is a day or a reason that people read; elsewhere it names codes and addresses, which stand at the check."""
_SIDE = frozenset({"evidence", "schema", "refresh", "endorsements", "results"})
"""What may stay open without a doubt about who says it."""
_RESULTS = ("RESULT_NOT_HELD", "RESULT_DANGLING", "RESULT_VALUE")
_CAREFUL = ("SELF_ISSUED", "ISSUER_NAME_SCRIPTS")
"""Remarks that nobody should overlook."""
_JUDGE = "Whether to trust the issuer is for you to judge."

_QUALIFIED = {
    "NESTED_NOT_ALL": "Not all passed",
    "ENDORSEMENT_UNVERIFIED": "Not all good",
    "RESULT_NOT_HELD": "Not reached",
    "RESULT_DANGLING": "Does not fit",
    "RESULT_VALUE": "Does not fit",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """`word` is the verdict in few words, `tone` the verdict whose sign and colour it has; `next_step` what a person can do."""

    word: str
    tone: str
    sentence: str
    next_step: str | None = None


def headline(report: Report) -> Headline:
    """Return what all checks together say, without codes and addresses."""
    check = telling(report)
    if check is None:
        return _good(report)
    word, tone = VERDICT_WORDS[report.verdict.value], report.verdict.value
    if ended(report) or (check.code in _ELSEWHERE and check.check == "recipient"):
        word = (_ENDED | _ELSEWHERE)[check.code]
        return Headline(word, tone, f"{plain(check)} Nothing else was found wrong.", check.next_step)
    if check.outcome is Outcome.UNKNOWN and check.check in _SIDE:
        word = "Genuine, not wholly checked"
    return Headline(word, tone, plain(check), check.next_step)


def _good(report: Report) -> Headline:
    verified = VERDICT_WORDS[Verdict.VERIFIED.value]
    inside = next((check for check in report.checks if check.code == "NESTED_NOT_ALL"), None)
    if inside is not None:
        good, of = inside.details.get("verified"), inside.details.get("credentials")
        sentence = f"The record itself is unchanged since it was signed. {inside.message} Each is judged by itself."
        return Headline(*((f"Verified, {good} of {of} inside", "unknown") if good else ("Nothing inside passed", "failed")), sentence)
    result = _result(report)
    if result is not None and result.code == "RESULT_NOT_HELD":
        return Headline("Genuine, but not passed", "unknown", f"Unchanged since its issuer signed it. {result.message}", result.next_step)
    if any(check.check == "hosting" and check.outcome is Outcome.PASSED for check in report.checks):
        return Headline(verified, "verified", f"The issuer's own website has exactly this. {_JUDGE}")
    return Headline(verified, "verified", f"Unchanged since its issuer signed it. {_JUDGE}")


def qualified(check: CheckResult) -> str | None:
    """Return the word at a check that passes and is not all good, so that it is not shown green; None for every other check."""
    return _QUALIFIED.get(check.code) if check.outcome is Outcome.PASSED else None


def telling(report: Report) -> CheckResult | None:
    """Return the check that decides: what failed before what was left open, but a doubt about who says it before a mere date."""
    open_ = [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    return min(open_, key=_weight, default=None)


def _weight(check: CheckResult) -> tuple[int, int]:
    place = _HEAVIEST_FIRST.index(check.check) if check.check in _HEAVIEST_FIRST else len(_HEAVIEST_FIRST)
    if check.outcome is Outcome.FAILED:
        return (2 if check.code in _ENDED or check.code in _ELSEWHERE else 0), place
    return (1 if check.check in _TRUST else 3), place


def ended(report: Report) -> bool:
    """Say whether nothing is wrong with a credential but its dates or its status."""
    check = telling(report)
    return check is not None and check.outcome is Outcome.FAILED and check.code in _ENDED


def plain(check: CheckResult) -> str:
    """The sentence of a check without the codes and addresses that it found; the cause, where something did not answer."""
    known = REASONS.get(check.code)
    if known is None or check.code in _TOLD_WHOLE or not check.message.startswith(known.sentence):
        return check.message
    cause = check.details.get("cause")
    return f"{known.sentence} The cause: {cause}." if isinstance(cause, str) and check.outcome is Outcome.UNKNOWN else known.sentence


def cautions(report: Report) -> list[str]:
    """What somebody who relies on the credential should know beside the verdict; nothing when it did not pass."""
    if report.verdict is Verdict.FAILED and not ended(report):
        return []
    found = [note.message for note in report.notes if note.code in _CAREFUL]
    result = _result(report)
    if result is not None and result.code != "RESULT_NOT_HELD":
        found.append(result.message)
    missed = sum(_result(inside) is not None for inside in report.nested)
    return [*found, f"Not passed by their own results, or not said: {missed} of the credentials inside."] if missed else found


def _result(report: Report) -> CheckResult | None:
    return next((check for check in report.checks if check.code in _RESULTS), None)


def banner(report: Report) -> str:
    """How to take what the credential says; empty when it passed."""
    if report.verdict is Verdict.VERIFIED:
        return ""
    if ended(report):
        return "This is what its issuer signed. It does not count today."
    check = telling(report)
    if check is not None and check.code in _ELSEWHERE:
        return "This is what its issuer signed, for somebody with another address."
    if report.verdict is Verdict.FAILED:
        return "Do not rely on what follows: a check failed."
    if check is not None and check.check in _SIDE:
        return ""
    return "Not everything could be checked, so what follows may not be so."
