"""Endorsements that a credential carries: each a credential of its own, judged apart, and bound to what it is attached to.

None of them changes the verdict of the credential; only a good one is worth showing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.verification.case import ABSENT, DEPTH_LIMIT, Case, Finding
from indexer.verification.formats.structure import listed
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Outcome, Report, Verdict

ENDORSEMENT_LIMIT = 20


def check_endorsements(case: Case) -> Finding:
    """Judge up to twenty endorsements of credential, achievement and issuer; their reports are in `case.endorsements`."""
    found = list(_attached(case.document))
    if not found or case.depth >= DEPTH_LIMIT:
        return ABSENT
    for raw, target, pointer in found[:ENDORSEMENT_LIMIT]:
        case.endorsements.append(_judge(case, raw, target, pointer))
    good = sum(report.verdict is Verdict.VERIFIED for report in case.endorsements)
    if good < len(found):
        case.note("ENDORSEMENT_UNVERIFIED", reason("ENDORSEMENT_UNVERIFIED").sentence)
    return Finding(details={"endorsements": len(found), "verified": good})


def _attached(document: dict[str, Any]) -> Iterator[tuple[bytes, Any, str]]:
    """Yield each endorsement as bytes, with the id of what it hangs on and its pointer."""
    for holder, prefix in _holders(document):
        for index, item in enumerate(listed(holder.get("endorsement"))):
            if isinstance(item, dict):
                whole = item if "@context" in item else {"@context": document.get("@context"), **item}
                yield json.dumps(whole).encode(), holder.get("id"), f"{prefix}/endorsement/{index}"
        for index, item in enumerate(listed(holder.get("endorsementJwt"))):
            if isinstance(item, str):
                yield item.encode(), holder.get("id"), f"{prefix}/endorsementJwt/{index}"


def _holders(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    yield document, ""
    if isinstance(document.get("issuer"), dict):
        yield document["issuer"], "/issuer"
    for subject in listed(document.get("credentialSubject")):
        for achievement in listed(subject.get("achievement")) if isinstance(subject, dict) else []:
            if isinstance(achievement, dict):
                yield achievement, "/credentialSubject/achievement"
                if isinstance(achievement.get("creator"), dict):
                    yield achievement["creator"], "/credentialSubject/achievement/creator"


def _judge(case: Case, raw: bytes, target: Any, pointer: str) -> Report:
    report = case.judge(case.inner(raw, role="endorsement"))
    return replace(report, checks=(*report.checks, _binding(report, target, pointer)))


def _binding(report: Report, target: Any, pointer: str) -> CheckResult:
    """Say whether the endorsement is about the thing that it hangs on."""
    about = report.claims.subject_id if report.claims is not None else None
    if about is not None and about == target:
        return CheckResult("target", Outcome.PASSED, "OK", "The endorsement is about what it is attached to.", pointer=pointer)
    known = reason("ENDORSEMENT_TARGET")
    return CheckResult("target", Outcome.FAILED, "ENDORSEMENT_TARGET", known.sentence, pointer=pointer)
