"""GET /api/v1/people/ID: everything that the viewer may see of one person, and nothing that tells whether there is more."""

from __future__ import annotations

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.api.search import admitted_viewer
from app.api.shown import shown_briefly
from app.domain.models import Role
from app.guard import allow
from app.recruiters.person import load_person
from app.signing_in import now, reading, release, services
from app.viewers import note_look


@api.get("/people/<learner_id>")
@allow(Role.RECRUITER)
def person(learner_id: str) -> ResponseReturnValue:
    """The person with their credentials, the newest first. The look is noted for them, as on the page."""
    viewer = admitted_viewer()
    found = load_person(services(), reading(), learner_id, viewer)
    answer = jsonify(
        learner=found.learner.id,
        name=found.learner.shown_name,
        headline=found.learner.headline,
        place=found.learner.place,
        credentials=[shown_briefly(credential) for credential in found.credentials],
        page=url_for("recruiters.person", learner_id=found.learner.id),
    )
    release()
    note_look(services().database, viewer, learner_id, "profile", now=now())
    return answer
