"""The evidence inspector: one credential with what was asked, what was shown, how it was judged, who says so, and every check.

A learner may open it for their own credentials, to see what a recruiter sees.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.checking import recheck
from app.domain import moderation, publishing
from app.domain.errors import NotFoundError
from app.domain.models import Credential, Role
from app.domain.published import PublishedLearner
from app.evidence import sanitise
from app.evidence.checks import compared, readable_report
from app.evidence.levels import judged
from app.evidence.opening import Opened, kept_copies, open_evidence
from app.evidence.shown import ShownCredential, ShownEvidence, load_shown
from app.extensions import limiter
from app.guard import allow
from app.recruiters.person import nobody_here
from app.recruiters.way_back import way_back
from app.signing_in import now, reading, release, services
from app.viewers import Viewer, note_look, viewer_for

evidence = Blueprint("evidence", __name__, url_prefix="/people/<learner_id>/credentials/<credential_id>")

evidence.add_app_template_filter(sanitise.sentence, "sentence")

SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Seen:
    """A credential with its learner, as the viewer of this request sees it."""

    viewer: Viewer
    learner: PublishedLearner
    credential: ShownCredential


def _see(learner_id: str, credential_id: str) -> Seen:
    """Load it for this viewer. Raises `NotFoundError`, the same for "not there" and "not for you"."""
    viewer = viewer_for(reading(), learner_id, organisation_id=request.args.get("as"))
    found = load_shown(reading(), learner_id, credential_id, viewer.labels, rules=services().rules, now=now())
    if found is None or found[1].row.issuer_id in moderation.hidden_issuers(reading()):
        raise nobody_here()
    return Seen(viewer, *found)


def _piece(seen: Seen, number: int, kind: str) -> ShownEvidence:
    piece = next((p for p in seen.credential.evidence if p.number == number and p.kind == kind), None)
    if piece is None or piece.evidence.id is None:
        raise nobody_here()
    return piece


def _looked(seen: Seen, what: str) -> None:
    """Tell the learner, after the page is made: noting it must not hold up reading."""
    learner_id, credential_id = seen.learner.id, seen.credential.row.id
    release()
    note_look(services().database, seen.viewer, learner_id, what, now=now(), credential_id=credential_id)


@evidence.get("")
@allow(Role.RECRUITER, Role.LEARNER)
def inspect(learner_id: str, credential_id: str) -> ResponseReturnValue:
    """Everything about one credential, beside each other."""
    seen = _see(learner_id, credential_id)
    shown = seen.credential
    report = publishing.latest_report(reading(), shown.row)
    page = render_template(
        "evidence/inspect.html",
        seen=seen,
        shown=shown,
        report=readable_report(report, shown),
        endorsements=[e for e in report.endorsements if e.claims is not None],
        results=judged(shown.claims),
        copies=kept_copies(reading(), credential_id, now=now()),
        compared={p.number: compared(report, p.evidence.pointer) for p in shown.evidence},
        back=way_back(),
        registered=services().rules.registries.find(shown.claims.issuer.id),
    )
    _looked(seen, "credential")
    return page


@evidence.post("/check")
@allow(Role.RECRUITER)
@limiter.limit("20 per minute")
def check_again(learner_id: str, credential_id: str) -> ResponseReturnValue:
    """Look at every check again, now; the learner's search entry follows what is found."""
    _see(learner_id, credential_id)
    release()
    report = recheck(services(), credential_id, now=now())
    try:
        _see(learner_id, credential_id)
    except NotFoundError:
        flash("A check has just failed, so this credential is not shown any more.", "warning")
        return redirect(url_for("recruiters.search"))
    verdict = report.verdict.value if report else ""
    flash("Checked again just now." if verdict == "verified" else "Checked again; something could not be looked at just now.", "info")
    return redirect(url_for("evidence.inspect", learner_id=learner_id, credential_id=credential_id, **way_back().onward))


@evidence.get("/original")
@allow(Role.RECRUITER, Role.LEARNER)
def original(learner_id: str, credential_id: str) -> ResponseReturnValue:
    """The bytes that were signed, for those who may see all that is in them."""
    seen = _see(learner_id, credential_id)
    row = reading().get(Credential, credential_id) if seen.credential.original_offered else None
    if row is None:
        raise nobody_here()
    response = Response(row.original, mimetype=row.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"credential-{row.sha256[:12]}{_ending(row.media_type)}")
    response.headers["Content-Security-Policy"] = SANDBOX
    _looked(seen, "original")
    return response


def _ending(media_type: str) -> str:
    return {"image/png": ".png", "image/svg+xml": ".svg", "application/jwt": ".jwt", "application/json": ".json"}.get(media_type, ".txt")


@evidence.get("/evidence/<int:number>/image")
@allow(Role.RECRUITER, Role.LEARNER)
def image(learner_id: str, credential_id: str, number: int) -> ResponseReturnValue:
    """A picture of the evidence, encoded anew by us; 404 when it cannot be had now."""
    opened = _open(_see(learner_id, credential_id), number, "image")
    if opened.cause:
        abort(404)
    response = Response(opened.body, mimetype=opened.media_type)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@evidence.get("/evidence/<int:number>/text")
@allow(Role.RECRUITER, Role.LEARNER)
def text(learner_id: str, credential_id: str, number: int) -> ResponseReturnValue:
    """A text of the evidence, made safe; or why it cannot be had now."""
    seen = _see(learner_id, credential_id)
    piece = _piece(seen, number, "text")
    opened = _open(seen, number, "text")
    words = opened.body.decode("utf-8", "replace")
    is_markdown = (piece.evidence.id or "").lower().endswith(".md")
    content = sanitise.markdown(words, below=1) if is_markdown else sanitise.preformatted(words)
    page = render_template("evidence/text.html", seen=seen, piece=piece, opened=opened, content=content, back=way_back())
    _looked(seen, "evidence")
    return page


def _open(seen: Seen, number: int, kind: str) -> Opened:
    piece = _piece(seen, number, kind)
    release()
    return open_evidence(services(), seen.credential.row.id, piece, now=now())
