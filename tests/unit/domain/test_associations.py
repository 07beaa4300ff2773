"""What a competency is expanded by: the same over any number of steps, one hop for everything else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.domain import associations
from app.domain.associations import HOP_WORDS, LoadedAssociation, expansion
from app.domain.database import Database
from app.domain.frameworks import LoadedFramework, key_of, load
from app.domain.models import Association, AssociationKind
from app.domain.schema import prepare
from tests.factories.house import NOW

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind
WALK = "https://crosswalks.example/1"


def at(name: str) -> str:
    return f"https://skills.example/{name}"


def key(name: str) -> str:
    return key_of(at(name))


def says(origin: str, kind: AssociationKind, target: str, identifier: str = "") -> LoadedAssociation:
    return LoadedAssociation(at(origin), kind, at(target), identifier)


@pytest.fixture
def session(settings) -> Iterator[Session]:
    database = Database(settings.database_url)
    prepare(database)
    with database.writing() as session:
        yield session
    database.close()


def store(session: Session, *said: LoadedAssociation, uri: str = WALK) -> None:
    load(session, LoadedFramework(uri, "A crosswalk", [], associations=said), now=NOW)


def names(session: Session, name: str) -> tuple[set[str], dict[str, str]]:
    """Equivalents and related ones by name; these with the kind of their hop."""
    by_key = {key(n): n for n in "abcdefghijklm"}
    found = expansion(session, [key(name)])[key(name)]
    return {by_key[hop.key] for hop in found.equivalents}, {by_key[hop.key]: hop.kind for hop in found.related}


def test_what_is_the_same_counts_over_several_steps_and_in_both_directions(session):
    store(session, says("a", EXACT, "b"), says("c", EXACT, "b"), says("c", EXACT, "d"), says("d", EXACT, "a"), says("x", EXACT, "y"))
    for name in "abcd":
        assert names(session, name) == (set("abcd") - {name}, {})


def test_everything_else_is_one_hop_away_and_named_from_where_one_stands(session):
    store(
        session,
        says("a", BROADER, "b"),
        says("c", BROADER, "a"),
        says("a", RELATED, "d"),
        says("e", CLOSE, "a"),
        says("a", REPLACED, "f"),
        says("g", REPLACED, "a"),
        says("b", BROADER, "h"),
        says("d", RELATED, "i"),
    )
    related = {"b": "broader", "c": "narrower", "d": "related", "e": "close", "f": "replaced", "g": "replaces"}
    assert names(session, "a") == (set(), related)
    assert set(related.values()) < set(HOP_WORDS)


def test_the_hop_may_start_at_an_equivalent_and_tells_so(session):
    store(session, says("a", EXACT, "b", "https://crosswalks.example/1/ab"), says("b", BROADER, "c", "urn:x:bc"), says("a", RELATED, "b"))
    found = expansion(session, [key("a")])[key("a")]
    assert found.competencies == (key("a"), key("b"))
    assert found.related_keys == (key("c"),), "an equivalent is not related as well"
    same, hop = found.hop_to(key("b")), found.hop_to(key("c"))
    assert (same.via, same.identifier, same.uri) == (key("a"), "https://crosswalks.example/1/ab", at("b"))
    assert (hop.via, hop.kind, hop.identifier, hop.framework_key) == (key("b"), "broader", "urn:x:bc", key_of(WALK))
    assert found.hop_to(key("a")) is None


def test_several_competencies_are_expanded_at_once_and_a_lonely_one_has_nothing(session):
    store(session, says("a", EXACT, "b"), says("c", BROADER, "d"))
    found = expansion(session, [key("a"), key("c"), key("z")])
    assert list(found) == [key("a"), key("c"), key("z")]
    assert found[key("z")] == associations.Expansion(key("z"))
    assert found[key("a")].competencies == (key("a"), key("b"))
    assert found[key("c")].related_keys == (key("d"),)
    assert expansion(session, []) == {}


def test_the_nearest_hop_to_the_same_competency_counts(session):
    store(session, says("a", RELATED, "b"), says("a", CLOSE, "b"), says("a", CLOSE, "c"), says("a", BROADER, "d"))
    found = expansion(session, [key("a")])[key("a")]
    assert [(hop.kind) for hop in found.related] == ["close", "close", "broader"]


def test_what_one_file_says_again_replaces_only_what_it_said_before(session):
    store(session, says("a", EXACT, "b"), says("a", EXACT, "c"))
    store(session, says("a", EXACT, "d"), uri="https://crosswalks.example/2")
    store(session, says("a", EXACT, "c"))
    assert names(session, "a") == (set("cd"), {})


def test_what_says_nothing_is_not_stored(session):
    same = LoadedAssociation(at("b"), RELATED, "http://skills.example/b/")
    store(session, says("a", EXACT, "a"), same, says("a", EXACT, "b"), says("a", EXACT, "b"))
    assert session.query(Association).count() == 1


def test_a_crosswalk_of_everything_with_everything_stays_bounded(session):
    store(session, *(says(f"n{n}", EXACT, f"n{n + 1}") for n in range(30)), *(says("m", EXACT, f"m{n}") for n in range(300)))
    assert len(expansion(session, [key("n0")])[key("n0")].equivalents) == associations.LONGEST_WAY
    assert len(expansion(session, [key("m")])[key("m")].equivalents) == associations.MOST_EQUIVALENTS
