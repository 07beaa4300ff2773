"""GET /api/v1/competencies: competencies of the loaded frameworks by what a text may mean or by address, and how many people show each."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow
from app.recruiters.competencies import at_address, suggest
from app.recruiters.finding import people_showing
from app.signing_in import reading, services
from app.viewers import current_viewer

LIMIT = 10


@api.get("/competencies")
@allow(Role.RECRUITER)
def competencies() -> ResponseReturnValue:
    """Up to ten suggestions for `q`, the likeliest first, or the one competency that `uri` names, also a retired one.

    `people` counts those whom this recruiter may see.
    """
    address = request.args.get("uri", "").strip()
    text = request.args.get("q", "")
    found = at_address(reading(), address) if address else suggest(services().database, reading(), text, limit=LIMIT)
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
