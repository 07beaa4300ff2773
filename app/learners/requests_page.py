"""Who asks to be put in touch with a learner, and the learner's answers."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import letters
from app.accounts.forms import words_of
from app.domain import accounts as people
from app.domain import contacts
from app.domain.errors import InvalidError
from app.domain.models import ContactRequest, RequestState, Role
from app.guard import allow
from app.learners.blueprint import learners
from app.signing_in import now, reading, release, services, signed_in

log = logging.getLogger(__name__)
_SAID = {"yes": "Answered. They can read how to reach you.", "no": "Answered. They read “No, thank you”, and nothing else."}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as its learner reads it. An organisation that is not admitted now sees nothing, and cannot be answered."""

    request: ContactRequest
    state: RequestState
    domain: str
    admitted: bool


@learners.get("/requests")
@allow(Role.LEARNER)
def requests_page() -> ResponseReturnValue:
    """What waits for an answer first, then the rest."""
    return _page()


def _page(**wrong: str) -> str:
    asked = [_asked(each) for each in contacts.requests_to(reading(), people.learner_of(reading(), signed_in().id))]
    waiting = [each for each in asked if each.state is RequestState.WAITING]
    return render_template(
        "learners/requests.html",
        waiting=waiting,
        earlier=[each for each in asked if each.state is not RequestState.WAITING],
        longest=contacts.LONGEST_ANSWER,
        **wrong,
    )


def _asked(request: ContactRequest) -> Asked:
    organisation = request.organisation
    return Asked(request, contacts.state_of(request, now=now()), contacts.domain_of(organisation), contacts.is_admitted(organisation))


@learners.post("/requests/<request_id>/answer")
@allow(Role.LEARNER)
def answer_request(request_id: str) -> ResponseReturnValue:
    """Yes, with how they may be reached, or no."""
    said, how = request.form.get("answer"), request.form.get("how", "")
    if said is None or said not in _SAID:
        raise InvalidError("The form did not say yes or no.", next_step="Open your requests and press one of the two buttons.")
    try:
        _answer(request_id, how if said == "yes" else None)
    except InvalidError as error:
        return _page(wrong=request_id, how=how, error=words_of(error)), 422
    with services().database.reading() as session:
        letters.send_contact_answer(services().settings, session, request_id)
    flash(_SAID[said], "info")
    return redirect(url_for("learners.requests_page"), 303)


def _answer(request_id: str, how: str | None) -> None:
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        learner = people.learner_of(session, account_id)
        if how is None:
            contacts.decline(session, learner, request_id, bar=_bars(), now=now())
        else:
            contacts.accept(session, learner, request_id, how=how, now=now())


def _bars() -> bool:
    return "bar" in request.form


@learners.post("/requests/<request_id>/withdraw")
@allow(Role.LEARNER)
def withdraw_answer(request_id: str) -> ResponseReturnValue:
    """Take a yes back."""
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        contacts.withdraw_answer(session, people.learner_of(session, account_id), request_id, bar=_bars(), now=now())
    flash("Taken back. From now on they do not see how to reach you; what they have noted already stays with them.", "info")
    return redirect(url_for("learners.requests_page"), 303)


@learners.post("/requests/<request_id>/unbar")
@allow(Role.LEARNER)
def unbar(request_id: str) -> ResponseReturnValue:
    """Let an organisation ask again one day."""
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        contacts.unbar(session, people.learner_of(session, account_id), request_id)
    flash("They can ask you again one day.", "info")
    return redirect(url_for("learners.requests_page"), 303)


def count_of_requests() -> int:
    """How many requests wait for the learner who is signed in; for the header.

    The header stands on error pages too: in a session of its own, as the request's may be the one that broke, and never an error itself.
    """
    try:
        with services().database.reading() as session:
            return contacts.count_answerable(session, signed_in().id, now=now())
    except SQLAlchemyError as error:
        log.warning("requests could not be counted: %s", type(error).__name__)
        return 0


learners.add_app_template_global(count_of_requests)
