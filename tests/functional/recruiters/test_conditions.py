"""The conditions of a chip: age, evidence, level and backing hold together on one credential, are explained, and can be loosened."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.factories.house import House
from tests.functional.recruiters.awards import WITHOUT_RESULT, award, people, plain, read, searched


@pytest.fixture
def key(house: House) -> str:
    """Everybody shows sql at level 2 of 3, issued in June 2025, with a picture; each but Ana in another way."""
    keys: Mapping[str, str] = house.load_skills("sql")
    award(house, "Ana", "sql")
    award(house, "Ben", "sql", validFrom="2019-06-01T08:00:00Z")
    award(house, "Cleo", "sql", subject=WITHOUT_RESULT)
    award(house, "Dora", "sql", evidence=None)
    return keys["sql"]


@pytest.fixture
def rita(house: House, key: str) -> FlaskClient:
    del key
    return house.client(house.recruiter())


HOLDING_TOGETHER = {
    "": "Ana Ben Cleo Dora",
    ":2": "Ana Ben Dora",
    ":y1": "Ana Cleo Dora",
    ":y10": "Ana Ben Cleo Dora",
    ":eany": "Ana Ben Cleo",
    ":eimage": "Ana Ben Cleo",
    ":o": "Ana Ben Cleo",
    ":eimage:o": "Ana Ben Cleo",
    ":etext:o": "",
    ":epdf": "",
    ":2:y1:eimage": "Ana",
    ":2:b4:y10:eany": "Ana Ben",
    ":b6": "",
}


def test_all_conditions_of_a_must_have_hold_on_one_credential(rita, key):
    found = {conditions: " ".join(sorted(people(rita, must=key + conditions))) for conditions in HOLDING_TOGETHER}
    assert found == HOLDING_TOGETHER


def test_evidence_can_be_asked_for_that_opens_and_this_can_be_loosened(house, rita, key):
    award(house, "Eve", "sql", evidence=[{"type": ["Evidence"], "name": "Told", "narrative": "At length."}])
    assert sorted(people(rita, must=f"{key}:eany")) == ["Ana", "Ben", "Cleo", "Eve"]
    assert sorted(people(rita, must=f"{key}:o")) == ["Ana", "Ben", "Cleo"]
    assert people(rita, must=f"{key}:etext") == ["Eve"]
    page = read(rita, must=f"{key}:etext:o", words="day")
    assert "sql (with a text to read here, with evidence that can be opened) : this finds nobody by itself, whatever" in page
    page = read(rita, must=f"{key}:etext:o")
    assert "sql whether or not its evidence can be opened : 1 person" in page
    form = {"must": key, "must.evidence": "any", "must.opens": "True", "must.level": "", "must.backing": "", "must.age": "", "add": ""}
    assert parse_qsl(urlsplit(rita.get("/search", query_string=form).location).query) == [("must", f"{key}:eany:o")]
    assert "(asked: with evidence that can be opened)" in read(rita, must=f"{key}:eany:o")
    asked = {"must": [{"competency": key, "evidence": "any", "evidence_opens": True}], "facets": []}
    assert rita.post("/api/v1/search", json=asked).get_json()["total"] == 3


def test_conditions_rank_as_a_nice_to_have_and_refuse_as_a_must_not(rita, key):
    assert people(rita, nice=f"{key}:2:y1:eimage")[0] == "Ana"
    assert sorted(people(rita, nice=f"{key}:2:y1:eimage")) == ["Ana", "Ben", "Cleo", "Dora"]
    assert people(rita, must=key, **{"not": f"{key}:y5"}) == ["Ben"]
    assert people(rita, must=key, **{"not": f"{key}:eany"}) == ["Dora"]


def test_the_selects_of_a_chip_carry_every_condition(rita, key):
    form = {"must": key, "must.level": "2", "must.backing": "4", "must.age": "3", "must.evidence": "pdf", "must.opens": "", "add": ""}
    assert parse_qsl(urlsplit(rita.get("/search", query_string=form).location).query) == [("must", f"{key}:2:b4:y3:epdf")]
    page = rita.get("/search", query_string={"must": f"{key}:7:y4:epdf"}).text
    for kept in ("level 7 or higher", "within 4 years", "with a PDF"):
        assert f"selected>{kept}</option>" in page, "also a value that the page does not offer itself"


def test_a_condition_that_cannot_be_read_finds_nobody(rita, key):
    for wrong in (":y0x", ":y99", ":emovie", ":epdf:y2", ":y2:y3", ":y-1"):
        assert "could not be read" in read(rita, must=key + wrong), wrong
        assert people(rita, must=key + wrong) == [], wrong


def test_a_hit_says_what_was_asked_and_a_miss_as_well(rita, key):
    page = read(rita, must=f"{key}:2:y2:eimage", nice=f"{key}:3:epdf")
    assert "(asked: level 2 or higher, with a picture, issued since 3 May 2024)" in page
    assert "not shown by any credential that you can see, as asked: level 3 or higher, with a PDF" in page


def test_whoever_has_no_rubric_is_counted_apart_and_not_as_level_nought(rita, key):
    page = rita.get("/search", query_string={"must": f"{key}:2"}).text
    assert "1 person shows sql itself and no level of it. Show only this one , or ask for sql at any level : 4 people" in plain(page)
    assert people(rita, **searched(page, "Show only this one")) == ["Cleo"], "the number is what its link finds"
    assert len(people(rita, **searched(page, "ask for sql at any level"))) == 4
    for none in (f"{key}:2:y1:epdf", key, f"{key}:2:epdf"):
        assert "no level of it" not in read(rita, must=none)


def test_nobody_found_offers_to_loosen_each_condition_with_its_count(rita, key):
    page = read(rita, must=f"{key}:2:y1:epdf")
    assert "sql with or without evidence : 2 people" in page
    assert "sql without any condition : 4 people" in page
    page = read(rita, must=f"{key}:3:epdf")
    assert "sql at any level" not in page, "one change alone finds nobody here"
    assert "sql without any condition : 4 people" in page


def test_nobody_found_says_which_part_finds_nobody_whatever_else_is_asked(rita, key):
    page = read(rita, must=[f"{key}:epdf", key], words="day")
    assert "sql (with a PDF) : this finds nobody by itself, whatever else is asked" in page
    page = read(rita, must=f"{key}:y1", words="day", **{"f.year": "2019"})
    assert "Each part finds people by itself, and nobody meets all of it at once" in page


def test_the_same_key_as_must_and_must_not_is_a_contradiction_only_when_one_implies_the_other(rita, key):
    implied = ((":y2", ""), (":y2", ":y5"), (":epdf", ":eany"), (":eimage:o", ":eany:o"), (":o", ":eany"))
    for must, refused in (*implied, (":2:b5:y1:epdf", ":2:b4:y2:eany")):
        assert "nobody can be both" in read(rita, must=key + must, **{"not": key + refused})
    for must, refused in (("", ":y2"), (":y5", ":y2"), (":eany", ":epdf"), (":y1", ":3"), (":eany", ":o"), (":o", ":eimage")):
        assert "nobody can be both" not in read(rita, must=key + must, **{"not": key + refused})
