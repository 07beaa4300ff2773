"""What a job description asks for, told by where it stands, without any framework."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from app.search.ad_asked import asked_places
from app.search.ad_sections import Sections
from app.search.ad_text import AdText


def asked(text: str) -> list[str]:
    return [text[slice(*span)] for span in asked_places(AdText(text), Sections(text))]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Your tasks:\n- wound care, infusions and vital signs", ["wound care", "infusions", "vital signs"]),
        ("Ward 4\n\nWhat you will do\n\nwound care\n\ninfusions", ["wound care", "infusions"]),
        ("REQUIREMENTS\n* forklift licence\n* stock counts", ["forklift licence", "stock counts"]),
        ("You can cook fish, make sauces and bake bread.", ["cook fish", "make sauces", "bake bread"]),
        ("We seek somebody with experience in payroll and knowledge of VAT returns.", ["payroll", "VAT returns"]),
        ("She is skilled in grafting, familiar with lawn care and able to drive tractors.", ["grafting", "lawn care", "drive tractors"]),
        ("Skills: lesson planning, assessment. Our school is old.", ["lesson planning", "assessment"]),
        ("Lesson planning, assessment, parent meetings", ["Lesson planning", "assessment", "parent meetings"]),
        ("Chainsaw certificate required. Choir conducting is a plus.", ["Chainsaw certificate", "Choir conducting"]),
        ("**Your tasks**\n✅ Gait training after hip operations\n✅ lymph drainage", ["Gait training", "lymph drainage"]),
        ("The successful applicant will draft contracts. She plans travel.", ["draft contracts", "plans travel"]),
        ("You prepare hot and cold starters.", ["prepare hot and cold starters"]),
        ("Plan menus with seasonal vegetables.", ["Plan menus", "seasonal vegetables"]),
        ("Tasks\n- Take part in code review\n- At least 3 years of experience in triage", ["code review", "triage"]),
        ("They seek a clerk with a love of the trade, skilled in closing and\naccounts payable.", ["closing", "accounts payable"]),
        ("Requirements\n- communication skills, driving licence is a must", ["communication", "driving licence"]),
    ],
)
def test_things_are_found_in_any_trade(text: str, things: list[str]) -> None:
    assert asked(text)[: len(things)] == things


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We are a friendly team by the lake, with a garden and a piano.",
        "We offer:\n- free parking, coffee and fruit\n- a pension",
        "## What you get\nMeals, a room, 30 days of holiday\n\nA bus ticket, a bicycle, a laptop",
        "The salary is EUR 42,000, and the train takes 20 minutes.",
        "We like it when you sing, and when you dance.",
        "You join a team of six in Rotterdam.",
        "Interested? Call Maria on 555 0100, or write to jobs@acme.example.",
        "Requirements\n- not older than two years\n- EUR 20,000",
    ],
)
def test_praise_pay_and_places_are_no_things(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    "piece", ["a ", "you ", "and ", "hot and ", "good at ", "no, ", "- \n", "Tasks:\n", "x, ", "-", "\n\n", "é and/or ", "is "]
)
def test_whatever_is_pasted_is_read_in_a_moment(piece: str) -> None:
    text = ("Requirements\n" + piece * 20_000)[:20_000]
    before = time.process_time()
    spans = asked_places(AdText(text), Sections(text))
    assert time.process_time() - before < 1
    assert all(last <= first for (_, last), (first, _) in pairwise(spans))
