"""Asking many people: how much of it an organisation and a member may do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain import contacts as requesting
from app.domain.errors import RefusedError
from app.domain.models import Account
from app.extensions import limiter
from tests.factories.house import House
from tests.functional.recruiters.awards import award
from tests.functional.recruiters.test_contacts import TEXT, account, form_of, learner_id


@pytest.fixture
def rita(house: House) -> Account:
    return house.recruiter()


@pytest.fixture
def ana(house: House) -> Account:
    award(house, "Ana")
    return account(house, "ana@example.org")


def test_colleagues_who_ask_at_the_same_moment_stay_within_the_limit(house, rita, ana, monkeypatch):
    monkeypatch.setattr(requesting, "MOST_WAITING", 1)
    award(house, "Ben")
    ben = learner_id(house, account(house, "ben@example.org"))

    def ask_as_well() -> None:
        with house.services.database.writing() as session:
            requesting.ask(session, session.get_one(Account, rita.id), ben, text=TEXT, now=house.clock())

    with ThreadPoolExecutor(1) as pool:
        with house.services.database.writing() as session:
            requesting.ask(session, session.get_one(Account, rita.id), learner_id(house, ana), text=TEXT, now=house.clock())
            second = pool.submit(ask_as_well)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        with pytest.raises(RefusedError, match="which is as many as there can be"):
            second.result(timeout=10)


def test_asking_is_slowed_down(house, rita, ana):
    limiter.enabled = True
    try:
        client = house.client(rita)
        codes = [client.post(form_of(house, ana), data={"text": "short"}).status_code for _ in range(31)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert codes == [422] * 30 + [429]
