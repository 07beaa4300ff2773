"""The words for a level beside a competency in a job description."""

from __future__ import annotations

import pytest

from app.search.ad_levels import level_said
from app.search.ad_text import AdText


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SQL and Python; English fluent", "fluent"),
        ("fluent English", "fluent"),
        ("English (B2), French", "B2"),
        ("English, fluent", "fluent"),
        ("At least 3 years of experience with SQL and English", "3 years"),
        ("English fließend", "fließend"),
        ("English, French fluent", ""),
        ("We speak English.", ""),
        ("You are an expert. English is welcome", ""),
    ],
)
def test_a_level_is_that_beside_the_name_or_years_before_it(text: str, level: str) -> None:
    start = text.index("English")
    assert level_said(AdText(text), [(start, start + len("English"))]) == level
