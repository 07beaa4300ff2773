"""Comprehensive Learner Records (CLR 2.0) and presentations: credentials that carry credentials, each of which is judged by itself.

That a record is good says who put it together; it says nothing of what is inside. A credential inside that has no signature of its
own is vouched for by the publisher of the record only: it counts as issued when the publisher is its issuer, and stays open else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from indexer.verification.case import ABSENT, DEPTH_LIMIT, Case, Finding
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats import embedded, tokens
from indexer.verification.formats.common import issuer_id, subject_ids
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.presentations import presentation_problems
from indexer.verification.formats.structure import listed
from indexer.verification.report import Outcome, Report, Verdict

NESTED_LIMIT = 100
_VOUCHING = frozenset({"contexts", "terms", "structure", "proof", "key", "issuer", "signature", "validity", "status"})
"""What must be good of a record for its publisher to vouch for the parts without a signature."""


def check_record(case: Case) -> Finding:
    """Judge each credential in a record; their reports are in `case.nested`, and none of them changes the verdict of the record."""
    items = list(inside(case.document))
    if not items or case.depth >= DEPTH_LIMIT:
        return ABSENT
    for item in items[:NESTED_LIMIT]:
        case.nested.append(_judge(item, case))
    _note_associations(case.document, case)
    good = sum(report.verdict is Verdict.VERIFIED for report in case.nested)
    details = {"credentials": len(items), "verified": good}
    if good < len(items):
        case.note("NESTED_NOT_ALL", f"{good} of the {len(items)} credentials inside passed; see each of them.")
        return Finding(code="NESTED_NOT_ALL", details=details, message=f"{good} of the {len(items)} credentials inside passed.")
    return Finding(details=details)


def inside(document: dict[str, Any]) -> Iterator[Any]:
    """Yield the credentials in a record, as objects or tokens."""
    for subject in listed(document.get("credentialSubject")):
        if isinstance(subject, dict):
            yield from (item for item in listed(subject.get("verifiableCredential")) if isinstance(item, (dict, str)))


def _judge(item: Any, case: Case) -> Report:
    inner = case.inner(item.encode() if isinstance(item, str) else json.dumps(item).encode(), role="part")
    inner.vouched_by = None if case.doubted & _VOUCHING else issuer_id(case.document)
    if isinstance(item, dict):
        _note_other_subject(item, case)
    return case.judge(inner)


def _note_other_subject(item: dict[str, Any], case: Case) -> None:
    ours = {name for name in subject_ids(case.document) if isinstance(name, str)}
    theirs = {name for name in subject_ids(item) if isinstance(name, str)}
    if ours and theirs and not ours & theirs:
        case.note("NESTED_SUBJECT", "A credential inside is about somebody else than the record, by its identifier.")


def _note_associations(document: dict[str, Any], case: Case) -> None:
    """Both ends of an association must be achievements of the record (CLR 2.0 "Association")."""
    known = {name for name in _achievement_ids(document) if isinstance(name, str)}
    for subject in listed(document.get("credentialSubject")):
        for index, item in enumerate(listed(subject.get("association")) if isinstance(subject, dict) else []):
            ends = [item.get("sourceId"), item.get("targetId")] if isinstance(item, dict) else [None]
            if any(not isinstance(end, str) or end not in known for end in ends):
                case.note(
                    "ASSOCIATION_DANGLING",
                    "A link between achievements points to one that is not in the record.",
                    f"/credentialSubject/association/{index}",
                )


def _achievement_ids(document: dict[str, Any]) -> Iterator[Any]:
    for subject in listed(document.get("credentialSubject")):
        if not isinstance(subject, dict):
            continue
        for achievement in listed(subject.get("achievement")):
            if isinstance(achievement, dict):
                yield achievement.get("id")
        for item in listed(subject.get("verifiableCredential")):
            if isinstance(item, dict):
                yield item.get("id")
                yield from _achievement_ids(item)


def check_wrapping(case: Case) -> Finding:
    """The shape of a presentation; other wrappings have none that could be wrong."""
    if "VerifiablePresentation" not in listed(case.document.get("type")):
        return ABSENT
    found = presentation_problems(case.document)
    if found:
        raise CheckFailedError(found[0].code, found[0].sentence, pointer=found[0].pointer)
    return Finding()


def check_presentation(case: Case) -> Finding:
    """Judge each credential of a wrapping, which itself proves nothing: its verdict is that of what is inside."""
    for raw in case.parsed:
        inner = case.inner(raw, role="credential")
        inner.known_keys = case.known_keys
        case.nested.append(case.judge(inner))
    verdicts = {report.verdict for report in case.nested}
    details = {"credentials": len(case.nested)}
    if verdicts & {Verdict.FAILED, Verdict.UNREADABLE}:
        return Finding(Outcome.FAILED, "NESTED_FAILED", details=details)
    if Verdict.UNKNOWN in verdicts:
        return Finding(Outcome.UNKNOWN, "NESTED_UNKNOWN", details=details)
    return Finding(details=details)


EMBEDDED_RECORD: dict[str, CheckFunction] = {**embedded.CHECKS, "nested": check_record}
TOKEN_RECORD: dict[str, CheckFunction] = {**tokens.CHECKS, "nested": check_record}
PRESENTATION: dict[str, CheckFunction] = {"structure": check_wrapping, "nested": check_presentation}
