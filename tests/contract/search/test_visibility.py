"""What a viewer may not see does not exist: not in hits, totals, facets, ranks, nor by any other door of a query."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.search.interface import CompetencyQuery, SearchEngine
from app.search.ranking import explain
from tests.contract.search.builders import EVERYBODY, found, held, learner, must, query, values, view
from tests.contract.search.people import NOW

ACME = frozenset({"all", "org:acme"})


def test_labels_cannot_be_left_out() -> None:
    with pytest.raises(TypeError):
        CompetencyQuery(now=NOW)  # type: ignore[call-arg]  # this is what must not be possible


def test_a_search_without_labels_finds_nothing_and_counts_nothing(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), headline="Python")])
    page = engine.search(query(labels=frozenset(), words="python"))
    assert (page.hits, page.total) == ((), 0)
    assert not any(page.facets.values())


def test_a_hidden_credential_with_the_rarest_competency_is_nowhere(engine: SearchEngine) -> None:
    secret = view("secret", labels=frozenset({"org:acme"}), competencies=(held("bomb-disposal", 5),), text="zymurgy", kind="Rare")
    engine.write([learner("ana", view(), secret)])
    assert found(engine, must=must("bomb-disposal")) == []
    assert found(engine, words="zymurgy") == []
    assert found(engine, selections={"competency": ("bomb-disposal",)}) == []
    assert found(engine, selections={"kind": ("Rare",)}) == []
    assert found(engine, must_not=must("bomb-disposal")) == ["ana"]
    assert values(engine, "competency") == {"python": 1}
    assert values(engine, "kind") == {"Badge": 1}
    assert values(engine, "competency", labels=ACME) == {"python": 1, "bomb-disposal": 1}


def test_a_hidden_credential_gives_no_points(engine: SearchEngine) -> None:
    better = view("better", labels=frozenset({"org:acme"}), competencies=(held("python", 5),), backing=6)
    engine.write([learner("ana", view(), better)])
    seen = engine.search(query(must=must("python"))).hits[0].score
    assert seen == explain(query(must=must("python")), [view()]).score
    assert engine.search(query(must=must("python"), labels=ACME)).hits[0].score > seen


def test_evidence_for_one_organisation_is_searched_by_nobody_else(engine: SearchEngine) -> None:
    public = view(text="Python course")
    full = replace(public, labels=frozenset({"org:acme"}), evidence=frozenset({"pdf"}), text="Python course palimpsest")
    engine.write([learner("ana", public, full)])
    for labels, reached in ((EVERYBODY, []), (ACME, ["ana"])):
        assert found(engine, labels=labels, words="palimpsest") == reached
        assert found(engine, labels=labels, must=must("python", evidence="pdf")) == reached
        assert found(engine, labels=labels, selections={"evidence": ("pdf",)}) == reached
    assert values(engine, "evidence") == {"none": 1}
    assert values(engine, "competency", labels=ACME) == {"python": 1}, "two views of one credential are one learner"


def test_a_credential_that_expires_now_is_gone_and_one_that_expires_later_is_not(engine: SearchEngine) -> None:
    moment = timedelta(microseconds=1)
    engine.write([learner("now", view(expires=NOW)), learner("later", view(expires=NOW + moment))])
    assert found(engine) == ["later"]
    assert found(engine, now=NOW - moment) == ["later", "now"]
    assert found(engine, now=NOW + moment) == []


def test_credentials_of_a_hidden_issuer_are_gone_and_others_of_the_same_learner_stay(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(), view("c2", issuer="shady", competencies=(held("sql"),)))])
    hidden = frozenset({"shady"})
    assert found(engine, hidden_issuers=hidden, must=must("sql")) == []
    assert found(engine, hidden_issuers=hidden, must=must("python")) == ["ana"]
    assert values(engine, "issuer", hidden_issuers=hidden) == {"northfield": 1}


def test_excluded_learners_are_in_no_hit_and_no_count(engine: SearchEngine) -> None:
    engine.write([learner("ana", view()), learner("ben", view())])
    assert found(engine, excluded_learners=frozenset({"ana", "nobody"})) == ["ben"]
    assert values(engine, "competency", excluded_learners=frozenset({"ana"})) == {"python": 1}


def test_a_headline_is_found_only_with_a_credential_that_the_viewer_sees(engine: SearchEngine) -> None:
    engine.write(
        [
            learner("acme-only", view(labels=frozenset({"org:acme"})), headline="Quokka keeper"),
            learner("expired", view(expires=NOW), headline="Quokka keeper"),
            learner("ana", view(), headline="Quokka keeper"),
        ]
    )
    assert found(engine, words="quokka") == ["ana"]
    assert found(engine, words="quokka", labels=ACME) == ["acme-only", "ana"]


def test_a_headline_is_hidden_from_whoever_holds_none_of_its_labels(engine: SearchEngine) -> None:
    document = replace(learner("ana", view(), headline="Quokka keeper"), headline_labels=frozenset({"org:acme"}))
    engine.write([document])
    assert found(engine, words="quokka") == []
    assert found(engine, words="quokka", labels=ACME) == ["ana"]


def test_fields_that_are_no_facet_can_neither_be_selected_nor_counted(engine: SearchEngine) -> None:
    engine.write([learner("ana", view(labels=ACME))])
    assert found(engine, selections={"labels": ("org:acme",)}) == []
    assert found(engine, selections={"reached": ("python|1",)}) == []
    assert values(engine, "labels") == {}


def test_1000_hidden_words_are_reachable_through_no_door(engine: SearchEngine) -> None:
    secrets = [f"secret{n:04}word" for n in range(1000)]
    acme = frozenset({"org:acme"})
    engine.write(
        [
            learner(f"p{n:04}", view(), view("x", labels=acme, text=word, competencies=(held(word),), kind=word, issuer=word))
            for n, word in enumerate(secrets)
        ]
    )
    everything = engine.search(query(size=1000, facet_size=5000))
    assert everything.total == 1000
    assert "secret" not in repr(everything)
    for word in secrets[::20]:
        assert found(engine, words=word) == []
        assert found(engine, must=must(word)) == []
        assert found(engine, must=(replace(must("none")[0], phrases=(word,)),)) == []
        assert found(engine, labels=frozenset({"org:acme"}), words=word) == [f"p{secrets.index(word):04}"]
