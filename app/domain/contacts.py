"""Being put in touch: an organisation asks a learner, the learner says yes and how, or no, or nothing (decision 19).

No address is passed on but the one that the learner types into a yes. What the organisation reads of a no is "No, thank you" and nothing
else. An organisation that is not admitted asks nothing, reads nothing, and is answered nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, ContactRequest, Learner, Organisation, OrganisationState, RequestState
from app.domain.plain import one_line, several_lines
from app.domain.visibility import labels_held_by

ANSWER_WITHIN = timedelta(days=30)
ASK_AGAIN_AFTER = timedelta(days=90)
"""After an end that was no yes, also when the organisation took its request back: else it could ask, and mail, every day."""
MOST_WAITING = 50
"""Of one organisation: who is asked shall be meant."""
SHORTEST_TEXT, LONGEST_TEXT = 20, 1000
LONGEST_ANSWER = 300
PAGE = 50
_READ = 4 * LONGEST_TEXT
"""Characters of a text that are looked at; what is longer is too long, whatever it holds."""
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Contact:
    """How an organisation stands with a learner: what became of its last request, and whether it may ask now.

    `not_before` is the day on which it may ask again at the earliest, where that lies ahead.
    """

    state: RequestState | None = None
    asked_at: datetime | None = None
    until: date | None = None
    not_before: date | None = None
    may_ask: bool = True


NEVER_ASKED = Contact()


def ask(session: Session, member: Account, learner_id: str, *, text: str, now: datetime) -> ContactRequest:
    """Ask a learner, whom `member` must be able to see, in the name of their organisation.

    Raises `InvalidError` for a text that cannot be, `RefusedError` or `DuplicateError` when the organisation may not ask now.
    """
    organisation, said = _admitted(member), usable_text(text)
    require_askable(session, member, learner_id, now=now)
    _refuse_too_many(session, organisation, now)
    _close_lapsed(session, organisation.id, learner_id, now)
    request = ContactRequest(
        organisation_id=organisation.id,
        learner_id=learner_id,
        asked_by=member.id,
        text=said,
        asked_at=now,
        until=(now + ANSWER_WITHIN).date(),
        state=RequestState.WAITING,
        since=now,
    )
    try:
        with session.begin_nested():  # a colleague may have asked since we looked
            session.add(request)
    except IntegrityError as error:
        raise DuplicateError(
            "A colleague has asked this person at the same moment, so yours was not sent.", next_step="It stands under Contacts."
        ) from error
    return request


def usable_text(text: str) -> str:
    """What an organisation writes, as it is kept. Raises `InvalidError` when it is too short or too long."""
    said = _GAP.sub("\n\n", several_lines(text[:_READ], limit=_READ))
    count = len(text) if len(text) > _READ else len(said)
    if not SHORTEST_TEXT <= count <= LONGEST_TEXT:
        raise InvalidError(
            f"Expected {SHORTEST_TEXT} to {LONGEST_TEXT:,} characters; there are {count:,}.",
            next_step="Shorten it." if count > LONGEST_TEXT else "Say what it is about.",
            field="text",
        )
    return said


def require_askable(session: Session, member: Account, learner_id: str, *, now: datetime) -> None:
    """Raises `DuplicateError` or `RefusedError`, with the day where there is one, when the member's organisation may not ask now."""
    organisation = _admitted(member)
    contact = contacts_with(session, organisation.id, [learner_id], now=now).get(learner_id, NEVER_ASKED)
    if contact.may_ask:
        return
    if contact.state is RequestState.WAITING:
        raise DuplicateError(
            f"Your organisation has asked this person already, and they can answer until {_day(contact.until)}.",
            next_step="The request stands under Contacts.",
        )
    if contact.state is RequestState.YES:
        raise DuplicateError("This person has said yes to your organisation.", next_step="How to reach them stands under Contacts.")
    if contact.not_before:
        raise RefusedError(
            f"Your organisation has asked this person before, so it cannot ask again before {_day(contact.not_before)}.",
            next_step="Until then, the choice is theirs.",
        )
    raise RefusedError("This person takes no further requests of your organisation.", next_step="Look for somebody else.")


