"""Being put in touch: who may ask whom and when, what a learner can answer, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain import accounts, contacts, moderation, schema
from app.domain.database import Database
from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, ContactRequest, Learner, OrganisationState, RequestState, Role
from config.settings import Settings

NOW = datetime(2026, 12, 3, 15, tzinfo=UTC)
TEXT = "We look for somebody who keeps our timetable data in order."
DAY = timedelta(days=1)


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    database = Database(settings.database_url)
    schema.prepare(database)
    with database.writing() as opened:
        yield opened
    database.close()


def recruiter(session: Session, organisation: str = "Acme", *, state: OrganisationState = OrganisationState.APPROVED) -> Account:
    founded = moderation.found_organisation(session, name=organisation, website="https://www.acme.example/jobs", purpose="", now=NOW)
    founded.state = state
    address = f"rita@{organisation.lower()}.example"
    return accounts.register(session, email=address, password=None, name="Rita", role=Role.RECRUITER, now=NOW, organisation=founded)


def person(session: Session, name: str = "ana") -> Learner:
    account = accounts.register(session, email=f"{name}@example.org", password=None, name=name, role=Role.LEARNER, now=NOW)
    return accounts.learner_of(session, account.id)


@pytest.fixture
def rita(session: Session) -> Account:
    return recruiter(session)


@pytest.fixture
def ana(session: Session) -> Learner:
    return person(session)


def ask(session: Session, by: Account, whom: Learner, *, at: datetime = NOW, text: str = TEXT) -> ContactRequest:
    return contacts.ask(session, by, whom.id, text=text, now=at)


def contact(session: Session, by: Account, whom: Learner, *, at: datetime = NOW) -> contacts.Contact:
    return contacts.contacts_with(session, str(by.organisation_id), [whom.id], now=at)[whom.id]


def test_a_request_waits_for_thirty_days_and_its_last_day_counts_whole(session, rita, ana):
    request = ask(session, rita, ana)
    assert (request.until, request.asked_by, request.text) == (date(2027, 1, 2), rita.id, TEXT)
    assert contacts.state_of(request, now=datetime(2027, 1, 2, 23, 59, tzinfo=UTC)) is RequestState.WAITING
    assert contacts.state_of(request, now=datetime(2027, 1, 3, tzinfo=UTC)) is RequestState.LAPSED


@pytest.mark.parametrize("state", [OrganisationState.WAITING, OrganisationState.SUSPENDED])
def test_only_an_admitted_organisation_asks(session, ana, state):
    with pytest.raises(RefusedError, match="admitted"):
        ask(session, recruiter(session, state=state), ana)


@pytest.mark.parametrize(
    ("text", "count"), [("", "0"), ("x" * 19, "19"), ("x" * 1001, "1,001"), ("y" * 10_000, "10,000"), (" \x00\r\n" * 900, "0")]
)
def test_a_text_that_is_too_short_or_too_long_is_refused_with_its_length(session, rita, ana, text, count):
    with pytest.raises(InvalidError, match=f"there are {count}") as raised:
        ask(session, rita, ana, text=text)
    assert raised.value.field == "text"


def test_paragraphs_are_kept_and_controls_are_not(session, rita, ana):
    request = ask(session, rita, ana, text="Dear Ana,\r\n\r\n\r\n\r\n\r\nwe look for\x00somebody like you.\x1b \n")
    assert request.text == "Dear Ana,\n\nwe look for somebody like you."


def test_one_request_waits_at_a_time_whoever_of_the_organisation_asks(session, rita, ana):
    ask(session, rita, ana)
    with pytest.raises(DuplicateError, match="until 2 January 2027"):
        ask(session, rita, ana, at=NOW + DAY)
    assert ask(session, recruiter(session, "Bolt"), ana), "another organisation is another matter"


def test_the_database_itself_keeps_a_second_waiting_request_out(session, rita, ana, monkeypatch):
    ask(session, rita, ana)
    monkeypatch.setattr(contacts, "require_askable", lambda *_args, **_named: None)
    with pytest.raises(DuplicateError, match="at the same moment"):
        ask(session, rita, ana)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(ContactRequest(organisation_id=rita.organisation_id, learner_id=ana.id, text="", asked_at=NOW, until=NOW, since=NOW))


def test_a_yes_holds_what_the_learner_typed_and_ends_the_asking(session, rita, ana):
    request = contacts.accept(session, ana, ask(session, rita, ana).id, how="  ana@home.example,\tevenings ", now=NOW + DAY)
    assert (request.state, request.answer, request.since) == (RequestState.YES, "ana@home.example, evenings", NOW + DAY)
    with pytest.raises(DuplicateError, match="said yes"):
        ask(session, rita, ana, at=NOW + 400 * DAY)


@pytest.mark.parametrize("how", ["", " \r\n\x00", "x" * 301, "x" * 100_000])
def test_a_yes_says_how_and_in_few_words(session, rita, ana, how):
    request = ask(session, rita, ana)
    with pytest.raises(InvalidError) as raised:
        contacts.accept(session, ana, request.id, how=how, now=NOW)
    assert (raised.value.field, request.state) == ("how", RequestState.WAITING)


def test_after_a_no_ninety_days_pass(session, rita, ana):
    contacts.decline(session, ana, ask(session, rita, ana).id, bar=False, now=NOW + DAY)
    assert contact(session, rita, ana, at=NOW + DAY).not_before == date(2027, 3, 4)
    with pytest.raises(RefusedError, match="before 4 March 2027"):
        ask(session, rita, ana, at=datetime(2027, 3, 3, 23, tzinfo=UTC))
    assert ask(session, rita, ana, at=datetime(2027, 3, 4, tzinfo=UTC)).state == RequestState.WAITING


def test_after_no_answer_ninety_days_pass_from_the_last_day_on(session, rita, ana):
    first = ask(session, rita, ana)
    with pytest.raises(RefusedError, match="before 2 April 2027"):
        ask(session, rita, ana, at=datetime(2027, 4, 1, 23, tzinfo=UTC))
    again = datetime(2027, 4, 2, tzinfo=UTC)
    assert ask(session, rita, ana, at=again).state == RequestState.WAITING
    session.refresh(first)
    assert first.state == RequestState.LAPSED, "only one can be stored as waiting"
    assert contact(session, rita, ana, at=again).state is RequestState.WAITING


def test_a_request_that_is_taken_back_is_answered_no_more_and_not_made_again_at_once(session, rita, ana):
    request = ask(session, rita, ana)
    contacts.take_back(session, rita, request.id, now=NOW)
    with pytest.raises(RefusedError, match="taken back by those who asked"):
        contacts.accept(session, ana, request.id, how="ana@example.org", now=NOW)
    with pytest.raises(RefusedError, match="before 3 March 2027"):
        ask(session, rita, ana, at=NOW + DAY)


def test_what_waits_no_more_cannot_be_taken_back(session, rita, ana):
    request = ask(session, rita, ana)
    contacts.accept(session, ana, request.id, how="ana@example.org", now=NOW)
    with pytest.raises(RefusedError, match="waits no more"):
        contacts.take_back(session, rita, request.id, now=NOW)
    assert request.answer == "ana@example.org"


def test_a_bar_outlasts_the_ninety_days_until_it_is_lifted(session, rita, ana):
    request = contacts.decline(session, ana, ask(session, rita, ana).id, bar=True, now=NOW)
    late = NOW + 91 * DAY
    with pytest.raises(RefusedError, match="before 3 March 2027"):
        ask(session, rita, ana, at=NOW + 89 * DAY)
    with pytest.raises(RefusedError, match="no further requests"):
        ask(session, rita, ana, at=late)
    assert not contact(session, rita, ana, at=late).may_ask
    contacts.unbar(session, ana, request.id)
    assert ask(session, rita, ana, at=late)


def test_an_answer_comes_in_time_once_and_to_an_admitted_organisation(session, rita, ana):
    request = ask(session, rita, ana)
    with pytest.raises(RefusedError, match="time is over"):
        contacts.decline(session, ana, request.id, bar=False, now=NOW + 31 * DAY)
    rita.organisation.state = OrganisationState.SUSPENDED
    with pytest.raises(RefusedError, match="no longer admitted"):
        contacts.accept(session, ana, request.id, how="ana@example.org", now=NOW)
    rita.organisation.state = OrganisationState.APPROVED
    contacts.decline(session, ana, request.id, bar=False, now=NOW)
    with pytest.raises(RefusedError, match="answered this already"):
        contacts.accept(session, ana, request.id, how="ana@example.org", now=NOW)


def test_a_yes_that_is_taken_back_is_erased(session, rita, ana):
    request = contacts.accept(session, ana, ask(session, rita, ana).id, how="ana@example.org", now=NOW)
    rita.organisation.state = OrganisationState.SUSPENDED  # taking back is always possible
    contacts.withdraw_answer(session, ana, request.id, bar=True, now=NOW + DAY)
    contacts.withdraw_answer(session, ana, request.id, bar=False, now=NOW + 2 * DAY)
    assert (request.state, request.answer, request.since, request.barred) == (RequestState.WITHDRAWN, "", NOW + DAY, True)


def test_only_a_yes_can_be_taken_back(session, rita, ana):
    request = ask(session, rita, ana)
    with pytest.raises(RefusedError, match="not said yes"):
        contacts.withdraw_answer(session, ana, request.id, bar=False, now=NOW)


def test_nobody_touches_the_requests_of_others(session, rita, ana):
    request = ask(session, rita, ana)
    other, eve = recruiter(session, "Bolt"), person(session, "eve")
    for act in (
        lambda: contacts.take_back(session, other, request.id, now=NOW),
        lambda: contacts.accept(session, eve, request.id, how="eve@example.org", now=NOW),
        lambda: contacts.decline(session, eve, request.id, bar=True, now=NOW),
        lambda: contacts.withdraw_answer(session, eve, request.id, bar=False, now=NOW),
        lambda: contacts.unbar(session, eve, request.id),
        lambda: contacts.decline(session, ana, "\x00" * 99, bar=False, now=NOW),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert request.state == RequestState.WAITING


def test_at_most_fifty_requests_of_an_organisation_wait(session, rita):
    people = [person(session, f"p{number}") for number in range(contacts.MOST_WAITING + 1)]
    asked = [ask(session, rita, each) for each in people[:-1]]
    with pytest.raises(RefusedError, match="50 requests"):
        ask(session, rita, people[-1])
    contacts.take_back(session, rita, asked[0].id, now=NOW)
    assert ask(session, rita, people[-1])
    assert ask(session, rita, person(session, "late"), at=NOW + 31 * DAY), "those that have lapsed do not count"


def test_what_waits_is_counted_for_the_learner(session, rita, ana):
    ask(session, rita, ana)
    ask(session, bolt := recruiter(session, "Bolt"), ana)
    ask(session, rita, person(session, "eve"))
    assert contacts.count_answerable(session, ana.account_id, now=NOW) == 2
    bolt.organisation.state = OrganisationState.SUSPENDED
    session.flush()
    assert contacts.count_answerable(session, ana.account_id, now=NOW) == 1
    assert contacts.count_answerable(session, ana.account_id, now=NOW + 31 * DAY) == 0


def test_a_page_holds_the_newest_first(session, rita, ana, monkeypatch):
    monkeypatch.setattr(contacts, "PAGE", 2)
    names = [ana, person(session, "ben"), person(session, "cleo")]
    for number, each in enumerate(names):
        ask(session, rita, each, at=NOW + number * DAY)
    pages = [[r.learner_id for r in contacts.requests_of(session, rita.organisation, page=n)[0]] for n in (1, 2, 99)]
    assert pages == [[names[2].id, names[1].id], [names[0].id], [names[0].id]]
    assert contacts.requests_of(session, rita.organisation)[1] == 2


def test_with_the_learner_their_requests_go_and_with_the_recruiter_only_the_name(session, rita, ana):
    ask(session, rita, ana)
    ask(session, rita, person(session, "eve"))
    accounts.delete_account(session, ana.account, now=NOW)
    session.flush()
    accounts.delete_account(session, rita, now=NOW)
    session.flush()
    session.expire_all()
    (left,) = session.scalars(select(ContactRequest))
    assert (left.asked_by, left.organisation.name, left.text) == (None, "Acme", TEXT)


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.acme.example/jobs?x", "acme.example"),
        ("acme.example", "acme.example"),
        ("", ""),
        ("http://[broken", ""),
        ("not an address", ""),
    ],
)
def test_a_domain_is_that_of_the_website(session, rita, website, domain):
    rita.organisation.website = website
    assert contacts.domain_of(rita.organisation) == domain
