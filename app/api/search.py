"""/api/v1/search. POST takes the query model (`question.py`), and is what programs use. GET takes the names of the search page's address,
so that a search can be tried on the page and copied.

With a session instead of an API token, POST wants the token of a page's form (`csrf_token`) in the header X-CSRFToken.
"""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response, request
from flask.typing import ResponseReturnValue

from app.api.asking import ask
from app.api.blueprint import api
from app.api.question import read_question
from app.api.reading import Fault, FaultsError
from app.api.written import facet_counted, nobody_found, person_found
from app.domain.errors import RefusedError
from app.domain.models import Role
from app.errors import answer
from app.guard import allow
from app.recruiters.addresses import address_of
from app.recruiters.facets import FacetGroup
from app.recruiters.finding import Found, begin
from app.recruiters.grammar import SearchForm, parse, to_pairs
from app.signing_in import reading, services
from app.viewers import Viewer, current_viewer


def admitted_viewer() -> Viewer:
    """The viewer of this request. Raises `RefusedError` when their organisation may not search now."""
    viewer = current_viewer()
    if not viewer.labels:
        raise RefusedError("Your organisation has not been admitted yet.", next_step="An admin looks at it; try again later.")
    return viewer


@api.errorhandler(FaultsError)
def say_faults(error: FaultsError) -> ResponseReturnValue:
    """422 with every fault: its place, what was expected, what was found, what to do."""
    faults = [
        {"pointer": f.pointer, "expected": f.expected, "found": f.found, "next_step": f.next_step or error.next_step} for f in error.faults
    ]
    return answer(422, "The question cannot be understood", error.message, error.next_step, errors=faults)


@api.post("/search")
@allow(Role.RECRUITER)
def search_posted() -> ResponseReturnValue:
    """People found, with why; the facets with their counts; the cursor of the next page."""
    viewer = admitted_viewer()
    if not request.is_json:
        raise FaultsError([Fault("", "the content type application/json", f"“{request.mimetype[:40]}”")])
    found = ask(services(), reading(), viewer, read_question(request.get_data()))
    return _answer(
        total=found.total,
        hits=[person_found(person) for person in found.people],
        facets=[facet_counted(facet) for facet in found.facets],
        next=found.after,
        **nobody_found(found.nobody),
    )


@api.get("/search")
@allow(Role.RECRUITER)
def search() -> ResponseReturnValue:
    """What the search page shows under the same address: also its notices, and what asking for less would find."""
    underway = begin(services(), reading(), admitted_viewer(), parse(request.args.items(multi=True)))
    hits = [person_found(person) for person in underway.so_far.people]
    found = underway.found()
    return _answer(
        stopped=found.stopped,
        total=found.total,
        notices=[notice.sentence for notice in found.notices],
        hits=hits,
        facets=[_facet(group) for group in found.facets],
        loosenings=[{"words": each.words, "count": each.count, "search": pairs_of(each.form)} for each in found.loosenings],
        next=_next(found),
    )


def _answer(**members: object) -> Response:
    """`jsonify` for what is large: the same JSON in a tenth of the time."""
    return Response(msgspec.json.encode(members, order="sorted"), mimetype="application/json")


def pairs_of(form: SearchForm) -> list[list[str]]:
    """A search as the pairs of its address."""
    return [list(pair) for pair in to_pairs(form)]


def _facet(group: FacetGroup) -> dict[str, Any]:
    values = [{"value": c.value, "label": c.label, "count": c.count, "selected": c.selected} for c in group.choices]
    return {"name": group.name, "title": group.title, "values": values}


def _next(found: Found) -> str | None:
    """The address of the next page, None on the last."""
    if found.form.page >= found.pages:
        return None
    return address_of("api.search", to_pairs(found.form.on_page(found.form.page + 1)))
