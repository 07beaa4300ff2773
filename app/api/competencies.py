"""GET /api/v1/competencies: competencies by what a text may mean or by address, and how many people show each.

Criteria of rubrics that have only their words stand behind the likeliest competencies of frameworks, where they are seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow
from app.recruiters.offering import NOT_LOOKED_FOR, Offered, is_guessed, offered, offered_at, offered_looser
from app.signing_in import reading, services
from app.viewers import current_viewer


@api.get("/competencies")
@allow(Role.RECRUITER)
def competencies() -> ResponseReturnValue:
    """Up to ten competencies for `q`, the likeliest first, and some criteria; or the one competency that `uri` names, also a retired one.

    Among equally good names those that somebody shows to this recruiter come first; `people` counts those who show it, itself, to this
    recruiter; a search may also reach what is related. When there is none, or those that there are only resemble `q`, `looser` has those
    that are called like a part of it; `guessed` says so. Where there is none, `note` says in which languages names are known.
    """
    address = request.args.get("uri", "").strip()
    asked, text = (services(), reading(), current_viewer()), request.args.get("q", "").strip()
    found = offered_at(*asked, address) if address else offered(*asked, text)
    looser = offered_looser(*asked, text, found) if text and not address else NOT_LOOKED_FOR
    return jsonify(
        competencies=_written(found),
        guessed=bool(found) and not address and is_guessed(found),
        looser=_written(looser.found),
        note=(not found and looser.sentence) or None,
    )


def _written(found: Iterable[Offered]) -> list[dict[str, Any]]:
    return [
        {
            "key": each.suggestion.key,
            "label": each.suggestion.label,
            "matched_label": each.suggestion.matched_label,
            "framework": each.suggestion.framework,
            "people": each.people,
        }
        for each in found
    ]
