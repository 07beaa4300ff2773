"""People with something published, and what the outbox and the index hold of them."""

from __future__ import annotations

import json

from app.domain import outbox
from app.domain.models import Credential, Learner, OutboxRow
from tests.factories.house import House


def published(house: House, name: str = "Ana") -> Learner:
    """A learner with one published credential that names no holder, already in the index."""
    account = house.learner(f"{name.lower()}@example.org", name=name)
    subject = json.loads(house.signed())["credentialSubject"]
    subject.pop("identifier")
    house.publish(house.hold(account, house.signed(id=f"urn:uuid:{name}", credentialSubject=subject)))
    with house.services.database.reading() as session:
        return session.query(Learner).filter_by(account_id=account.id).one()


def credential_of(house: House, learner: Learner) -> Credential:
    with house.services.database.reading() as session:
        return session.query(Credential).filter_by(learner_id=learner.id).one()


def rows(house: House) -> list[OutboxRow]:
    with house.services.database.reading() as session:
        return session.query(OutboxRow).order_by(OutboxRow.id).all()


def indexed(house: House) -> dict[str, int]:
    return {entry.learner_id: entry.version for entry in house.services.engine.versions()}


def touch(house: House, learner: Learner) -> None:
    with house.services.database.writing() as session:
        outbox.touch(session, learner.id, now=house.clock())
