"""The recruiter's room: search people by competency, read one person's page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domain import saved_searches
from app.domain.contacts import NEVER_ASKED
from app.domain.errors import NotFoundError
from app.domain.models import Role
from app.guard import allow
from app.recruiters import compare_page, competencies, competency_page, contacts_page, job_ad_page, saved_page
from app.recruiters.addresses import CHOICE, address_for, address_of, chosen_here, pairs_beside, search_url, selecting
from app.recruiters.apart import told_apart
from app.recruiters.blueprint import recruiters as recruiters
from app.recruiters.by_words import by_words, competencies_named, is_by_words
from app.recruiters.choosing import chosen_people
from app.recruiters.conditions import CONDITIONS
from app.recruiters.controls import WITHIN, is_change, read_change
from app.recruiters.describing import conditions_of
from app.recruiters.drawn import draw_hits, drawn_hit
from app.recruiters.finding import begin
from app.recruiters.grammar import LIST_WORDS, LISTS, SearchForm, parse, to_pairs
from app.recruiters.job_ads import LEFT, parse_left
from app.recruiters.offering import NOT_LOOKED_FOR, Looser, Offered, is_guessed, offered, offered_looser
from app.recruiters.person import render_person
from app.recruiters.saved import Opened, address_to_keep, opened
from app.recruiters.way_back import PERSON
from app.search.ranking import WEIGHTS, most_points
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer

PAGES = (compare_page, competency_page, contacts_page, job_ad_page, saved_page)
"""The pages that have files of their own, imported so that their routes are there."""
recruiters.add_app_template_filter(conditions_of, "conditions_of")
recruiters.add_app_template_global(selecting)
recruiters.add_app_template_global(address_for)
recruiters.add_app_template_global(partial(most_points, WEIGHTS), "most_points")

BESIDE = ("find", "to", "saved", CHOICE, LEFT)
"""Names in the page's address that are no part of the search."""


@dataclass(frozen=True, slots=True)
class Question:
    """"Which of these do you mean?": what was typed, for which list, and what it may mean."""

    text: str
    to: str
    offered: tuple[Offered, ...]
    looser: Looser = NOT_LOOKED_FOR
    """What is called like a part of it, when nothing is surely meant by it."""
    by_words: str = ""
    """What asks for the text itself, by its words."""
    guessed: bool = False
    """Nothing that is offered is surely meant."""


@recruiters.get("/search")
@allow(Role.RECRUITER)
def search() -> ResponseReturnValue:
    """The search page. What its form sends is folded into a plain address first."""
    viewer = current_viewer()
    if not viewer.labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    if is_change(request.args):
        return redirect(_folded(), 303)
    pairs = [(n, v) for n, v in request.args.items(multi=True) if n not in BESIDE and not n.startswith(WITHIN)]
    within = {n.removeprefix(WITHIN): v for n, v in request.args.items() if n.startswith(WITHIN) and v.strip()}
    underway = begin(services(), reading(), viewer, parse(pairs), within=within)
    apart = told_apart(underway)
    chosen = chosen_people(services(), reading(), viewer, chosen_here())
    saved = _saved(underway.so_far.form)
    draw_hits(underway.so_far.people, new=saved.new if saved else ())
    contacts = contacts_page.contacts_of(viewer, [person.learner_id for person in underway.so_far.people])
    found = underway.found()
    return render_template(
        "recruiters/search.html",
        found=found,
        drawn_hit=drawn_hit,
        apart=apart(),
        contacts=contacts,
        question=_question(),
        chosen=chosen,
        comparing=address_of("recruiters.compare", [*to_pairs(found.form.on_page(1)), *((PERSON, each) for each in chosen.ids)]),
        url=partial(search_url, chosen=chosen.ids),
        url_choosing=search_url,
        job_description=address_of("recruiters.job_description", pairs_beside(found.form, chosen.ids)),
        pairs=partial(pairs_beside, chosen=chosen.ids),
        lists=LIST_WORDS,
        conditions=CONDITIONS,
        saved=saved,
        left=parse_left(request.args.get(LEFT, "")),
        save=address_of("recruiters.save_search", pairs_beside(found.form.on_page(1), chosen.ids)),
        browsing=found.form.asks or found.form.sort == "newest" or found.form.page > 1,
    )


def _folded() -> str:
    change = read_change(request.args.items(multi=True))
    pairs = change.pairs
    question: dict[str, str] = {}
    if change.pick and change.pick in competencies_named(reading(), [change.pick]):
        pairs = change.with_key(change.pick)
    elif change.add:
        named = competencies.exactly(services().database, reading(), change.add)
        pairs = change.with_key(named.key) if named else pairs
        question = {} if named else {"find": change.add, "to": change.to}
    return search_url(parse(pairs).form, at="which" if question else change.at, chosen=chosen_here(), **question)


def _saved(form: SearchForm) -> Opened | None:
    """The saved search from which this page was opened, for as long as it is still the same search."""
    named = request.args.get("saved", "")
    if not named:
        return None
    try:
        row = saved_searches.own(reading(), signed_in(), named)
    except NotFoundError:
        return None
    same = address_to_keep(form) == row.address
    return opened(services(), reading(), current_viewer(), row) if same else None


def _question() -> Question | None:
    text = " ".join(request.args.get("find", "").split())[:200]
    if not text:
        return None
    to = request.args.get("to", "must")
    asked = (services(), reading(), current_viewer(), text)
    found = offered(*asked)
    looser = offered_looser(*asked, found)
    called = any(is_by_words(each.suggestion.key) and each.suggestion.label.casefold() == text.casefold() for each in found)
    return Question(text, to if to in LISTS else "must", tuple(found), looser, "" if called else by_words(text), is_guessed(found))


@recruiters.get("/people/<learner_id>")
@allow(Role.RECRUITER)
def person(learner_id: str) -> ResponseReturnValue:
    """Everything that this recruiter may see of one person."""
    by = "competency" if request.args.get("by") == "competency" else "newest"
    viewer = current_viewer()
    contact = contacts_page.contacts_of(viewer, [learner_id]).get(learner_id, NEVER_ASKED)
    return render_person(learner_id, viewer, by=by, contact=contact)
