"""Prepared documents: pages show the same with them and without, and none outlives what it was made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import accounts, outbox, publishing, rebuilds
from app.domain.models import Account, Credential, Learner, PreparedDocument
from app.recruiters.finding import find
from app.recruiters.found import FoundPerson
from app.recruiters.grammar import parse
from app.search import prepared
from app.search.documents import build_document, load_learners
from app.search.dossiers import Dossier, Dossiers
from app.search.interface import SearchDocument
from app.search.prepared import Prepared
from app.viewers import viewer_of
from indexer import rebuild
from tests.factories.house import House, without_token
from tests.unit.indexer.people import published


@pytest.fixture
def ana(house: House) -> str:
    return published(house).id


def look(house: House, learner_id: str) -> Dossier:
    """The dossier of a process that has seen nobody yet."""
    services = house.services
    with services.database.reading() as session:
        return Dossiers().of(session, [learner_id], rules=services.rules, now=house.clock())[learner_id]


def kept(house: House) -> list[PreparedDocument]:
    with house.services.database.reading() as session:
        return session.query(PreparedDocument).all()


def made_anew(house: House, learner_id: str) -> SearchDocument:
    with house.services.database.reading() as session:
        ((learner, held),) = load_learners(session, [learner_id]).values()
        return build_document(session, learner, held, rules=house.services.rules, now=house.clock())


def people(house: House, who: Account, *pairs: tuple[str, str]) -> list[FoundPerson]:
    with house.services.database.reading() as session:
        return list(find(house.services, session, viewer_of(who), parse(pairs)).people)


def change(house: House, **values: object) -> None:
    with house.services.database.writing() as session:
        row = session.query(Credential).one()
        for name, value in values.items():
            setattr(row, name, value)
        outbox.touch(session, row.learner_id, now=house.clock())


def test_the_indexer_prepares_what_a_look_would_make(house, ana):
    dossier = look(house, ana)
    assert not dossier.held, "nothing but the document was loaded"
    assert dossier.document == made_anew(house, ana)
    assert dossier.document.views


def test_credentials_are_opened_when_they_are_shown(house, ana):
    dossier = look(house, ana)
    (view,) = dossier.document.views
    with house.services.database.reading() as session:
        claims = house.services.dossiers.open(session, [(dossier, [view.credential_id, "unknown"])])
    assert list(claims) == [view.credential_id]
    assert list(dossier.held) == [view.credential_id]
    assert dossier.held[view.credential_id].learner_id == ana


@pytest.mark.parametrize("asked", ["words=bread", "sort=newest", "must=~Bread&words=bread"])
def test_a_page_shows_the_same_without_them(house, ana, asked):
    rita = house.client(house.recruiter())
    with_them = rita.get(f"/search?{asked}").text
    assert "Ana" in with_them
    with house.services.database.writing() as session:
        session.query(PreparedDocument).delete()
    house.services.dossiers._kept.clear()
    assert without_token(rita.get(f"/search?{asked}").text) == without_token(with_them)


def test_what_is_withdrawn_is_gone_at_once(house, ana):
    assert kept(house)
    with house.services.database.writing() as session:
        publishing.withdraw(session, session.query(Credential).one(), now=house.clock())
    assert not kept(house), "before the indexer came by"
    house.index()
    assert not kept(house), "somebody who shows nothing has none"


def test_a_deleted_account_leaves_none(house, ana):
    with house.services.database.writing() as session:
        accounts.delete_account(session, session.query(Learner).one().account, now=house.clock())
    assert not kept(house)


def test_one_of_an_older_version_is_not_kept(house, ana):
    old = made_anew(house, ana)
    change(house, title="Another")
    with house.services.database.writing() as session:
        prepared.keep(session, [Prepared(old, None)], prepared.made_of(session, house.services.rules))
    assert not kept(house), "the indexer was overtaken by a change"


def test_one_made_by_other_rules_does_not_count(house, ana):
    house.services = replace(house.services, rules=replace(house.services.rules, grace=timedelta(hours=1)))
    assert look(house, ana).held


def test_after_a_framework_it_counts_again_once_rebuilt(house, ana):
    house.clock.now += timedelta(seconds=1)
    house.load_skills("haskell")
    assert look(house, ana).held
    with house.services.database.writing() as session:
        rebuilds.request(session, now=house.clock())
    assert rebuild.run_requested(house.services)
    assert not look(house, ana).held


def test_the_end_of_grace_is_noticed(house, ana):
    rules = house.services.rules
    change(house, verdict="unknown", verified_at=house.clock() - rules.grace + timedelta(minutes=1))
    house.index()
    assert (look(house, ana).held, len(look(house, ana).document.views)) == ({}, 1)
    house.clock.now += timedelta(seconds=61)
    assert not look(house, ana).document.views


def test_who_withdraws_while_a_search_runs_is_not_shown(house, ana, monkeypatch):
    rita, engine = house.recruiter(), type(house.services.engine)
    answered = engine.begin

    def too_late(self, query):
        begun = answered(self, query)
        assert begun.total == 1
        with house.services.database.writing() as session:
            publishing.withdraw(session, session.query(Credential).one(), now=house.clock())
        return begun

    monkeypatch.setattr(engine, "begin", too_late)
    assert not people(house, rita)


def test_the_same_learner_twice_at_once_is_no_error(house, ana):
    document = made_anew(house, ana)
    for _ in range(2):
        with house.services.database.writing() as session:
            prepared.keep(session, [Prepared(document, None)], prepared.made_of(session, house.services.rules))
    assert [row.learner_id for row in kept(house)] == [ana]
