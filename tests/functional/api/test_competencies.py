"""Programs ask for competencies by name or by address, and learn how many people they may see with each."""

from __future__ import annotations

import pytest

from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from tests.factories.house import House
from tests.functional.recruiters.test_search import show

GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
ITEM = f"https://frameworks.example/ims/case/v1p0/CFItems/{GUID}"


def ask(house: House, **asked: str) -> list[dict[str, object]]:
    answer = house.client(house.recruiter(f"Asks {sorted(asked)}")).get("/api/v1/competencies", query_string=asked)
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["competencies"]
    return found


@pytest.fixture
def key(house: House) -> str:
    item = LoadedCompetency(ITEM, "Databases", ("DB",), code="HS.DB.2")
    with house.services.database.writing() as session:
        load(session, LoadedFramework("https://frameworks.example/uri/1", "Data skills", [item]), now=house.clock())
    return key_of(ITEM)


@pytest.mark.parametrize("address", [ITEM, ITEM.replace("v1p0", "v1p1").upper(), f"urn:uuid:{GUID}", f" {GUID} "])
def test_an_address_in_any_form_is_one_competency(house, key, address):
    named = {"key": key, "label": "Databases", "matched_label": "Databases", "framework": "Data skills", "people": 0}
    assert ask(house, uri=address) == [named]


@pytest.mark.parametrize("address", ["https://frameworks.example/else", "Databases", "https://[", "\x00", "x" * 5000])
def test_an_address_of_nothing_is_an_empty_list(house, key, address):
    assert ask(house, uri=address) == []


def test_a_retired_one_is_found_by_its_address_and_offered_by_no_name(house, key):
    with house.services.database.writing() as session:
        kept = LoadedCompetency("https://frameworks.example/1", "Else")
        load(session, LoadedFramework("https://frameworks.example/uri/1", "Data skills", [kept]), now=house.clock())
    assert [c["key"] for c in ask(house, uri=ITEM)] == [key]
    assert ask(house, q="Databases") == []


def test_people_are_those_whom_this_recruiter_may_see(house):
    house.load_skills("SQL")
    show(house, "Ana", "SQL")
    other = house.recruiter("Others")
    show(house, "Eve", "SQL", organisations=(other.organisation_id,))
    assert [c["people"] for c in ask(house, q="sq")] == [1]


@pytest.mark.parametrize("text", [ITEM, f"{GUID.upper()} ", f"urn:uuid:{GUID}", "HS.DB.2", " HS.DB.2"])
def test_an_address_or_code_may_be_pasted_where_a_name_is_typed(house, key, text):
    assert [c["key"] for c in ask(house, q=text)] == [key]


def test_an_address_that_is_pasted_on_the_search_page_becomes_a_chip(house, key):
    answer = house.client(house.recruiter()).get("/search", query_string={"add": ITEM, "to": "must"})
    assert answer.location == f"/search?must={key}#count"


@pytest.mark.parametrize("text", ["hs.db.2", "HS.DB.3", "https://frameworks.example/else", "2"])
def test_what_only_looks_like_an_address_or_code_means_nothing(house, key, text):
    assert ask(house, q=text) == []


@pytest.mark.parametrize("text", ["", "  ", "???", "%", "' OR 1=1 --", "\x00", "x" * 10_000, "zzzz"])
def test_a_text_that_means_nothing_is_an_empty_list(house, key, text):
    assert ask(house, q=text) == []


def test_of_equally_good_names_those_that_somebody_shows_to_this_recruiter_come_first(house):
    house.load_skills("JSSS", "JavaScript", "JSON", *(f"JS tool {n}" for n in range(12)))
    show(house, "Ana", "JavaScript")
    show(house, "Eve", "JSON", organisations=(house.recruiter("Others").organisation_id,))
    found = [(c["label"], c["people"]) for c in ask(house, q="js")]
    assert found[:3] == [("JavaScript", 1), ("JSON", 0), ("JSSS", 0)]
    assert len(found) == 10


def test_the_one_that_somebody_shows_is_found_among_many_that_nobody_does(house):
    house.load_skills(*(f"data {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(150)), "data stewardship")
    show(house, "Ana", "data stewardship")
    assert [c["label"] for c in ask(house, q="data")][:2] == ["data stewardship", "data aa"]
