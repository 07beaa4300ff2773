"""A must-have that nobody shows leads to competencies that are called like it and that somebody shows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from app.recruiters import finding
from app.recruiters.grammar import SearchForm, to_pairs
from tests.factories.house import House
from tests.functional.recruiters.awards import plain
from tests.functional.recruiters.test_search import show


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana shows sql, Ben python; nobody shows the rest."""
    keys = house.load_skills("sql", "sql server", "sql server administration", "python", "cookery", "server rooms")
    show(house, "Ana", "sql", "server rooms")
    show(house, "Ben", "python")
    return keys


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def offered(rita: FlaskClient, *musts: str) -> list[str]:
    answer = rita.get("/api/v1/search", query_string={"must": list(musts)}).get_json()
    return [f"{each['words']}: {each['count']}" for each in answer["loosenings"] if "instead of" in each["words"]]


def test_what_is_called_like_a_part_of_it_and_shown_is_offered(rita, keys):
    page = plain(rita.get(f"/search?must={keys['sql server']}").text)
    assert "sql instead of sql server : 1 person" in page
    assert "sql server administration instead" not in page, "nobody shows that, either"
    assert offered(rita, keys["sql server"]) == ["sql instead of sql server: 1"]


def test_a_program_gets_it_as_a_patch_that_finds_so_many(rita, keys):
    body = {"must": [{"competency": keys["sql server"]}], "sort": "newest"}
    answer = rita.post("/api/v1/search", json=body).get_json()
    (first, *_) = answer["loosenings"]
    patch = [{"op": "replace", "path": "/must/0/competency", "value": keys["sql"]}]
    assert first == {"words": "sql instead of sql server", "total": 1, "patch": patch}
    body["must"][0]["competency"] = keys["sql"]
    assert rita.post("/api/v1/search", json=body).get_json()["total"] == 1
    shown = {"must": [{"competency": keys["sql"], "min_level": 9}, {"competency": keys["python"]}]}
    assert "instead of" not in rita.post("/api/v1/search", json=shown).text, "both are shown, if not so"


def test_its_conditions_and_the_rest_of_the_search_are_kept(rita, keys):
    assert offered(rita, keys["sql server"] + ":9") == []
    assert offered(rita, keys["sql server"], keys["python"]) == []


def test_nothing_is_offered_in_place_of_what_somebody_shows(rita, keys):
    assert offered(rita, keys["sql"], keys["python"]) == []


def test_what_is_asked_for_already_is_not_offered_again(rita, keys):
    assert offered(rita, keys["sql server"], keys["sql"]) == []
    assert offered(rita, keys["cookery"]) == []


def test_each_smaller_search_is_counted_once(rita, keys, monkeypatch):
    counted: list[SearchForm] = []

    def noting(asked: finding.Asked, form: SearchForm) -> int:
        counted.append(form)
        return count(asked, form)

    count = finding.count
    monkeypatch.setattr(finding, "count", noting)
    assert rita.get(f"/search?must={keys['sql server']}&must={keys['cookery']}:2").status_code == 200
    assert counted
    assert len({str(to_pairs(form)) for form in counted}) == len(counted)
