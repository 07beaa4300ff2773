"""The parts of a job description: what stands over each line."""

from __future__ import annotations

import pytest

from app.search.ad_sections import Part, Sections, part_of


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Your profile", Part.ASKS),
        ("What you will do", Part.ASKS),
        ("Who we are looking for", Part.ASKS),
        ("What you offer", Part.ASKS),
        ("Nice to have", Part.ASKS),
        ("We offer", Part.OFFERS),
        ("What you get", Part.OFFERS),
        ("Who we are", Part.OFFERS),
        ("About us", Part.OFFERS),
        ("Ward 4", Part.OTHER),
    ],
)
def test_a_heading_tells_what_its_part_is_there_for(heading: str, part: Part) -> None:
    assert part_of(heading) is part


def over(text: str, word: str) -> str:
    return Sections(text).line_at(text.index(word)).heading


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Nurse\nTasks\n- care\n- here", "Tasks"),
        ("Tasks:\n\n- care\n\n- here", "Tasks"),
        ("Tasks:\n\ncare\n\nhere", "Tasks"),
        ("# Tasks\n\nYou care.\n\nYou are here.", "Tasks"),
        ("Tasks:\n- care\n\nWe are here.", ""),
        ("Tasks:\n- care\nShifts, all here", ""),
        ("Tasks:\n- care\n  and here", "Tasks"),
        ("Tasks\n- care\n\nContact\nhere", "Contact"),
        ("German is a plus\nhere", ""),
        ("here", ""),
    ],
)
def test_a_heading_reaches_as_far_as_its_block(text: str, heading: str) -> None:
    assert over(text, "here") == heading


def test_the_label_of_a_line_is_its_own() -> None:
    text = "About us\n\nBakery.\n\nSkills: bread"
    line = Sections(text).line_at(text.index("bread"))
    assert line.own
    assert (text[slice(*line.own)], line.part) == ("Skills", Part.ASKS)


def test_the_first_line_is_the_title_and_offers_nothing() -> None:
    text = "Contact centre agent\nYou answer calls."
    assert Sections(text).line_at(len(text) - 1).part is Part.OTHER
