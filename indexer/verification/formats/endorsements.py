"""Endorsements that a credential carries: each a credential of its own, judged apart, and bound to what it is attached to.

None of them changes the verdict of the credential; only a good one is worth showing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.verification.case import ABSENT, DEPTH_LIMIT, Case, Finding
from indexer.verification.formats.presentations import in_context_of
from indexer.verification.formats.structure import listed
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Outcome, Report, Verdict

ENDORSEMENT_LIMIT = 20
_TYPES = frozenset({"EndorsementCredential", "Endorsement"})


@dataclass(frozen=True, slots=True)
class Attached:
    """One endorsement as bytes, the names of the thing that it hangs on, and its place."""

    raw: bytes
    targets: tuple[str, ...]
    pointer: str


def check_endorsements(case: Case) -> Finding:
    """Judge the endorsements of credential, achievement and issuer; their reports are in `case.endorsements`."""
    return judge_attached(case, list(_attached(case.document)))


def judge_attached(case: Case, found: Sequence[Attached]) -> Finding:
    """Judge up to twenty endorsements."""
    if not found or case.depth >= DEPTH_LIMIT:
        return ABSENT
    case.endorsements.extend(_judge(case, item) for item in found[:ENDORSEMENT_LIMIT])
    good = sum(report.verdict is Verdict.VERIFIED for report in case.endorsements)
    if good < len(found):
        sentence = f"{good} of {len(found)} endorsements are good."
        return Finding(code="ENDORSEMENT_UNVERIFIED", details={"endorsements": len(found), "verified": good}, message=sentence)
    return Finding(details={"endorsements": len(found), "verified": good})


def _attached(document: dict[str, Any]) -> Iterator[Attached]:
    """What hangs on the credential itself may be about it, or about the achievement or a profile in it (Open Badges 3.0)."""
    holders = list(_holders(document))
    names = tuple(holder["id"] for holder, _ in holders if isinstance(holder.get("id"), str))
    for holder, prefix in holders:
        targets = names if holder is document else tuple(name for name in names if name == holder.get("id"))
        for index, item in enumerate(listed(holder.get("endorsement"))):
            if isinstance(item, dict):
                yield Attached(json.dumps(in_context_of(document, item)).encode(), targets, f"{prefix}/endorsement/{index}")
        for index, item in enumerate(listed(holder.get("endorsementJwt"))):
            if isinstance(item, str):
                yield Attached(item.encode(), targets, f"{prefix}/endorsementJwt/{index}")


def _holders(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    yield document, ""
    if isinstance(document.get("issuer"), dict):
        yield document["issuer"], "/issuer"
    for subject in listed(document.get("credentialSubject")):
        if not isinstance(subject, dict):
            continue
        if isinstance(subject.get("source"), dict):
            yield subject["source"], "/credentialSubject/source"
        for achievement in listed(subject.get("achievement")):
            if isinstance(achievement, dict):
                yield achievement, "/credentialSubject/achievement"
                if isinstance(achievement.get("creator"), dict):
                    yield achievement["creator"], "/credentialSubject/achievement/creator"


def _judge(case: Case, item: Attached) -> Report:
    report = case.judge(case.inner(item.raw, role="endorsement"))
    return replace(report, checks=(*report.checks, _binding(report, item)))


def _binding(report: Report, item: Attached) -> CheckResult:
    """Say whether it is an endorsement at all, and about the thing that it hangs on."""
    about = report.claims.subject_id if report.claims is not None else None
    types = set(report.claims.types) if report.claims is not None else set()
    if about is not None and about in item.targets and types & _TYPES:
        return CheckResult("target", Outcome.PASSED, "OK", "The endorsement is about what it is attached to.", pointer=item.pointer)
    known = reason("ENDORSEMENT_TARGET")
    return CheckResult("target", Outcome.FAILED, "ENDORSEMENT_TARGET", known.sentence, pointer=item.pointer)
