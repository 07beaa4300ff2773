"""GET /api/v1/competencies?q=: competencies of the loaded frameworks that a text may mean, with how many people show each."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow
from app.recruiters.competencies import suggest
from app.recruiters.finding import people_showing
from app.signing_in import reading, services
from app.viewers import current_viewer

LIMIT = 10


@api.get("/competencies")
@allow(Role.RECRUITER)
def competencies() -> ResponseReturnValue:
    """Up to ten suggestions, the likeliest first. `people` counts those whom this recruiter may see."""
    found = suggest(services().database, reading(), request.args.get("q", ""), limit=LIMIT)
    counts = people_showing(services(), reading(), current_viewer(), [s.key for s in found])
    return jsonify(
        competencies=[
            {
                "key": s.key,
                "label": s.label,
                "matched_label": s.matched_label,
                "framework": s.framework,
                "people": counts.get(s.key, 0),
            }
            for s in found
        ]
    )
