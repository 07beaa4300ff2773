"""What a view counts for, and the order in which counted values are shown."""

from __future__ import annotations

from datetime import date

from app.search.facets import KNOWN, STATUS, active, ordered, values_of
from app.search.interface import CRITERION, FACETS, MORE_FACETS, FacetValue, HeldCompetency, SearchView


def view(*held: HeldCompetency, issuer: str = "i", evidence: frozenset[str] = frozenset()) -> SearchView:
    return SearchView("c", frozenset({"all"}), issuer, 5, "Badge", held, date(2025, 2, 1), None, evidence, "")


def test_every_facet_of_the_port_has_values_and_no_other() -> None:
    assert (*values_of(view()), STATUS) == (*FACETS, "scale", "setting", "language", "place", CRITERION, "status")
    assert {*FACETS, *MORE_FACETS, CRITERION} == KNOWN


def test_values_of_a_view() -> None:
    held = (HeldCompetency("sql", "esco", 2), HeldCompetency("py", "case", None), HeldCompetency("go", "case", 9))
    assert values_of(view(*held, evidence=frozenset({"pdf", "link"}))) == {
        "competency": ["go", "py", "sql"],
        "framework": ["case", "esco"],
        "issuer": ["i"],
        "backing": ["5"],
        "level": ["2", "5"],
        "kind": ["Badge"],
        "year": ["2025"],
        "evidence": ["link", "pdf"],
        "scale": [],
        "setting": [],
        "language": [],
        "place": [],
        "criterion": [],
    }


def test_nothing_given_is_a_value_for_level_and_evidence_only() -> None:
    values = values_of(view(issuer=""))
    assert (values["level"], values["evidence"]) == (["none"], ["none"])
    assert values["competency"] == values["framework"] == values["issuer"] == []


def test_values_fall_by_count_and_selected_ones_are_never_cut_off() -> None:
    counts = {"a": 1, "b": 3, "c": 3, "d": 0}
    assert ordered(counts, (), 2) == (FacetValue("b", 3), FacetValue("c", 3))
    assert ordered(counts, ("a", "gone"), 1) == (FacetValue("b", 3), FacetValue("a", 1, True), FacetValue("gone", 0, True))


def test_a_facet_without_selected_values_is_not_active() -> None:
    assert active({"kind": (), "year": ("2025", "2025")}) == {"year": ("2025",)}
