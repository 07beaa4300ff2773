"""What a report says at its top, for somebody who reads nothing else: the verdict in a sentence, what to do, what to be careful about."""

from __future__ import annotations

from indexer.verification.reasons import REASONS
from indexer.verification.report import CheckResult, Outcome, Report, Verdict

_HEAVIEST_FIRST = ("readable", "proof", "signature", "issuer", "key", "hosting", "status", "validity", "recipient", "nested")
"""Of several failures the one that decides most is told: not signed, altered and not from the issuer before any fault of form."""
_LAPSED = frozenset({"EXPIRED", "REVOKED", "SUSPENDED", "NOT_YET_VALID"})
"""What ends, or has not begun, and was good otherwise: the credential is genuine, and does not count now."""
_TOLD_WHOLE = _LAPSED | {"KEY_EXPIRED", "KEY_REVOKED"}
"""Where what was found is a day or a reason that people read; elsewhere it names codes and addresses, which stand at the check."""
_CAREFUL = ("SELF_ISSUED", "ISSUER_NAME_SCRIPTS")
"""Remarks that nobody should overlook; neither should anybody what follows, which a check found without failing."""
_FOUND = ("RESULT_NOT_HELD",)


def telling(report: Report) -> CheckResult | None:
    """Return the check that decided the verdict; None when none failed and none was left open."""
    for outcome in (Outcome.FAILED, Outcome.UNKNOWN):
        found = [check for check in report.checks if check.outcome is outcome]
        if found:
            return min(found, key=_weight)
    return None


def _weight(check: CheckResult) -> int:
    return _HEAVIEST_FIRST.index(check.check) if check.check in _HEAVIEST_FIRST else len(_HEAVIEST_FIRST)


def is_lapsed(report: Report) -> bool:
    """Say whether nothing is wrong with a credential but its dates or its status."""
    failed = [check.code for check in report.checks if check.outcome is Outcome.FAILED]
    return report.verdict is Verdict.FAILED and set(failed) <= _LAPSED


def sentence(report: Report) -> str:
    """What all checks together say, without codes and addresses."""
    check = telling(report)
    if check is not None:
        return _plain(check)
    inside = next((check.message for check in report.checks if check.code == "NESTED_NOT_ALL"), None)
    if inside:
        return f"The record itself is unchanged since it was signed. {inside} Each is judged by itself."
    if any(check.check == "hosting" and check.outcome is Outcome.PASSED for check in report.checks):
        return "The issuer's own website has exactly this. Whether to trust the issuer is for you to judge."
    return "Unchanged since its issuer signed it. Whether to trust the issuer is for you to judge."


def _plain(check: CheckResult) -> str:
    known = REASONS.get(check.code)
    if known is None or check.code in _TOLD_WHOLE or not check.message.startswith(known.sentence):
        return check.message
    return known.sentence


def cautions(report: Report) -> list[str]:
    """What somebody who relies on the credential should know beside the verdict; nothing when it did not pass."""
    if report.verdict is Verdict.FAILED and not is_lapsed(report):
        return []
    found = [check.message for check in report.checks if check.code in _FOUND]
    return found + [note.message for note in report.notes if note.code in _CAREFUL]


def banner(report: Report) -> str:
    """How to take what the credential says; empty when it passed."""
    if report.verdict is Verdict.VERIFIED:
        return ""
    if is_lapsed(report):
        return "This is what its issuer signed. It does not count today."
    if report.verdict is Verdict.FAILED:
        return "Do not rely on what follows: a check failed."
    return "Not everything could be checked, so what follows may not be so."
