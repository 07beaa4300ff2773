"""Asking a person to be put in touch, and everything that a recruiter's organisation has asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import letters
from app.accounts.forms import put_beside
from app.domain import contacts
from app.domain.contacts import Contact
from app.domain.errors import DomainError, DuplicateError, NotFoundError, RefusedError
from app.domain.models import Account, ContactRequest, RequestState, Role
from app.extensions import limiter
from app.guard import allow
from app.recruiters.blueprint import recruiters
from app.recruiters.forms import ContactForm
from app.recruiters.person import PersonPage, load_person, visible_people
from app.signing_in import now, reading, release, services, signed_in
from app.viewers import Viewer, current_viewer, viewer_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A request of the organisation; `name` is None once the person shows it nothing any more."""

    request: ContactRequest
    state: RequestState
    name: str | None


@recruiters.get("/people/<learner_id>/contact")
@allow(Role.RECRUITER)
def ask_form(learner_id: str) -> ResponseReturnValue:
    """The form, or why the organisation cannot ask this person now."""
    page = load_person(services(), reading(), learner_id, current_viewer())
    return _form(page, ContactForm(formdata=None))


@recruiters.post("/people/<learner_id>/contact")
@allow(Role.RECRUITER)
@limiter.limit("30 per hour")
def ask(learner_id: str) -> ResponseReturnValue:
    """Ask. Whoever cannot see the person now gets the same answer as for nobody."""
    page = load_person(services(), reading(), learner_id, current_viewer())
    form = ContactForm()
    if not form.validate_on_submit():
        return _form(page, form), 422
    account_id = signed_in().id
    release()
    try:
        request_id = _ask(account_id, learner_id, form.text.data or "")
    except NotFoundError:
        raise
    except DomainError as error:
        put_beside(form, error)
        return _form(page, form), 409 if isinstance(error, DuplicateError) else 422
    with services().database.reading() as session:
        letters.send_contact_request(services().settings, session, request_id)
    flash("Asked. The person reads it here and decides; their answer stands in this list.", "info")
    return redirect(url_for("recruiters.contacts_page"), 303)


def _ask(account_id: str, learner_id: str, text: str) -> str:
    with services().database.writing() as session:
        member = session.get_one(Account, account_id)
        load_person(services(), session, learner_id, viewer_of(member))  # they may have withdrawn since
        return contacts.ask(session, member, learner_id, text=text, now=now()).id


def _form(page: PersonPage, form: ContactForm) -> str:
    member = signed_in()
    assert member.organisation is not None, "load_person lets nobody without an organisation come here"
    return render_template(
        "recruiters/contact.html",
        page=page,
        form=form,
        member=member,
        domain=contacts.domain_of(member.organisation),
        refused=_refused(member, page.learner.id),
        days=contacts.ANSWER_WITHIN.days,
        again_days=contacts.ASK_AGAIN_AFTER.days,
    )


def _refused(member: Account, learner_id: str) -> DomainError | None:
    try:
        contacts.require_askable(reading(), member, learner_id, now=now())
    except (DuplicateError, RefusedError) as error:
        return error
    return None


@recruiters.get("/contacts")
@allow(Role.RECRUITER)
def contacts_page() -> ResponseReturnValue:
    """Everything that the organisation has asked, whoever of it did."""
    viewer, organisation = current_viewer(), signed_in().organisation
    if not viewer.labels or organisation is None:
        return render_template("recruiters/waiting.html", organisation=organisation)
    found, pages = contacts.requests_of(reading(), organisation, page=_page_number())
    people = visible_people(services(), reading(), {each.learner_id for each in found}, viewer)
    listed = [Listed(each, contacts.state_of(each, now=now()), people.get(each.learner_id)) for each in found]
    return render_template(
        "recruiters/contacts.html", listed=listed, page=min(_page_number(), pages), pages=pages, again_days=contacts.ASK_AGAIN_AFTER.days
    )


def _page_number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


@recruiters.post("/contacts/<request_id>/take-back")
@allow(Role.RECRUITER)
def take_back(request_id: str) -> ResponseReturnValue:
    """Take a request back that waits; any colleague can."""
    account_id = signed_in().id
    release()
    with services().database.writing() as session:
        contacts.take_back(session, session.get_one(Account, account_id), request_id, now=now())
    flash("Taken back.", "info")
    return redirect(url_for("recruiters.contacts_page"), 303)


def contacts_of(viewer: Viewer, learner_ids: Iterable[str]) -> dict[str, Contact]:
    """How the viewer's organisation stands with each of these people whom it has ever asked."""
    if viewer.organisation_id is None or viewer.preview:
        return {}
    return contacts.contacts_with(reading(), viewer.organisation_id, learner_ids, now=now())