def take_back(session: Session, member: Account, request_id: str, *, now: datetime) -> ContactRequest:
    """Take back a request that waits. Raises `NotFoundError` for one of another organisation, `RefusedError` when it waits no more."""
    request = _of_organisation(session, _admitted(member), request_id)
    if state_of(request, now=now) is not RequestState.WAITING:
        raise RefusedError("This request waits no more, so it cannot be taken back.", next_step="Contacts says what became of it.")
    _end(request, RequestState.TAKEN_BACK, now)
    return request


def accept(session: Session, learner: Learner, request_id: str, *, how: str, now: datetime) -> ContactRequest:
    """Say yes, and how one may be reached. Raises `InvalidError` when that is missing, else like `decline`."""
    request = _answerable(session, learner, request_id, now=now)
    request.answer = usable_answer(how)
    request.state, request.since = RequestState.YES, now
    return request


def usable_answer(how: str) -> str:
    """How a learner may be reached, as it is kept. Raises `InvalidError` when there is nothing, or too much."""
    said = one_line(how[:_READ], limit=_READ)
    if not said:
        raise InvalidError("Say how they may reach you.", next_step="For example your e-mail address.", field="how")
    if len(said) > LONGEST_ANSWER:
        raise InvalidError(f"Expected at most {LONGEST_ANSWER} characters, and this has more.", next_step="Shorten it.", field="how")
    return said


def decline(session: Session, learner: Learner, request_id: str, *, bar: bool, now: datetime) -> ContactRequest:
    """Say no; with `bar`, to every further request of this organisation too.

    Raises `NotFoundError` for a request to somebody else, `RefusedError` when it can be answered no more.
    """
    request = _answerable(session, learner, request_id, now=now)
    request.barred = bar
    _end(request, RequestState.NO, now)
    return request


def withdraw_answer(session: Session, learner: Learner, request_id: str, *, bar: bool, now: datetime) -> ContactRequest:
    """Take a yes back: the organisation reads it no more from its next look on. Twice changes nothing; raises like `decline`."""
    request = _to_learner(session, learner, request_id)
    if request.state == RequestState.WITHDRAWN:
        return request
    if request.state != RequestState.YES:
        raise RefusedError("You have not said yes to this request, so there is nothing to take back.", next_step="See your requests.")
    request.barred = bar
    _end(request, RequestState.WITHDRAWN, now)
    return request


def unbar(session: Session, learner: Learner, request_id: str) -> ContactRequest:
    """Let the organisation of this request ask again one day. Raises `NotFoundError` for a request to somebody else."""
    request = _to_learner(session, learner, request_id)
    request.barred = False
    return request


def state_of(request: ContactRequest, *, now: datetime) -> RequestState:
    """What has become of a request: one that waits lapses after its last day."""
    state = RequestState(request.state)
    return RequestState.LAPSED if state is RequestState.WAITING and now.date() > request.until else state


def contacts_with(session: Session, organisation_id: str, learner_ids: Iterable[str], *, now: datetime) -> dict[str, Contact]:
    """Learner -> how the organisation stands with them; without those whom it never asked."""
    asked = select(ContactRequest).where(
        ContactRequest.organisation_id == organisation_id, ContactRequest.learner_id.in_(list(learner_ids))
    )
    latest = {request.learner_id: request for request in session.scalars(asked.order_by(ContactRequest.asked_at))}
    return {learner_id: _contact(request, now) for learner_id, request in latest.items()}


def _contact(request: ContactRequest, now: datetime) -> Contact:
    state = state_of(request, now=now)
    facts = (state, request.asked_at, request.until)
    if state in (RequestState.WAITING, RequestState.YES):
        return Contact(*facts, may_ask=False)
    ended = request.until if state is RequestState.LAPSED else request.since.date()
    not_before = ended + ASK_AGAIN_AFTER
    if now.date() < not_before:
        return Contact(*facts, not_before=not_before, may_ask=False)
    return Contact(*facts, may_ask=not request.barred)


