"""POST /api/v1/verify: the same report as the page, as JSON. The body is the credential itself, or a form with a file."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app import intake
from app.api.blueprint import api
from app.domain.models import Source
from app.extensions import csrf, limiter
from app.guard import ANYONE, allow
from app.signing_in import now, release, services
from app.verify import saying
from app.verify.knowing import known_issuer
from app.verify.views import judge, verify_rate
from indexer.verification.codec import report_to_json
from indexer.verification.report import Report, Verdict


@api.post("/verify")
@allow(ANYONE)
@csrf.exempt  # type: ignore[untyped-decorator]  # flask_wtf has no types
@limiter.limit(verify_rate)
def verify_credential() -> ResponseReturnValue:
    """200 with the report, also for a credential that failed; 422 when nothing could be read as one. Nothing is stored."""
    report = _judge_form() if request.mimetype == "multipart/form-data" else _judge_body()
    said = saying.headline(report)
    body = {
        "verdict": report.verdict.value,
        "words": said.word,
        "sentence": said.sentence,
        "cautions": saying.cautions(report),
        "registry": _registry(report),
        "report": report_to_json(report),
    }
    return jsonify(body), 422 if report.verdict is Verdict.UNREADABLE else 200


def _registry(report: Report) -> dict[str, str] | None:
    """The registry of this site that knows the issuer, and how it names it."""
    entry = known_issuer(report, services().rules.registries)
    return {"name": entry.registry, "issuer": entry.name, "kind": entry.kind.value} if entry else None


def _judge_form() -> Report:
    files = [f for f in request.files.values() if f.filename]
    given = intake.Given(files, request.form.get("text", ""), request.form.get("address", ""))
    return judge(given, recipient=request.form.get("recipient", "")[:300])


def _judge_body() -> Report:
    limit = services().settings.upload_limit
    imported = intake.from_bytes(request.get_data(cache=False), limit=limit, source=Source.PASTE)
    release()
    return services().verify(imported.raw, now=now())
