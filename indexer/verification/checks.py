"""The list of checks, in order, and the one loop that runs it.

What each check looks at for one format is in `formats/`; here stands what there is to ask, in which order, and what an answer
rests on. A check whose foundation did not pass is not judged, and the report says so: nothing is quietly left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.errors import CheckUnknownError, VerificationError
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.proofs.data_integrity import finding_of
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Outcome, Report

RETRY = timedelta(minutes=15)
"""When to look again at what could not be reached."""
NOT_JUDGED = "NOT_JUDGED"


@dataclass(frozen=True, slots=True)
class Check:
    """One question. `passed` and `absent` are its sentences when all is well, and when there is nothing to look at.

    `needs` must have passed for the question to make sense; after a failure of one of `voided_by` the answer would be worthless.
    `section` names the standard.
    """

    id: str
    title: str
    passed: str
    absent: str
    section: str
    needs: tuple[str, ...] = ()
    voided_by: tuple[str, ...] = ()


_TRUST = ("contexts", "proof", "key", "signature", "hosting")

CHECKS: tuple[Check, ...] = (
    Check(
        "readable",
        "Readable",
        "The file could be read as a credential.",
        "There was nothing to read.",
        "RFC 8259, RFC 7493 (I-JSON), RFC 7515; Open Badges baking",
    ),
    Check(
        "contexts",
        "Vocabulary known",
        "The words of the credential come from vocabularies that we know and keep.",
        "This format does not use vocabularies.",
        "JSON-LD 1.1 section 4; VCDM 2.0 section 4.3",
        needs=("readable",),
    ),
    Check(
        "terms",
        "Words defined",
        "Every word of the credential has a fixed meaning, and none was given another one.",
        "This format does not define its words.",
        "JSON-LD-API section 5.1; VC Data Integrity section 5.4",
        needs=("contexts",),
    ),
    Check(
        "hosting",
        "Served by the issuer",
        "The issuer's own site serves exactly this badge.",
        "This format does not rest on the issuer's site.",
        "Open Badges 2.0 section 'Verification: hosted'",
        needs=("readable",),
    ),
    Check(
        "structure",
        "Complete",
        "The credential has all parts that its format demands.",
        "This format demands no particular parts.",
        "VCDM 1.1 and 2.0 section 4; Open Badges 3.0 and 2.0 data models",
        needs=("readable", "hosting"),
    ),
    Check(
        "proof",
        "Signed",
        "The credential carries a signature of a kind that we can check.",
        "This format is not signed; the issuer's site vouches for it.",
        "VC Data Integrity section 4; RFC 7515; VC-JOSE-COSE",
        needs=("readable",),
    ),
    Check(
        "key",
        "Key found",
        "The key that signed was found with whoever controls it, and it may sign credentials.",
        "There is no key, because there is no signature.",
        "Controlled Identifiers 1.0 section 3; DID Core section 5; did:key, did:web, did:jwk",
        needs=("proof",),
    ),
    Check(
        "issuer",
        "Signed by the issuer",
        "The key belongs to the issuer that the credential names.",
        "There is no key that could belong to the issuer.",
        "VCDM 2.0 section 4.7; Open Badges 3.0 section 'Verification'",
        needs=("hosting", "proof", "key"),
    ),
    Check(
        "signature",
        "Unchanged",
        "The signature matches: nothing was changed since the credential was signed.",
        "There is no signature to compare.",
        "VC-DI-EDDSA, VC-DI-ECDSA section 3; RFC 7518; RFC 8785; RDFC-1.0",
        needs=("proof", "key"),
    ),
    Check(
        "anchor",
        "Anchored",
        "The blockchain entry vouches for date and issuer.",
        "The credential does not rest on a blockchain.",
        "Blockcerts v3, MerkleProof2019",
        needs=("signature",),
    ),
    Check(
        "validity",
        "In date",
        "The credential is valid today.",
        "The credential says nothing of its dates.",
        "VCDM 2.0 section 4.9, VCDM 1.1 sections 4.6 and 4.7",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "status",
        "Not revoked",
        "The issuer has not revoked or suspended the credential.",
        "The issuer gave no way to revoke this credential.",
        "Bitstring Status List 1.0; StatusList2021; Open Badges 3.0 'Revocation List'; IETF Token Status List",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "schema",
        "Fits its schema",
        "The content fits the schema that the credential names.",
        "The credential names no schema.",
        "VC JSON Schema; Open Badges 3.0 section 'Schema Validation'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "recipient",
        "Issued to you",
        "The credential was issued to somebody whose identifiers were proven.",
        "Nobody asked whose credential it is.",
        "Open Badges 3.0 'IdentityObject', Open Badges 2.0 'IdentityObject'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "results",
        "Results fit",
        "The results fit the levels and values that the achievement describes.",
        "The credential carries no results.",
        "Open Badges 3.0 'Result', 'ResultDescription', 'RubricCriterionLevel'",
        needs=("terms",),
        voided_by=_TRUST,
    ),
    Check(
        "evidence",
        "Evidence unchanged",
        "The evidence whose fingerprint is signed is still the same.",
        "No fingerprint of evidence is signed; evidence is shown as the words and links of the issuer.",
        "VCDM 2.0 sections 5.3 and 5.6",
        needs=("terms",),
        voided_by=_TRUST,
    ),
    Check(
        "endorsements",
        "Endorsements judged",
        "Each endorsement was judged by itself; only good ones are shown.",
        "The credential carries no endorsements.",
        "Open Badges 3.0 'EndorsementCredential'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "nested",
        "Credentials inside",
        "Each credential inside was judged by itself, and all passed.",
        "There are no credentials inside.",
        "CLR 2.0; VCDM 2.0 section 4.13",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "refresh",
        "Newer version",
        "The issuer offers no newer version.",
        "The issuer gave no way to ask for a newer version.",
        "VCDM section 5.4 'refreshService'; Open Badges 3.0 section 'Verification'",
        needs=("signature",),
        voided_by=_TRUST,
    ),
)

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
        return (_not_judged(check, blocker),)
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
        if any(r.outcome in (Outcome.FAILED, Outcome.UNKNOWN) or r.code == NOT_JUDGED for r in found[name]):
            return name
    for name in check.voided_by:
        if any(result.outcome is Outcome.FAILED for result in found[name]):
            return name
    return None


def _not_judged(check: Check, blocker: str) -> CheckResult:
    title = next(other.title for other in CHECKS if other.id == blocker)
    return CheckResult(
        check.id,
        Outcome.NOT_APPLICABLE,
        NOT_JUDGED,
        f"Not judged, because “{title}” did not pass.",
        details={"because": blocker},
    )


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
