"""GET and POST /api/v1/search: the same search as the page, with the same names, as JSON. POST is for searches too long for an address.

It wants the token of a page's form (`csrf_token`) in the header X-CSRFToken, like everything that is posted with a session cookie.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.errors import InvalidError, RefusedError
from app.domain.models import Role
from app.guard import allow
from app.recruiters.facets import FacetGroup
from app.recruiters.finding import Found, find
from app.recruiters.grammar import SearchForm, parse, to_pairs
from app.recruiters.hits import FoundPerson, Reason
from app.signing_in import reading, services
from app.viewers import current_viewer

EXAMPLE = '{"must": ["n2tyjukvtq47:3"], "words": "bread"}'


@api.route("/search", methods=["GET", "POST"])
@allow(Role.RECRUITER)
def search() -> ResponseReturnValue:
    """People found, with why, the facets with their counts, and the address of the next page."""
    viewer = current_viewer()
    if not viewer.labels:
        raise RefusedError("Your organisation has not been admitted yet.", next_step="An admin looks at it; try again later.")
    pairs = posted_pairs(request.get_json(silent=True)) if request.method == "POST" else request.args.items(multi=True)
    found = find(services(), reading(), viewer, parse(pairs))
    return jsonify(
        stopped=found.stopped,
        total=found.total,
        notices=[notice.sentence for notice in found.notices],
        hits=[_person(person) for person in found.people],
        facets=[_facet(group) for group in found.facets],
        loosenings=[{"words": each.words, "count": each.count, "search": pairs_of(each.form)} for each in found.loosenings],
        next=_next(found),
    )


def posted_pairs(body: Any) -> list[tuple[str, str]]:
    """The pairs of a search in a JSON object: name -> text or number, or a list of them. Raises `InvalidError` for anything else."""
    if not isinstance(body, dict):
        raise InvalidError(f"Expected a JSON object such as {EXAMPLE}, and found none.", next_step="Send it as application/json.")
    return [(name, str(value)) for name, given in body.items() for value in _values(name, given)]


def _values(name: str, given: Any) -> list[str | int]:
    values = given if isinstance(given, list) else [given]
    if all(isinstance(value, str | int) and not isinstance(value, bool) for value in values):
        return values
    raise InvalidError(f"“{name[:40]}” takes a text or a list of texts.", next_step=f"For example {EXAMPLE}.")


def pairs_of(form: SearchForm) -> list[list[str]]:
    """A search as the pairs of its address."""
    return [list(pair) for pair in to_pairs(form)]


def _person(person: FoundPerson) -> dict[str, Any]:
    return {
        "learner": person.learner_id,
        "name": person.name,
        "headline": "".join(text for text, _ in person.headline),
        "place": person.place,
        "score": person.score,
        "credentials": person.credentials,
        "reasons": [_reason(reason, person.learner_id) for reason in (*person.reasons, *person.others)],
    }


def _reason(reason: Reason, learner_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {"competency": reason.label, "nice": reason.is_nice, "met": reason.met}
    if reason.credential is None:
        return found
    held, parts, step = reason.credential, reason.parts, reason.step
    return found | {
        "how": reason.how.value if reason.how else None,
        "level": {"rank": step.rank, "of": step.count, "name": step.name} if step else None,
        "points": {name: getattr(parts, name) for name in ("match", "level", "recency", "backing", "nice", "total")} if parts else None,
        "credential": {
            "id": held.row.id,
            "title": held.row.title,
            "issuer": held.issuer_name,
            "backing": held.backing,
            "issued": held.issued.date().isoformat(),
            "evidence": sorted({piece.kind for piece in held.evidence}),
            "address": url_for("evidence.inspect", learner_id=learner_id, credential_id=held.row.id),
        },
        "words": [{"text": text, "match": match} for text, match in reason.fragments],
    }


def _facet(group: FacetGroup) -> dict[str, Any]:
    values = [{"value": c.value, "label": c.label, "count": c.count, "selected": c.selected} for c in group.choices]
    return {"name": group.name, "title": group.title, "values": values}


def _next(found: Found) -> str | None:
    """The address of the next page, None on the last."""
    if found.form.page >= found.pages:
        return None
    values: dict[str, list[str]] = {}
    for name, value in to_pairs(found.form.on_page(found.form.page + 1)):
        values.setdefault(name, []).append(value)
    return url_for("api.search", **values)  # type: ignore[arg-type]  # dots in names keep them from being _anchor and the like
