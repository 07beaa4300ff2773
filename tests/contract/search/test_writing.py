"""Writes that are late, repeated or out of order end the same; removing removes; a rebuild loses nothing that is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.search.fields import digest_of
from app.search.interface import IndexedVersion, SearchDocument, SearchEngine
from tests.contract.search.builders import found, held, learner, must, query, view


def sql(name: str, version: int) -> SearchDocument:
    return learner(name, view(competencies=(held("sql"),), text="SQL course"), version=version)


def test_setting_up_again_keeps_what_is_there(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    engine.setup()
    assert found(engine) == ["ana"]


def test_a_write_replaces_all_of_the_older_state(engine: SearchEngine) -> None:
    engine.write([learner("ana", view("a"), view("b"), version=1, headline="Pythonista")])
    engine.write([sql("ana", 2)])
    assert found(engine, must=must("sql"), words="sql") == ["ana"]
    assert found(engine, must=must("python")) == []
    assert found(engine, words="python") == found(engine, words="pythonista") == []


def test_an_older_version_that_arrives_late_changes_nothing(engine: SearchEngine) -> None:
    engine.write([sql("ana", 7)])
    assert engine.write([learner("ana", view(), version=6)]) == []
    assert found(engine, must=must("sql")) == ["ana"]
    assert list(engine.versions()) == [IndexedVersion("ana", 7, digest_of(sql("ana", 7)))]


def test_the_same_version_again_replaces_so_that_a_repair_is_possible(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=7)])
    engine.write([sql("ana", 7)])
    assert found(engine, must=must("sql")) == ["ana"]


def test_of_one_learner_twice_in_one_batch_the_higher_version_stays(engine: SearchEngine) -> None:
    assert engine.write([sql("ana", 5), learner("ana", view(), version=4), sql("ben", 1)]) == []
    assert found(engine, must=must("sql")) == ["ana", "ben"]


def test_a_document_without_views_finds_nothing_and_keeps_older_writes_out(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=1)])
    engine.write([learner("ana", version=3, headline="Pythonista")])
    engine.write([learner("ana", view(), version=2)])
    assert found(engine) == found(engine, words="pythonista") == []
    assert list(engine.versions()) == []
    engine.write([learner("ana", view(), version=4)])
    assert found(engine) == ["ana"]


@pytest.mark.parametrize("late", [4, 5])
def test_a_write_up_to_the_removed_version_that_arrives_after_it_changes_nothing(engine: SearchEngine, late: int) -> None:
    engine.write([learner("ana", view(), version=5)])
    assert engine.remove({"ana": 5}) == []
    assert engine.write([learner("ana", view(), version=late)]) == []
    assert found(engine) == []
    assert list(engine.versions()) == []


def test_a_learner_who_was_removed_can_come_back_with_a_higher_version(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=5)])
    engine.remove({"ana": 5})
    engine.write([learner("ana", view(), version=6)])
    assert found(engine) == ["ana"]


def test_a_removal_older_than_what_is_stored_changes_nothing(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=5)])
    assert engine.remove({"ana": 4}) == []
    assert found(engine) == ["ana"]


def test_removing_twice_or_somebody_unknown_is_harmless(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=5)])
    assert engine.remove({"ana": 6, "nobody": 1}) == []
    assert engine.remove({"ana": 6}) == []
    assert engine.remove({}) == engine.write([]) == []
    assert found(engine) == []


def test_versions_lists_learners_with_views_in_the_order_of_their_ids(engine: SearchEngine) -> None:
    names = [f"p{n:04}" for n in range(2300)]
    engine.write([learner(name, view(), version=n) for n, name in reversed(list(enumerate(names)))])
    engine.write([learner("tombstone", version=1)])
    digest = digest_of(learner("whoever", view()))
    assert list(engine.versions()) == [IndexedVersion(name, n, digest) for n, name in enumerate(names)]


def test_a_rebuild_replaces_everything_that_nobody_writes_anew(engine: SearchEngine) -> None:
    engine.write([learner("ghost", view(), version=9), learner("ana", view(), version=9)])
    assert engine.rebuild([sql("ana", 3), sql("ben", 3)]) == 2
    assert found(engine, must=must("sql")) == ["ana", "ben"]
    assert [(one.learner_id, one.version) for one in engine.versions()] == [("ana", 3), ("ben", 3)]


def test_searches_see_the_old_index_until_the_rebuild_is_done(engine: SearchEngine) -> None:
    engine.write([learner("old", view())])
    seen: list[list[str]] = []

    def documents() -> Iterator[SearchDocument]:
        yield learner("new", view())
        seen.append(found(engine))

    engine.rebuild(documents())
    assert seen == [["old"]]
    assert found(engine) == ["new"]


def test_what_is_written_and_removed_during_a_rebuild_is_not_lost(engine: SearchEngine) -> None:
    engine.write([learner(name, view(), version=1) for name in ("ana", "ben", "cy")])

    def documents() -> Iterator[SearchDocument]:
        engine.write([sql("ana", 2), sql("dora", 1)])
        engine.remove({"ben": 2})
        yield from (learner(name, view(), version=1) for name in ("ana", "ben", "cy"))
        engine.write([sql("cy", 2)])
        engine.write([learner("eve", version=1)])

    engine.rebuild(documents())
    assert found(engine, must=must("sql")) == ["ana", "cy", "dora"]
    assert found(engine) == ["ana", "cy", "dora"]
    engine.write([learner("ben", view(), version=1)])
    assert found(engine) == ["ana", "cy", "dora"]


def test_tombstones_move_into_the_new_index(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), version=1), learner("ana", version=3)])
    engine.rebuild([learner("ben", view())])
    engine.write([learner("ana", view(), version=2)])
    assert found(engine) == ["ben"]


def test_a_rebuild_whose_source_fails_leaves_the_old_index(engine: SearchEngine) -> None:
    engine.write([learner("old", view())])

    def documents() -> Iterator[SearchDocument]:
        yield learner("new", view())
        raise LookupError("the database went away")

    with pytest.raises(LookupError):
        engine.rebuild(documents())
    assert found(engine) == ["old"]
    engine.write([learner("next", view())])
    assert engine.rebuild([learner("new", view())]) == 1
    assert found(engine) == ["new"]


def test_incremental_writes_and_a_rebuild_answer_alike(engine: SearchEngine) -> None:
    documents = [learner(f"p{n}", view(), view("b", competencies=(held("sql", n % 6),)), version=2) for n in range(30)]
    engine.write([learner(d.learner_id, view(text="older")) for d in documents])
    engine.write(documents)
    asked = query(must=must("sql"), nice=must("python"), size=100)
    before = engine.search(asked)
    engine.rebuild(documents)
    assert engine.search(asked) == before


def test_status_names_the_engine_and_counts_learners(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), view("b")), learner("gone", version=1)])
    status = engine.status()
    assert status["engine"] == engine.name
    assert status["learners"] == 1
