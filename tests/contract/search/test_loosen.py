"""What asking for one thing less would find: each way is one change, and its number is what one gets by following it."""

from __future__ import annotations

from dataclasses import replace

from app.search.interface import SearchEngine
from app.search.loosen import Less, loosenings, ways_to_find_more
from tests.contract.search.builders import held, learner, must, query, view


def test_every_condition_and_requirement_is_taken_away_once() -> None:
    asked = query(
        must=must("python", min_level=3, min_backing=5) + must("sql", evidence="any"),
        must_not=must("cobol"),
        words="transport",
        selections={"kind": ("Badge",), "year": ()},
    )
    assert [(way.less, way.place, way.facet) for way in loosenings(asked)] == [
        (Less.LEVEL, 0, ""),
        (Less.BACKING, 0, ""),
        (Less.EVIDENCE, 1, ""),
        (Less.COMPETENCY, 0, ""),
        (Less.COMPETENCY, 1, ""),
        (Less.EXCLUSION, 0, ""),
        (Less.WORDS, None, ""),
        (Less.SELECTION, None, "kind"),
    ]


def test_the_number_is_what_following_it_gives_and_the_least_given_up_comes_first(engine: SearchEngine) -> None:
    engine.write(
        [
            learner("weak", view("a", competencies=(held("python", 2),)), view("b", competencies=(held("sql"),))),
            *(learner(f"p{n}", view("c", competencies=(held("python", 4),))) for n in range(3)),
        ]
    )
    asked = query(must=must("python", min_level=3) + must("sql"), size=7)
    ways = ways_to_find_more(engine, asked)
    assert [(way.less, way.place, way.total) for way in ways] == [(Less.LEVEL, 0, 1), (Less.COMPETENCY, 0, 1), (Less.COMPETENCY, 1, 3)]
    assert all(engine.search(way.query).total == way.total for way in ways)
    assert all(replace(way.query, must=asked.must) == asked for way in ways)


def test_a_way_that_finds_nobody_more_is_not_offered(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    assert ways_to_find_more(engine, query(must=must("sql", min_level=2) + must("cobol"))) == []
    assert ways_to_find_more(engine, query()) == []
