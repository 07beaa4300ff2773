"""The whole index again: asked for by a row, taken by one process, finished or told why not."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import rebuilds
from app.domain.models import AuditEntry, IssuerKind, Rebuild
from app.domain.trust import Registries, RegistryEntry
from app.search import prepared
from app.search.interface import SearchError
from indexer import rebuild
from indexer.verification.codec import CodecError
from tests.factories.house import House
from tests.unit.indexer.people import credential_of, indexed, published
from tests.unit.indexer.stubborn import make_stubborn


def ask(house: House) -> str:
    with house.services.database.writing() as session:
        return rebuilds.request(session, now=house.clock())


def only(house: House) -> Rebuild:
    with house.services.database.reading() as session:
        return session.query(Rebuild).one()


def test_nothing_happens_unless_asked(house):
    assert not rebuild.run_requested(house.services)


def test_what_was_lost_is_there_again(house):
    ana = published(house)
    house.services.engine.remove({ana.id: ana.version})
    ask(house)
    assert rebuild.run_requested(house.services)
    assert indexed(house) == {ana.id: ana.version}
    done = only(house)
    assert (done.done, done.total, done.error, done.finished_at) == (1, 1, "", house.clock())


def test_progress_is_told_chunk_by_chunk(house, monkeypatch):
    monkeypatch.setattr(rebuild, "CHUNK", 2)
    for name in ("Ana", "Ben", "Eve"):
        published(house, name)
    ask(house)
    told: list[tuple[int, int]] = []
    rebuild.run_requested(house.services, lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]


def test_asking_twice_is_one_rebuild_and_one_entry_in_the_log(house):
    assert ask(house) == ask(house)
    with house.services.database.reading() as session:
        assert session.query(AuditEntry).one().verb == "index.rebuild"


def test_one_process_takes_it_and_another_only_when_the_first_has_died(house):
    ask(house)
    assert rebuild._take(house.services) is not None
    assert rebuild._take(house.services) is None, "somebody is at it"
    house.clock.now += timedelta(minutes=3)
    assert rebuild._take(house.services) is not None


def test_an_engine_that_fails_is_told_in_the_row(house):
    published(house)
    engine = make_stubborn(house)

    def fail(documents):
        list(documents)
        raise SearchError("the disk is full")

    engine.rebuild = fail
    ask(house)
    assert rebuild.run_requested(house.services)
    assert only(house).error == "the disk is full"


def test_an_error_of_ours_ends_the_rebuild_instead_of_repeating_it_for_ever(house):
    ana = published(house)
    with house.services.database.writing() as session:
        session.merge(credential_of(house, ana)).claims = {"nonsense": True}
    ask(house)
    with pytest.raises(CodecError):
        rebuild.run_requested(house.services)
    assert "error of the program" in only(house).error
    assert not rebuild.run_requested(house.services)
    assert indexed(house) == {ana.id: ana.version}, "the old index stays"


def test_changed_registries_ask_for_a_rebuild(house):
    assert not rebuild.request_if_rules_changed(house.services), "the first look only remembers"
    assert not rebuild.request_if_rules_changed(house.services)
    listed = Registries({"did:web:a.example": RegistryEntry("did:web:a.example", "A", IssuerKind.INSTITUTION, "Register")})
    house.services = replace(house.services, rules=replace(house.services.rules, registries=listed))
    assert rebuild.request_if_rules_changed(house.services)
    assert only(house).finished_at is None
    assert not rebuild.request_if_rules_changed(house.services)


def test_another_way_of_making_documents_asks_for_a_rebuild(house, monkeypatch):
    assert not rebuild.request_if_rules_changed(house.services)
    monkeypatch.setattr(prepared, "FORMAT", prepared.FORMAT + 1)
    assert rebuild.request_if_rules_changed(house.services)


class OfFormat:
    """An engine whose index was written with this format, by another version of the product."""

    def __init__(self, house: House, found: str | int) -> None:
        self._engine, self._found = house.services.engine, found

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def status(self) -> dict[str, str | int]:
        return {**self._engine.status(), "format": self._found}


def of_format(house: House, found: str | int) -> None:
    house.services = replace(house.services, engine=OfFormat(house, found))


def test_an_index_of_the_expected_format_is_left_alone(house):
    assert not rebuild.request_if_format_is_old(house.services)


@pytest.mark.parametrize("found", ["1", 1, "none"])
def test_an_index_of_an_older_format_is_built_again_without_anybody(house, found):
    of_format(house, found)
    assert rebuild.request_if_format_is_old(house.services)
    assert not rebuild.request_if_format_is_old(house.services), "it is asked for already"
    assert only(house).finished_at is None


def test_an_index_of_a_newer_format_is_not_built_by_an_old_process(house):
    of_format(house, "99")
    assert not rebuild.request_if_format_is_old(house.services)


def test_a_rebuild_that_failed_is_asked_for_again_after_a_while(house):
    of_format(house, "1")
    rebuild.request_if_format_is_old(house.services)
    with house.services.database.writing() as session:
        failed = session.query(Rebuild).one()
        failed.finished_at, failed.error = house.clock(), "the disk is full"
    assert not rebuild.request_if_format_is_old(house.services)
    house.clock.now += timedelta(minutes=16)
    assert rebuild.request_if_format_is_old(house.services)


def test_a_search_is_answered_again_once_an_old_index_was_noticed(house):
    """The whole way on the real engine: the file says format 1, searches are refused, the worker's chores make it good."""
    ana = published(house)
    with sqlite3.connect(house.services.settings.search_url.removeprefix("embedded:")) as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE name = 'format'")
    with pytest.raises(SearchError):
        list(house.services.engine.versions())
    assert rebuild.request_if_format_is_old(house.services)
    assert rebuild.run_requested(house.services)
    assert indexed(house) == {ana.id: ana.version}
