"""Anyone checks any credential. Nothing is stored: the upload lives as long as the request. What a learner has imported has its report
under an address of its own, for that learner alone."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import intake
from app.domain import accounts as people
from app.domain import publishing
from app.domain.errors import DomainError, InvalidError
from app.domain.models import Role
from app.domain.publishing import Imported
from app.extensions import limiter
from app.guard import ANYONE, allow
from app.signing_in import now, reading, release, services, signed_in
from app.verify.reading import FILTERS
from indexer.verification.report import Report, Verdict

verify_room = Blueprint("verify", __name__)
for _name, _filter in FILTERS.items():
    verify_room.add_app_template_filter(_filter, _name)


def verify_rate() -> str:
    """How often one address may have something checked."""
    return services().settings.verify_rate


def judge(given: intake.Given, *, recipient: str = "") -> Report:
    """Read what was given, exactly one thing, and verify it; `recipient` is whose it should be, "" when nobody asks.

    Raises `InvalidError` when there is nothing to judge.
    """
    imported = _only_one(given)
    release()
    return services().verify(imported.raw, now=now(), recipients=[recipient.strip()] if recipient.strip() else [])


def _only_one(given: intake.Given) -> Imported:
    limit = services().settings.upload_limit
    count = len(given.files) + bool(given.text.strip()) + bool(given.address.strip())
    if count == 0:
        raise InvalidError("Nothing was given.", next_step="Choose a file, paste the text of a credential, or give its web address.")
    if count > 1:
        raise InvalidError(
            "Expected one thing, found several: a file, a text and an address are three.",
            next_step="Leave one of them, and check the others after it.",
        )
    if given.files:
        return intake.from_file(given.files[0], limit=limit)
    if given.text.strip():
        return intake.from_text(given.text, services().fetcher(), limit=limit)
    return intake.from_address(given.address, services().fetcher(), limit=limit)


@verify_room.route("/verify", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(verify_rate, methods=["POST"])
def verify_page() -> ResponseReturnValue:
    """The drop zone, and the report. A failed credential is a good answer (200); something unreadable is not (422)."""
    if request.method == "GET":
        return render_template("verify/verify.html", report=None, problem=None, text="", address="", recipient="")
    files = [f for f in request.files.getlist("file") if f.filename]
    given = intake.Given(files, request.form.get("text", ""), request.form.get("address", ""))
    recipient = request.form.get("recipient", "")[:300]
    report, problem = None, None
    try:
        report = judge(given, recipient=recipient)
    except DomainError as error:
        problem = error
    failed = problem is not None or (report is not None and report.verdict is Verdict.UNREADABLE)
    shown = {"text": given.text, "address": given.address, "recipient": recipient, "filename": files[0].filename if files else ""}
    return render_template("verify/verify.html", report=report, problem=problem, **shown), 422 if failed else 200


@verify_room.get("/my/credentials/<credential_id>/report")
@allow(Role.LEARNER)
def report_page(credential_id: str) -> ResponseReturnValue:
    """The latest report on a credential of the signed-in learner, under an address of its own."""
    learner = people.learner_of(reading(), signed_in().id)
    credential = publishing.credential_of(reading(), learner, credential_id)
    report = publishing.latest_report(reading(), credential)
    return render_template("verify/report.html", credential=credential, report=report)
