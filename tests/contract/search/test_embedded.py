"""What only the embedded engine must keep: other processes, the file itself, its words, its memory."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.bitmaps import Bitmaps
from app.search.embedded import EmbeddedEngine
from app.search.engine import open_engine
from app.search.fields import view_fields, word_fields
from app.search.interface import SearchDocument, SearchEngine, SearchError
from app.search.store import Store, store_rows, written
from tests.contract.search.builders import found, learner, query, view
from tests.contract.search.oracle import answer
from tests.contract.search.people import LABELS, person, searches

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "search.sqlite3"


@pytest.fixture
def embedded(path: Path) -> SearchEngine:
    made = open_engine(f"embedded:{path}")
    made.setup()
    return made


def in_another_process(work: Callable[[], object]) -> None:
    process = FORK.Process(target=work)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def test_a_write_of_another_process_is_found_by_the_next_search(embedded: SearchEngine, path: Path) -> None:
    assert found(embedded) == []
    in_another_process(lambda: open_engine(f"embedded:{path}").write([learner("ana", view())]))
    assert found(embedded, words="python") == ["ana"]
    in_another_process(lambda: open_engine(f"embedded:{path}").remove({"ana": 1}))
    assert found(embedded) == []


def test_a_rebuild_of_another_process_is_found_by_the_next_search(embedded: SearchEngine, path: Path) -> None:
    embedded.write([learner("old", view())])
    assert found(embedded) == ["old"]
    in_another_process(lambda: open_engine(f"embedded:{path}").rebuild([learner("new", view())]))
    assert found(embedded) == ["new"]


def test_an_engine_that_was_used_before_a_fork_works_in_both_processes(embedded: SearchEngine) -> None:
    embedded.write([learner("ana", view())])
    assert found(embedded) == ["ana"]

    def child() -> None:
        assert found(embedded) == ["ana"]
        embedded.write([learner("ben", view())])

    in_another_process(child)
    assert found(embedded) == ["ana", "ben"]


def test_many_processes_may_set_up_and_write_at_once(path: Path) -> None:
    def work(number: int) -> None:
        engine = open_engine(f"embedded:{path}")
        engine.setup()
        for n in range(10):
            assert engine.write([learner(f"p{number}-{n}", view())]) == []

    processes = [FORK.Process(target=work, args=(number,)) for number in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 6
    assert len(found(open_engine(f"embedded:{path}"), size=100)) == 60


def test_nothing_of_a_removed_learner_is_left_in_the_files(embedded: SearchEngine, path: Path) -> None:
    embedded.write([learner(f"p{n}", view(text=f"python word{n}")) for n in range(50)])
    secret = view("cred-palimpsest", text="zymurgy quokka", issuer="palimpsest", competencies=())
    embedded.write([learner("ana", secret, headline="Sesquipedalian")])
    assert found(embedded, words="zymurgy") == ["ana"]
    embedded.remove({"ana": 1})
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for trace in ("zymurgi", "zymurgy", "quokka", "palimpsest", "sesquipedalian"):
        assert trace.encode() not in kept
    assert found(embedded, words="word7") == ["p7"]


def test_the_id_of_a_removed_learner_is_forgotten_after_an_hour(embedded: SearchEngine, path: Path) -> None:
    embedded.write([learner("ana-the-learner", view())])
    embedded.remove({"ana-the-learner": 1})
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE learner_a SET removed_at = removed_at - 3601")
    embedded.write([learner("ben", view())])
    embedded.remove({"ben": 1})
    assert b"ana-the-learner" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_fts5_splits_words_exactly_where_the_analysis_does(texts: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("""CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = "ascii tokenchars '+#.|'")""")
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row)")
    connection.executemany("INSERT INTO words VALUES (?)", ((word_fields(text)["text"],) for text in texts))
    kept = {term for (term,) in connection.execute("SELECT term FROM vocabulary")}
    assert kept == {word for text in texts for word in word_fields(text)["text"].split(" ") if word}


def test_learners_who_change_often_are_still_answered_as_the_oracle_does(embedded: SearchEngine) -> None:
    """Old bits die and the index in memory is loaded afresh: no count may change by it."""
    dice = random.Random(5)
    current: dict[str, SearchDocument] = {}
    for version in range(1, 41):
        changed = [person(dice, f"p{dice.randrange(60):02}", version) for _ in range(60)]
        changed = list({document.learner_id: document for document in changed}.values())
        embedded.write(changed)
        current |= {document.learner_id: document for document in changed}
        for asked in searches(version, 5, sorted(current)):
            assert embedded.search(asked) == answer(current.values(), asked)


def test_the_index_in_memory_is_loaded_afresh_when_mostly_dead() -> None:
    bitmaps = Bitmaps()
    for doc in range(1, 1100):
        bitmaps.put(doc, "ana", ["all"], [view_fields(view())])
    assert bitmaps.is_mostly_dead


def test_the_same_words_in_two_slots_are_not_mixed_up(embedded: SearchEngine, path: Path) -> None:
    """During a rebuild the unfinished slot holds documents of the same numbers."""
    embedded.write([learner("ana", view(text="python")), learner("ben", view(text="sql"))])
    store = Store(path)
    engine = EmbeddedEngine(path)
    slot = engine._begin_rebuild("token")
    with store.writing() as connection:
        store_rows(connection, slot, [written(learner("ben", view(text="python"), version=1))])
    assert found(embedded, words="python") == ["ana"]


def test_a_rebuild_gives_way_to_one_that_was_started_later(embedded: SearchEngine, path: Path) -> None:
    other = open_engine(f"embedded:{path}")

    def documents():  # type: ignore[no-untyped-def]  # a generator that interferes
        yield learner("first", view())
        assert other.rebuild([learner("second", view())]) == 1

    with pytest.raises(SearchError, match="took over"):
        embedded.rebuild(documents())
    assert found(embedded) == ["second"]


def test_an_interrupted_rebuild_is_cleared_away_by_the_next(embedded: SearchEngine, path: Path) -> None:
    embedded.write([learner("old", view())])
    EmbeddedEngine(path)._begin_rebuild("died")
    embedded.write([learner("later", view())])
    assert embedded.status()["rebuild"] == "running or interrupted"
    embedded.rebuild([learner("new", view())])
    assert found(embedded) == ["new"]
    assert embedded.status()["rebuild"] == "none"


def test_an_index_of_another_format_says_what_to_do(embedded: SearchEngine, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    for use in (lambda: embedded.search(query()), lambda: embedded.write([learner("ana", view())])):
        with pytest.raises(SearchError, match="format 0, expected 5"):
            use()
    embedded.rebuild([learner("ana", view())])
    assert found(embedded) == ["ana"]


@pytest.mark.parametrize("content", [b"this is no database" * 100, b""])
def test_a_damaged_or_missing_index_is_an_error_with_a_sentence(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(SearchError, match="cannot be used"):
        open_engine(f"embedded:{path}").search(query())


def test_a_folder_that_cannot_be_made_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SearchError, match="cannot be used"):
        open_engine(f"embedded:{tmp_path / 'file' / 'search.sqlite3'}").setup()


def test_a_learner_with_very_many_views_is_counted_right(embedded: SearchEngine) -> None:
    views = [replace(view(f"c{n}"), labels=frozenset({LABELS[n % 5]})) for n in range(3000)]
    embedded.write([learner("ana", *views), learner("ben", view())])
    page = embedded.search(query(labels=frozenset(LABELS), facets=("kind",)))
    assert page.total == 2
    assert page.facets["kind"][0].count == 2
