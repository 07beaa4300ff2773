"""GET /api/v1/competencies: competencies by what a text may mean or by address, and how many people show each.

Criteria of rubrics that have only their words stand behind the likeliest competencies of frameworks, where they are seen.
"""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow
from app.recruiters import criteria
from app.recruiters.competencies import at_address, shown_first, suggest
from app.recruiters.finding import people_showing
from app.signing_in import reading, services
from app.viewers import current_viewer

LIMIT = 10
EQUALS = 50
"""Competencies among which those that somebody shows are looked for, when their names are as good as the tenth."""
LIKELIEST = 3
"""Competencies in front of the criteria."""


@api.get("/competencies")
@allow(Role.RECRUITER)
def competencies() -> ResponseReturnValue:
    """Up to ten competencies for `q`, the likeliest first, and some criteria; or the one competency that `uri` names, also a retired one.

    Among equally good names those that somebody shows to this recruiter come first; `people` counts those whom this recruiter may see.
    """
    address = request.args.get("uri", "").strip()
    text = request.args.get("q", "")
    named = at_address(reading(), address) if address else suggest(services().database, reading(), text, limit=LIMIT, equals=EQUALS)
    counts = dict(people_showing(services(), reading(), current_viewer(), [s.key for s in named]))
    found = shown_first(named, counts)[:LIMIT]
    worded = [] if address else criteria.suggest(services(), reading(), current_viewer(), text)
    found = [*found[:LIKELIEST], *(criterion for criterion, _ in worded), *found[LIKELIEST:]]
    counts |= {criterion.key: people for criterion, people in worded}
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
