"""GET /api/v1/credentials/ID: one credential as the viewer may see it, with its evidence, its checks and where its original is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.api.search import admitted_viewer
from app.api.shown import shown_fully
from app.domain import moderation, publishing
from app.domain.models import Credential, Role
from app.evidence.checks import readable_report
from app.evidence.levels import judged
from app.evidence.shown import ShownCredential, load_shown
from app.guard import allow
from app.recruiters.person import nobody_here
from app.signing_in import now, reading, release, services
from app.viewers import Viewer, note_look


@dataclass(frozen=True, slots=True)
class Seen:
    """A credential as the viewer of this request sees it."""

    viewer: Viewer
    learner_id: str
    credential: ShownCredential


def _see(credential_id: str) -> Seen:
    """Raises `NotFoundError`, the same for "not there" and "not for you"."""
    viewer = admitted_viewer()
    row = reading().get(Credential, credential_id)
    found = row and load_shown(reading(), row.learner_id, row.id, viewer.labels, rules=services().rules, now=now())
    if not found or found[1].row.issuer_id in moderation.hidden_issuers(reading()):
        raise nobody_here()
    return Seen(viewer, found[0].id, found[1])


def _looked(seen: Seen, what: str) -> None:
    release()
    note_look(services().database, seen.viewer, seen.learner_id, what, now=now(), credential_id=seen.credential.row.id)


@api.get("/credentials/<credential_id>")
@allow(Role.RECRUITER)
def credential(credential_id: str) -> ResponseReturnValue:
    """What it says, what shows it, how it was judged, and every check. The look is noted for the learner, as on the page."""
    seen = _see(credential_id)
    report = readable_report(publishing.latest_report(reading(), seen.credential.row), seen.credential)
    answer = jsonify(shown_fully(seen.learner_id, seen.credential, report, judged(seen.credential.claims)))
    _looked(seen, "credential")
    return answer


@api.get("/credentials/<credential_id>/original")
@allow(Role.RECRUITER)
def original(credential_id: str) -> ResponseReturnValue:
    """The bytes that were signed, for those who may see all that is in them."""
    seen = _see(credential_id)
    row = reading().get(Credential, credential_id) if seen.credential.original_offered else None
    if row is None:
        raise nobody_here()
    answer = Response(row.original, mimetype=row.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"credential-{row.sha256[:12]}")
    _looked(seen, "original")
    return answer
