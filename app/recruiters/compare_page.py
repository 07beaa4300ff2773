"""Two to four people side by side, each judged by the same search. The address holds the search and the people, so it can be shared.

It shows what their result cards show and no more; whoever does not answer the search is left out by name, and whoever shows nothing like
somebody who does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.contacts import NEVER_ASKED
from app.domain.models import Role
from app.guard import allow
from app.recruiters.addresses import address_of, search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.choosing import FEWEST, MOST, chosen_people, readable_ids
from app.recruiters.contacts_page import contacts_of
from app.recruiters.finding import Asked, ask, build_query
from app.recruiters.found import FoundPerson
from app.recruiters.grammar import parse
from app.recruiters.hits import found_people
from app.recruiters.understanding import understand
from app.recruiters.way_back import PERSON
from app.search.interface import Hit
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer


@recruiters.get("/search/compare")
@allow(Role.RECRUITER)
def compare() -> ResponseReturnValue:
    """The people that were chosen on a page of results. A search that cannot be answered is explained on its own page."""
    if not current_viewer().labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != PERSON]
    parsed = parse(pairs)
    known, notices = understand(reading(), parsed)
    if any(notice.stops for notice in notices):
        return redirect(address_of("recruiters.search", pairs), 303)
    ids = readable_ids(request.args.getlist(PERSON))
    asked = ask(services(), reading(), current_viewer(), parsed.form, known)
    people = _people(ids[:MOST], asked)
    shown = {person.learner_id for person in people}
    seen = chosen_people(services(), reading(), current_viewer(), ids[:MOST]).people
    return render_template(
        "recruiters/compare.html",
        people=people,
        more=len(ids) > MOST,
        unanswering=[person.name for person in seen if person.learner_id not in shown],
        gone=len(ids[:MOST]) - len(seen),
        few=len(people) < FEWEST,
        contacts=contacts_of(current_viewer(), shown),
        never_asked=NEVER_ASKED,
        back=search_url(parsed.form, chosen=[person.learner_id for person in seen]),
    )


def _people(chosen: Sequence[str], asked: Asked) -> tuple[FoundPerson, ...]:
    hits = [Hit(learner_id, 0, 0) for learner_id in chosen]
    query = build_query(asked, asked.form)
    return found_people(asked.services, asked.session, hits, query, asked.competencies, asked.expansions)
