"""Loading a framework: added, updated, retired, never gone; and one competency has one framework."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.domain.associations import LoadedAssociation
from app.domain.database import Database
from app.domain.errors import DuplicateError, InvalidError
from app.domain.frameworks import LoadedCompetency, LoadedFramework, competencies_by_key, key_of, load, retire
from app.domain.models import AssociationKind, Competency, Framework
from app.domain.schema import prepare
from tests.factories.house import NOW

ROOT = "https://frameworks.example/ims/case/v1p0/"
GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789a"


def item(number: int, root: str = ROOT) -> str:
    return f"{root}CFItems/{GUID}{number}"


def framework(*items: LoadedCompetency, root: str = ROOT, title: str = "Data skills") -> LoadedFramework:
    return LoadedFramework(f"{root}CFDocuments/{GUID}f", title, items)


ONE, TWO = LoadedCompetency(item(1), "One"), LoadedCompetency(item(2), "Two")


@pytest.fixture
def database(settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    prepare(database)
    yield database
    database.close()


def store(database: Database, loaded: LoadedFramework) -> tuple[int, int]:
    with database.writing() as session:
        return load(session, loaded, now=NOW)


def labels(database: Database, *, retired: bool = False) -> set[str]:
    with database.reading() as session:
        return {c.label for c in session.query(Competency).filter_by(retired=retired)}


def test_a_newer_file_retires_what_is_gone_and_brings_back_what_returns(database):
    assert store(database, framework(ONE, TWO)) == (2, 0)
    assert store(database, framework(ONE)) == (1, 1)
    assert labels(database, retired=True) == {"Two"}
    assert store(database, framework(ONE)) == (1, 0), "what was retired before is not retired again"
    assert store(database, framework(ONE, TWO)) == (2, 0)


def test_what_is_retired_still_resolves_by_its_key(database):
    store(database, framework(ONE, TWO))
    store(database, framework(TWO))
    with database.reading() as session:
        assert competencies_by_key(session, [key_of(item(1))])[key_of(item(1))].retired


def test_what_the_publisher_has_ended_is_kept_and_not_in_force(database):
    ended = LoadedCompetency(item(1), "Ended", until=NOW.date())
    later = LoadedCompetency(item(2), "Later", until=NOW.date().replace(year=2030))
    obsolete = LoadedCompetency(item(3), "Obsolete", retired=True)
    assert store(database, framework(ended, later, obsolete)) == (1, 0)
    assert labels(database, retired=True) == {"Ended", "Obsolete"}


def test_the_same_framework_from_another_server_updates_and_keeps_every_key(database):
    store(database, framework(ONE, TWO))
    other = "https://mirror.example/ims/case/v1p1/"
    again = framework(LoadedCompetency(item(1, other), "Uno"), LoadedCompetency(item(2, other), "Dos"), root=other, title="Data skills 2")
    assert store(database, again) == (2, 0)
    with database.reading() as session:
        assert {c.key: c.uri for c in session.query(Competency)} == {key_of(item(n)): item(n, other) for n in (1, 2)}
        assert session.query(Framework).one().title == "Data skills 2"


def test_a_competency_of_another_framework_is_refused_and_nothing_is_kept(database):
    store(database, framework(ONE, TWO))
    with pytest.raises(DuplicateError, match="Data skills"):
        store(database, LoadedFramework("https://other.example/", "Other", [LoadedCompetency("https://other.example/3", "Three"), ONE]))
    assert labels(database) == {"One", "Two"}


FAR = "https://far.example/ims/case/v1p0/CFItems/6b7f0d5c-1f2e-4a3b-9c8d-00000000000a"


def walk(*targets: str, uri: str = "crosswalk:w") -> LoadedFramework:
    """A crosswalk from item 1 to these."""
    said = [LoadedAssociation(item(1), AssociationKind.EXACT, target, target_title="Far away") for target in targets]
    return LoadedFramework(uri, "Walk", [], associations=said)


def mentioned(database: Database) -> dict[str, str]:
    """Label -> who holds it, of what is only mentioned."""
    with database.reading() as session:
        return {c.label: c.framework.uri for c in session.query(Competency).filter_by(mentioned=True)}


def test_what_a_crosswalk_mentions_is_known_by_the_name_that_it_gives(database):
    store(database, framework(ONE))
    assert store(database, walk(FAR)) == (0, 0)
    assert mentioned(database) == {"Far away": "crosswalk:w"}
    assert labels(database) == {"One"}, "it is offered to nobody"
    assert store(database, walk(FAR)) == (0, 0), "a crosswalk may be loaded again"


def test_a_framework_takes_over_what_was_only_mentioned_and_gives_it_its_name(database):
    store(database, walk(FAR, item(2)))
    assert store(database, framework(ONE, TWO)) == (2, 0)
    mirror = FAR.replace("v1p0", "v1p1")
    assert store(database, LoadedFramework("https://far.example/", "Far", [LoadedCompetency(mirror, "Distance")])) == (1, 0)
    assert mentioned(database) == {}
    with database.reading() as session:
        found = competencies_by_key(session, [key_of(FAR)])[key_of(FAR)]
        assert (found.label, found.uri, found.retired, found.framework.title) == ("Distance", mirror, False, "Far")


def test_what_nobody_mentions_any_more_is_forgotten(database):
    store(database, framework(ONE))
    store(database, walk(FAR))
    store(database, walk(item(1)))
    assert mentioned(database) == {}


def test_what_two_crosswalks_mention_outlives_one_of_them(database):
    store(database, framework(ONE))
    store(database, walk(FAR))
    store(database, walk(FAR, uri="crosswalk:other"))
    with database.writing() as session:
        assert retire(session, "crosswalk:w", now=NOW) == ("Walk", 0)
    assert mentioned(database) == {"Far away": "crosswalk:other"}
    with database.writing() as session:
        retire(session, "crosswalk:other", now=NOW)
    assert mentioned(database) == {}
    assert labels(database) == {"One"}


def test_a_framework_is_not_emptied_by_a_file_of_associations(database):
    store(database, framework(ONE, TWO))
    with pytest.raises(InvalidError, match="Nothing was changed"):
        store(database, framework())
    assert labels(database) == {"One", "Two"}
