"""Since when a piece is findable, for whom: a change of audience is news to nobody who could see the piece before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.appearing import Appeared, earlier_for, holders_by_time
from app.domain.models import Audience, Organisation, Publication
from app.domain.visibility import RECRUITERS

JANUARY, MARCH, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 5))
EVERYBODY, NAMED = Audience.RECRUITERS, Audience.ORGANISATIONS


def publication(*named: str, earlier: dict[str, str] | None = None) -> Publication:
    """Since March for these organisations, or for all recruiters."""
    organisations = [Organisation(id=name) for name in named]
    return Publication(
        audience=NAMED if named else EVERYBODY, organisations=organisations, published_at=MARCH, earlier=earlier or {}
    )


@pytest.mark.parametrize(
    ("before", "audience", "named", "kept"),
    [
        (publication("a", "b"), EVERYBODY, (), {"org:a": MARCH, "org:b": MARCH}),
        (publication("a", "b"), NAMED, ("b", "c"), {"org:b": MARCH}),
        (publication(), NAMED, ("a",), {"org:a": MARCH}),
        (publication(earlier={"org:a": JANUARY.isoformat()}), NAMED, ("a", "b"), {"org:a": JANUARY, "org:b": MARCH}),
        (publication("a", earlier={"org:a": JANUARY.isoformat()}), EVERYBODY, (), {"org:a": JANUARY}),
        (publication("a"), NAMED, ("b",), {}),
    ],
)
def test_whoever_sees_it_before_and_after_keeps_the_earlier_time(before, audience, named, kept):
    assert earlier_for(before, audience, named) == {label: at.isoformat() for label, at in kept.items()}


def test_pieces_together_are_as_late_as_the_latest_of_them():
    assert holders_by_time({RECRUITERS}, [Appeared(JANUARY, {}), Appeared(MAY, {})]) == {MAY: frozenset({RECRUITERS})}


def test_an_organisation_that_saw_it_earlier_stands_beside_all_recruiters_with_its_own_time():
    moved = Appeared(MAY, {"org:a": JANUARY.isoformat()})
    assert holders_by_time({RECRUITERS}, [moved]) == {MAY: frozenset({RECRUITERS}), JANUARY: frozenset({"org:a"})}
    assert holders_by_time({RECRUITERS}, [moved, Appeared(MAY, {})]) == {MAY: frozenset({RECRUITERS})}
    assert holders_by_time({"org:a", "org:b"}, [moved]) == {JANUARY: frozenset({"org:a"}), MAY: frozenset({"org:b"})}