def requests_of(session: Session, organisation: Organisation, *, page: int = 1) -> tuple[Sequence[ContactRequest], int]:
    """A page of what the organisation has asked, the newest first, and the number of pages."""
    own = ContactRequest.organisation_id == organisation.id
    count = session.scalar(select(func.count()).select_from(ContactRequest).where(own)) or 0
    pages = max(1, -(-count // PAGE))
    found = _newest().where(own).offset((min(page, pages) - 1) * PAGE).limit(PAGE)
    return session.scalars(found).all(), pages


def requests_to(session: Session, learner: Learner) -> Sequence[ContactRequest]:
    """Everything that a learner was asked, the newest first."""
    return session.scalars(_newest().where(ContactRequest.learner_id == learner.id)).all()


def _newest() -> Select[ContactRequest]:
    whole = (joinedload(ContactRequest.organisation), joinedload(ContactRequest.asker))
    return select(ContactRequest).options(*whole).order_by(ContactRequest.asked_at.desc(), ContactRequest.id)


def count_answerable(session: Session, account_id: str, *, now: datetime) -> int:
    """How many requests wait for the learner behind this account."""
    waiting = select(func.count(ContactRequest.id)).join(ContactRequest.learner).join(ContactRequest.organisation)
    answerable = waiting.where(*_waits(now), Learner.account_id == account_id, Organisation.state == OrganisationState.APPROVED)
    return session.scalar(answerable) or 0


def is_admitted(organisation: Organisation) -> bool:
    """Whether the organisation's recruiters see anything now, answers among it."""
    return organisation.state == OrganisationState.APPROVED


def domain_of(organisation: Organisation) -> str:
    """The domain of the website that an organisation has named; empty when it named none that can be read."""
    website = organisation.website
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if _HOST.fullmatch(host) else ""


def _waits(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ContactRequest.state == RequestState.WAITING, ContactRequest.until >= now.date()


def _admitted(member: Account) -> Organisation:
    if member.organisation is None or not labels_held_by(member):
        raise RefusedError(
            "Only recruiters of an organisation that has been admitted can ask people.", next_step="An admin decides on that."
        )
    return member.organisation


def _refuse_too_many(session: Session, organisation: Organisation, now: datetime) -> None:
    # Locked, so that colleagues who ask at the same moment are counted one after the other.
    session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    waiting = select(func.count(ContactRequest.id)).where(ContactRequest.organisation_id == organisation.id, *_waits(now))
    if (session.scalar(waiting) or 0) >= MOST_WAITING:
        raise RefusedError(
            f"{MOST_WAITING} requests of your organisation wait for an answer, which is as many as there can be.",
            next_step="Take one back, or wait for the answers.",
        )


def _close_lapsed(session: Session, organisation_id: str, learner_id: str, now: datetime) -> None:
    """One that has lapsed is still stored as waiting, and only one of these can be."""
    session.execute(
        update(ContactRequest)
        .where(ContactRequest.organisation_id == organisation_id, ContactRequest.learner_id == learner_id)
        .where(ContactRequest.state == RequestState.WAITING, ContactRequest.until < now.date())
        .values(state=RequestState.LAPSED)
    )


def _answerable(session: Session, learner: Learner, request_id: str, *, now: datetime) -> ContactRequest:
    request = _to_learner(session, learner, request_id)
    state = state_of(request, now=now)
    if state is not RequestState.WAITING:
        why = {RequestState.TAKEN_BACK: "It was taken back by those who asked", RequestState.LAPSED: "Its time is over"}
        raise RefusedError(f"{why.get(state, 'You have answered this already')}, so nothing was changed.", next_step="See your requests.")
    if not is_admitted(request.organisation):
        raise RefusedError(
            "This organisation is no longer admitted, so an answer would reach nobody.", next_step="You need not do anything."
        )
    return request


def _to_learner(session: Session, learner: Learner, request_id: str) -> ContactRequest:
    request = _locked(session, request_id)
    if request is None or request.learner_id != learner.id:
        raise NotFoundError("There is no such request to you.", next_step="See your requests.")
    return request


def _of_organisation(session: Session, organisation: Organisation, request_id: str) -> ContactRequest:
    request = _locked(session, request_id)
    if request is None or request.organisation_id != organisation.id:
        raise NotFoundError("There is no such request in your organisation.", next_step="Contacts lists them.")
    return request


def _locked(session: Session, request_id: str) -> ContactRequest | None:
    """A request that nobody else changes meanwhile: it may be answered and taken back in the same instant."""
    return session.get(ContactRequest, request_id[:32], with_for_update=True)


def _end(request: ContactRequest, state: RequestState, now: datetime) -> None:
    request.state, request.since, request.answer = state, now, ""


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
