"""Learners who publish, withdraw and leave in a loop, and a note of who must be found in the end."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass, field

from app.domain import accounts, publishing
from app.domain.models import Account, Audience, Credential
from app.domain.publishing import Choice
from app.domain.visibility import RECRUITERS
from app.search.interface import CompetencyQuery
from app.services import Services
from tests.factories.house import House
from tests.unit.verification.issuing import badge, signed


@dataclass(frozen=True)
class Person:
    """A learner with one credential that can be published."""

    account: Account
    learner_id: str
    credential_id: str


def settle_in(house: House, count: int) -> list[Person]:
    """New learners, each with a good credential of their own; nothing is published yet."""
    return [_settle(house, f"p{number}@example.org") for number in range(count)]


def _settle(house: House, email: str) -> Person:
    account = house.learner(email, name=f"Person {email}")
    document = badge(house.issuer, id=f"urn:uuid:{uuid.uuid4()}")
    document["credentialSubject"]["identifier"][0]["identityHash"] = email
    credential_id = house.hold(account, json.dumps(signed(document, house.issuer)).encode())
    with house.services.database.reading() as session:
        return Person(account, accounts.learner_of(session, account.id).id, credential_id)


def publish(services: Services, person: Person) -> None:
    with services.database.writing() as session:
        credential = session.get_one(Credential, person.credential_id)
        choices = dict.fromkeys(publishing.pieces_of(credential), Choice(Audience.RECRUITERS))
        publishing.publish(session, credential, choices, now=services.clock())


def withdraw(services: Services, person: Person) -> None:
    with services.database.writing() as session:
        publishing.withdraw(session, session.get_one(Credential, person.credential_id), now=services.clock())


def leave(services: Services, person: Person) -> None:
    with services.database.writing() as session:
        accounts.delete_account(session, session.get_one(Account, person.account.id), now=services.clock())


def found(services: Services) -> set[str]:
    """Ids of all whom the index alone would show a recruiter, also those whose withdrawal it has not seen."""
    query = CompetencyQuery(labels=frozenset({RECRUITERS}), now=services.clock(), words="sourdough", size=100)
    return {hit.learner_id for hit in services.engine.search(query).hits}


@dataclass
class Bustle:
    """Publishes and withdraws in a thread, `steps` times, `pause` seconds apart. `shown` is who must be found afterwards.

    Everybody publishes first; then turns alternate, so that about half of them are shown. The last person deletes the account.
    """

    services: Services
    people: list[Person]
    steps: int = 40
    pause: float = 0.2
    shown: set[str] = field(default_factory=set)
    done: int = 0

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Bustle:
        self._thread.start()
        return self

    def join(self) -> set[str]:
        """Wait for its end; returns the ids of those who must be found now."""
        self._thread.join(60)
        assert self.done == self.steps, "publishing must not depend on what was killed"
        return self.shown

    def _run(self) -> None:
        ended = threading.Event()
        for step in range(self.steps - 1):
            self._turn(self.people[step % len(self.people)])
            self.done += 1
            ended.wait(self.pause)
        last = self.people[-1]
        leave(self.services, last)
        self.shown.discard(last.learner_id)
        self.done += 1

    def _turn(self, person: Person) -> None:
        if person.learner_id in self.shown:
            withdraw(self.services, person)
            self.shown.discard(person.learner_id)
        else:
            publish(self.services, person)
            self.shown.add(person.learner_id)
