"""A credential as JSON, made of what `evidence.shown` hands out for this viewer, and of nothing else.

Texts are the issuer's and the learner's own words: plain text for a program to show, never markup to trust.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.api.written import level
from app.evidence.levels import Judged
from app.evidence.shown import ShownCompetency, ShownCredential, ShownEvidence
from indexer.verification.claims import Achievement
from indexer.verification.report import CheckResult, Report


def shown_briefly(shown: ShownCredential) -> dict[str, Any]:
    """A credential within a list."""
    claims = shown.claims
    return {
        "id": shown.row.id,
        "title": shown.row.title,
        "issuer": {"name": shown.issuer_name, "identifier": claims.issuer.id},
        "backing": shown.backing,
        "kind": shown.kind,
        "issued": shown.issued.date().isoformat(),
        "expires": claims.valid_until.isoformat() if claims.valid_until else None,
        "competencies": [_competency(held, shown) for held in shown.competencies],
        "evidence": len(shown.evidence),
        "address": url_for("api.credential", credential_id=shown.row.id),
    }


def shown_fully(learner_id: str, shown: ShownCredential, report: Report, results: Iterable[Judged]) -> dict[str, Any]:
    """A credential by itself. `report` is the one that `readable_report` has cut down for this viewer."""
    achievement, credential_id = shown.claims.achievement, shown.row.id
    return shown_briefly(shown) | {
        "learner": learner_id,
        "description": (achievement.description if achievement else None) or shown.claims.description,
        "criteria": _criteria(achievement, shown) if achievement else None,
        "results": [_result(result) for result in results],
        "evidence": [_evidence(piece, shown) for piece in shown.evidence],
        "verdict": report.verdict.value,
        "checked_at": report.checked_at.isoformat(),
        "checks": [_check(check) for check in report.checks],
        "original": url_for("api.original", credential_id=credential_id) if shown.original_offered else None,
        "page": url_for("evidence.inspect", learner_id=learner_id, credential_id=credential_id),
    }


def _criteria(achievement: Achievement, shown: ShownCredential) -> dict[str, Any]:
    narrative, address = achievement.criteria_narrative, achievement.criteria_id
    return {"narrative": narrative, "address": address, "pointer": _place(shown, achievement.criteria_pointer)}


def _place(shown: ShownCredential, pointer: str | None) -> str | None:
    """A place in the original, for those to whom the original is offered."""
    return pointer if shown.original_offered else None


def _competency(held: ShownCompetency, shown: ShownCredential) -> dict[str, Any]:
    facts = {"key": held.key, "label": held.label, "framework": held.framework, "level": level(held.step)}
    return facts | {"pointer": _place(shown, held.pointer)}


def _result(result: Judged) -> dict[str, Any]:
    facts = {"name": result.name, "value": result.value, "status": result.status, "held": result.held}
    return facts | {"level": level(result.step)}


def _evidence(piece: ShownEvidence, shown: ShownCredential) -> dict[str, Any]:
    evidence = piece.evidence
    address = evidence.id if (evidence.id or "").startswith(("https://", "http://")) else None
    return {
        "number": piece.number,
        "kind": piece.kind,
        "name": evidence.name,
        "description": evidence.description,
        "narrative": evidence.narrative,
        "address": address,
        "pointer": _place(shown, evidence.pointer),
    }


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "check": check.check,
        "outcome": check.outcome.value,
        "code": check.code,
        "message": check.message,
        "next_step": check.next_step,
        "pointer": check.pointer,
    }
