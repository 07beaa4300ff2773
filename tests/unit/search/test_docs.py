"""docs/search.md says what the code does: facets, points, and where the numbers live."""

from __future__ import annotations

from pathlib import Path

from app.search.interface import EVERY_FACET
from app.search.ranking import WEIGHTS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "search.md").read_text(encoding="utf-8")


def test_every_facet_is_named() -> None:
    assert ", ".join(EVERY_FACET) in " ".join(PAGE.split())


def test_the_points_are_those_in_force() -> None:
    assert f"the competency itself {WEIGHTS.direct}, a related one {WEIGHTS.related}, only its words 0" in PAGE
    assert f"| nice-to-have | {WEIGHTS.nice} for being met" in PAGE
    assert [days // 365 for days, _ in WEIGHTS.recency] == [1, 3, 5]
    assert "1 if issued within five years, 2 within three, 3 within one" in PAGE
    assert len(WEIGHTS.backing) == 5
    assert len(WEIGHTS.level) == 5


def test_every_module_beside_the_search_is_described() -> None:
    assert all(name in PAGE for name in ("typeahead.py", "jobad.py", "fields.py", "words.py"))
