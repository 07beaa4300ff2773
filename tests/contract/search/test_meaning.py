"""Single rules of what a search means, each with the smallest case that breaks when the rule does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.search.interface import CRITERION, FacetValue, HeldCriterion, Requirement, SearchEngine
from tests.contract.search.builders import answered, found, held, learner, must, query, values, view


def test_conditions_of_one_requirement_split_over_two_credentials_do_not_match(engine: SearchEngine) -> None:
    weak = view("weak", competencies=(held("python", 2),), evidence=frozenset({"pdf"}), backing=6)
    strong = view("strong", competencies=(held("python", 5),), backing=2, issued=date(2019, 1, 1))
    engine.write([learner("ana", weak, strong)])
    assert found(engine, must=must("python", min_level=5)) == ["ana"]
    assert found(engine, must=must("python", min_level=5, min_backing=3)) == []
    assert found(engine, must=must("python", min_level=5, evidence="any")) == []
    assert found(engine, must=must("python", min_level=5, issued_since=date(2020, 1, 1))) == []
    assert found(engine, must=must("python", min_level=5) + must("python", evidence="pdf")) == ["ana"]


def test_the_level_of_one_competency_does_not_count_for_another(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(competencies=(held("python", 2), held("sql", 5))))])
    assert found(engine, must=must("python", min_level=3)) == []
    assert found(engine, must=must("sql", min_level=3)) == ["ana"]


def test_selections_hold_on_one_credential(engine: SearchEngine) -> None:
    engine.write([learner("ana", view("a", kind="Badge", issuer="x"), view("b", kind="Degree", issuer="y"))])
    assert found(engine, selections={"kind": ("Badge",), "issuer": ("x",)}) == ["ana"]
    assert found(engine, selections={"kind": ("Badge",), "issuer": ("y",)}) == []
    assert values(engine, "issuer", selections={"kind": ("Badge",)}) == {"x": 1}


def test_facets_describe_the_credentials_that_were_asked_for(engine: SearchEngine) -> None:
    engine.write([learner("ana", view("a", issuer="x"), view("b", issuer="y", competencies=(held("sql"),)))])
    assert values(engine, "issuer", must=must("python")) == {"x": 1}
    assert values(engine, "issuer", must=must("python"), nice=must("sql")) == {"x": 1, "y": 1}
    assert values(engine, "issuer") == {"x": 1, "y": 1}


def test_words_and_the_requirement_may_be_met_by_different_credentials(engine: SearchEngine) -> None:
    engine.write([learner("ana", view("a"), view("b", competencies=(), text="Public transport study"))])
    assert found(engine, must=must("python"), words="transport") == ["ana"]
    assert found(engine, words="python transport") == [], "but the words stand together in one"


def test_a_nice_to_have_ranks_and_leaves_nobody_out(engine: SearchEngine) -> None:
    engine.write([learner("ana", view()), learner("ben", view("b", competencies=(held("python", 3), held("sql"))))])
    assert found(engine, must=must("python"), nice=must("sql")) == ["ben", "ana"]
    assert found(engine, nice=must("cobol")) == ["ana", "ben"]


def test_a_must_not_leaves_out_and_only_under_its_conditions(engine: SearchEngine) -> None:
    engine.write([learner("ana", view()), learner("ben", view(competencies=(held("sql"),)))])
    assert found(engine, must_not=must("python")) == ["ben"]
    assert found(engine, must_not=must("python", min_level=4)) == ["ana", "ben"]


def test_a_requirement_without_a_known_competency_matches_nothing(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    assert found(engine, must=(Requirement(()),)) == []
    assert found(engine, must=(Requirement((), min_backing=1),)) == []
    assert found(engine, must=must("no-such-competency")) == []
    assert found(engine, must_not=(Requirement(()),)) == ["ana"]


def test_evidence_that_can_be_opened_is_of_the_kind_that_is_asked(engine: SearchEngine) -> None:
    both = frozenset({"text", "link"})
    engine.write(
        [
            learner("linked", view(evidence=both, openable=frozenset({"link"}))),
            learner("told", view(evidence=frozenset({"text"}))),
            learner("written", view(evidence=both, openable=both)),
        ]
    )
    assert found(engine, must=must("python", evidence_opens=True)) == ["linked", "written"]
    assert found(engine, must=must("python", evidence_opens=True, evidence="any")) == ["linked", "written"]
    assert found(engine, must=must("python", evidence_opens=True, evidence="text")) == ["written"]
    assert found(engine, must_not=must("python", evidence_opens=True)) == ["told"]


def test_a_criterion_matches_by_its_whole_name_at_its_own_level_and_ranks_below(engine: SearchEngine) -> None:
    asked = Requirement(("talks",), min_level=3, criteria=("communications",))
    spoken = (HeldCriterion("Communication", 3, "Ward round"), HeldCriterion("Team work", 5))
    engine.write(
        [
            learner("able", view(criteria=spoken)),
            learner("aligned", view(competencies=(held("talks", 3),), backing=1, issued=date(2010, 1, 1))),
            learner("low", view(criteria=(HeldCriterion("Communication", 2), HeldCriterion("Team work", 5)))),
            learner("more", view(criteria=(HeldCriterion("Communication skills", 5),))),
            learner("none", view(criteria=(HeldCriterion("Communication"),))),
            learner("word", view(competencies=(), text="Communication")),
        ]
    )
    assert found(engine, must=(asked,)) == ["aligned", "able"]
    assert found(engine, must=(replace(asked, min_level=None),)) == ["aligned", "able", "low", "none"]
    assert found(engine, must=(replace(asked, criteria=("Communication Ward round",)),)) == ["aligned", "able"]
    assert found(engine, must=(replace(asked, min_backing=6),)) == []
    assert values(engine, CRITERION, must=(asked,)) == {"Communication": 1, "Communication (Ward round)": 1, "Team work": 1}


def test_equivalents_match_and_related_ones_rank_below_and_words_last(engine: SearchEngine) -> None:
    engine.write(
        [
            learner("direct", view(competencies=(held("python"),), backing=1, issued=date(2010, 1, 1))),
            learner("related", view(competencies=(held("scripting", 5),), backing=6, issued=date(2026, 1, 1))),
            learner("words", view(competencies=(), text="Programming in Python!", backing=6, issued=date(2026, 1, 1))),
            learner("other", view(competencies=(held("sql"),), text="Programming in Python!")),
        ]
    )
    asked = Requirement(("py", "python"), related=("scripting",), phrases=("programming in python",))
    assert found(engine, must=(asked,)) == ["direct", "related", "words"]
    assert found(engine, must=(replace(asked, min_level=1),)) == ["related"]
    assert found(engine, must=(replace(asked, related=(), phrases=()),)) == ["direct"]


def test_no_level_given_is_a_value_of_its_own_and_meets_no_minimum(engine: SearchEngine) -> None:
    engine.write([learner("none", view(competencies=(held("python"),))), learner("seven", view(competencies=(held("python", 7),)))])
    assert values(engine, "level") == {"none": 1, "5": 1}
    assert found(engine, must=must("python", min_level=1)) == ["seven"]
    assert found(engine, must=must("python", min_level=7)) == ["seven"]
    assert found(engine, must=must("python", min_level=8)) == []
    assert found(engine, must=must("python", min_level=0)) == ["seven", "none"]


def test_a_selected_value_stays_visible_with_count_zero_and_beyond_the_size(engine: SearchEngine) -> None:
    engine.write([learner("ana", view("a", issuer="x")), learner("ben", view("b", issuer="y")), learner("cy", view("c", issuer="y"))])
    page = engine.search(query(selections={"issuer": ("gone", "x")}, facets=("issuer",), facet_size=1))
    assert page.facets["issuer"] == (FacetValue("y", 2), FacetValue("x", 1, True), FacetValue("gone", 0, True))
    assert page.total == 1


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("pipelines", ["ana"]),
        ("PIPELINE designing", ["ana"]),
        ('"streaming pipeline"', ["ana"]),
        ('"pipeline streaming"', []),
        ("c++", ["ana"]),
        ("c", []),
        (".net", ["ben"]),
        ("net", []),
        ("node.js", ["ben"]),
        ("nodes", ["ben"]),
        ("cafe", ["ben"]),
        ("数据", ["ben"]),
        ("pipeline AND sql", []),
        ("pipeline OR sql", []),
        ("NOT pipeline", []),
        ("pipe*", []),
        ("text:pipeline", []),
        ('"unclosed pipeline', []),
        ("pipeline\x00", ["ana"]),
        ('pipeline" OR "x', []),
        ("streaming|2", []),
        ("***", []),
        ("\"'();--{}[]\\/^~?", []),
    ],
)
def test_what_is_typed_is_text_and_never_syntax(engine: SearchEngine, typed: str, ids: list[str]) -> None:
    ana = view(text="Designed a streaming pipeline in C++; streaming data")
    ben = view(text="Café app on .NET and Node.js with 数据库")
    engine.write([learner("ana", ana), learner("ben", ben)])
    assert found(engine, words=typed) == ids


def test_blank_words_ask_nothing(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    assert found(engine, words=" \t ") == ["ana"]


def test_words_decide_between_equal_scores_only(engine: SearchEngine) -> None:
    engine.write(
        [
            learner("thrice", view(text="sql sql sql")),
            learner("once", view(text="sql")),
            learner("better", view(text="sql", competencies=(held("python", 4),))),
            learner("headline", view(text="-"), headline="sql sql"),
        ]
    )
    assert found(engine, words="sql", must=must("python")) == ["better", "thrice", "headline", "once"]
    assert [hit.score for hit in engine.search(query(words="sql")).hits] == [0, 0, 0, 0]


def test_newest_orders_by_the_latest_credential_that_is_seen(engine: SearchEngine) -> None:
    hidden = view("h", labels=frozenset({"org:acme"}), issued=date(2026, 5, 1))
    engine.write(
        [
            learner("old", view(issued=date(2020, 1, 1)), hidden),
            learner("new", view(issued=date(2024, 1, 1)), view("b", issued=date(2019, 1, 1))),
        ]
    )
    assert found(engine, sort="newest") == ["new", "old"]
    assert found(engine, sort="newest", labels=frozenset({"all", "org:acme"})) == ["old", "new"]


def test_many_values_and_long_ids_are_counted_to_the_last_one(engine: SearchEngine) -> None:
    views = [view(f"c{n}", competencies=(held(f"https://example.org/{'x' * 300}/{n:04}"),)) for n in range(60)]
    engine.write([learner(f"p{n}", *views[: n + 1]) for n in range(60)])
    counted = values(engine, "competency", facet_size=1000)
    assert sorted(counted.values()) == list(range(1, 61))


def test_a_page_past_the_end_is_empty_and_keeps_the_total(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    page = answered(engine, query(offset=1_000_000, size=50))
    assert (page.hits, page.total) == ((), 1)


def test_only_the_facets_asked_for_are_counted(engine: SearchEngine) -> None:
    engine.write([learner("ana", view())])
    assert list(engine.search(query(facets=("year", "kind"))).facets) == ["year", "kind"]
    assert engine.search(query(facets=())).facets == {}


def test_many_requirements_and_much_text_are_answered(engine: SearchEngine) -> None:
    keys = (*(f"key{n}" for n in range(300)), "python")
    engine.write([learner("ana", view(text=" ".join(f"word{n}" for n in range(100))))])
    asked = tuple(Requirement(keys, min_level=2, related=keys[:50]) for _ in range(20))
    typed = " ".join(f"word{n}" for n in range(100))
    assert found(engine, must=asked, nice=asked, words=typed) == ["ana"]
