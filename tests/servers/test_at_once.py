"""Several people do the same, or opposite things, in the same instant. SQLite lets one in at a time; PostgreSQL lets all of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from sqlalchemy import func, select

from app.checking import recheck
from app.domain import audit, contacts, moderation, rebuilds
from app.domain.errors import DomainError
from app.domain.models import Account, ContactRequest, Credential, Issuer, Learner, Publication, Rebuild, Standing
from indexer import drift, relay
from tests.factories.house import House, upload
from tests.servers.running.people import Person, found, leave, publish, settle_in, withdraw
from tests.unit.verification.issuing import badge, signed


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned, or the `DomainError` it raised; they begin together. Every other error is the test's."""
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        begin.wait(10)
        try:
            return act()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def count(house: House, entity: type) -> int:
    with house.services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(entity)) or 0


def test_learners_who_are_the_first_to_meet_an_issuer_all_keep_their_import(house: House) -> None:
    clients = [house.client(house.learner(f"l{number}@example.org")) for number in range(6)]
    badges = [house.signed(id=f"urn:example:{number}") for number in range(6)]
    pages = at_once(*[lambda c=c, b=b: c.post("/my/import", data={"file": upload(b)}) for c, b in zip(clients, badges, strict=True)])
    assert [page.status_code for page in pages] == [200] * 6
    assert (count(house, Issuer), count(house, Credential)) == (1, 6)


def test_the_same_import_from_several_tabs_is_kept_once(house: House) -> None:
    client, raw = house.client(house.learner()), house.signed()
    pages = at_once(*[lambda: client.post("/my/import", data={"file": upload(raw)})] * 4)
    assert {page.status_code for page in pages} <= {200, 409, 422}
    assert count(house, Credential) == 1


def test_a_credential_that_names_no_proven_holder_is_published_by_one_of_two(house: House) -> None:
    document = badge(house.issuer)
    document["credentialSubject"].pop("identifier")
    raw = json.dumps(signed(document, house.issuer)).encode()
    for round_ in range(5):
        people = [_holding(house, f"r{round_}-{number}@example.org", raw) for number in range(2)]
        at_once(*[lambda p=p: publish(house.services, p) for p in people])
        assert count(house, Publication) == 2, f"round {round_}: the credential and its evidence, once"
        for person in people:
            leave(house.services, person)


def _holding(house: House, email: str, raw: bytes) -> Person:
    account = house.learner(email)
    credential_id = house.hold(account, raw)
    with house.services.database.reading() as session:
        return Person(account, session.get_one(Credential, credential_id).learner_id, credential_id)


def test_publishing_in_two_tabs_publishes_once(house: House) -> None:
    (person,) = settle_in(house, 1)
    client = house.client(person.account)
    data = {"audience-whole": "recruiters"}
    pages = at_once(*[lambda: client.post(f"/my/credentials/{person.credential_id}/publish", data=data)] * 4)
    assert {page.status_code for page in pages} <= {302, 303, 409}
    house.index()
    assert found(house.services) == {person.learner_id}


def test_an_address_is_registered_once(house: House) -> None:
    answers = at_once(*[lambda: house.learner("same@example.org")] * 4)
    assert sum(isinstance(answer, Account) for answer in answers) == 1


def test_rebuilds_asked_for_at_once_are_one(house: House) -> None:
    def ask() -> str:
        with house.services.database.writing() as session:
            return rebuilds.request(session, now=house.clock())

    assert len(set(at_once(*[ask] * 4))) == 1
    assert count(house, Rebuild) == 1


def test_admins_who_act_at_once_leave_a_whole_audit_log(house: House) -> None:
    settle_in(house, 1)
    admins = [house.admin(f"admin{number}@example.org") for number in range(4)]
    at_once(*[lambda a=a: _decide(house, Standing.SUSPENDED, a) for a in admins])
    with house.services.database.reading() as session:
        assert audit.first_broken(session) is None
        assert session.scalar(select(func.count()).select_from(audit.AuditEntry).where(audit.AuditEntry.verb == "issuer.suspended")) == 4


def _decide(house: House, standing: Standing, admin: Account) -> None:
    with house.services.database.writing() as session:
        issuer = session.scalars(select(Issuer)).one()
        moderation.decide_issuer(session, issuer, standing, reason="Looked into it", actor=admin, now=house.clock())


def test_in_a_storm_nobody_locks_anybody_out_and_the_index_ends_up_right(house: House) -> None:
    people, admin = settle_in(house, 6), house.admin()
    storm: list[Callable[[], object]] = [lambda p=p: _waver(house, p) for p in people[:4]]
    storm += [lambda: _waver_about_the_issuer(house, admin), lambda: _look_again(house, people), lambda: _drain(house)]
    storm += [lambda: leave(house.services, people[4]), lambda: publish(house.services, people[5])]
    at_once(*storm)
    house.index()
    house.index()
    assert drift.compare(house.services).total == 0
    assert found(house.services) == {person.learner_id for person in (*people[:4], people[5])}


def _waver(house: House, person: Person) -> None:
    for _ in range(8):
        publish(house.services, person)
        withdraw(house.services, person)
    publish(house.services, person)


def _waver_about_the_issuer(house: House, admin: Account) -> None:
    for _ in range(6):
        _decide(house, Standing.SUSPENDED, admin)
        _decide(house, Standing.APPROVED, admin)


def _look_again(house: House, people: Sequence[Person]) -> None:
    for person in people * 3:
        recheck(house.services, person.credential_id, now=house.clock())


def _drain(house: House) -> None:
    for _ in range(10):
        relay.drain(house.services)


def test_of_two_colleagues_who_ask_the_same_person_one_asks(house: House) -> None:
    rita, who = house.recruiter(), house.learner("ada@example.org")
    house.publish(house.hold(who, house.signed()))
    with house.services.database.reading() as session:
        path = f"/people/{session.scalars(select(Learner.id)).one()}/contact"
    clients = [house.client(rita) for _ in range(4)]
    pages = at_once(*[lambda c=c: c.post(path, data={"text": "We look for somebody like you."}) for c in clients])
    assert sorted(page.status_code for page in pages) == [303, 409, 409, 409]
    assert all("asked this person" in page.text for page in pages if page.status_code == 409)
    assert count(house, ContactRequest) == 1


def test_a_request_is_answered_or_taken_back_and_never_both(house: House) -> None:
    rita = house.recruiter()
    for number in range(6):
        who = house.learner(f"l{number}@example.org")
        with house.services.database.writing() as session:
            learner_id = session.scalars(select(Learner.id).where(Learner.account_id == who.id)).one()
            request = contacts.ask(session, rita, learner_id, text="We look for somebody like you.", now=house.clock())
        answer, back = f"/my/requests/{request.id}/answer", f"/contacts/{request.id}/take-back"
        yes, no, taker = house.client(who), house.client(who), house.client(rita)
        pages = at_once(
            partial(yes.post, answer, data={"answer": "yes", "how": "a@b.example"}),
            partial(no.post, answer, data={"answer": "no"}),
            partial(taker.post, back),
        )
        assert sorted(page.status_code for page in pages) == [303, 403, 403]
