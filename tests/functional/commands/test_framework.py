"""`evident framework`: from files and from the web, again and again, with a report of what was left out."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from app.domain.associations import expansion
from app.domain.frameworks import key_of
from app.domain.models import Association, Competency, Framework, Rebuild
from tests.factories.house import House

ESCO = "http://data.europa.eu/esco/skill/"
TABLE = f"conceptType,conceptUri,preferredLabel\nKnowledgeSkillCompetence,{ESCO}1,Haskell\nOccupation,{ESCO}2,baker\n"
WALK = f"origin,kind,target\n{ESCO}1,exact,https://skills.example/Haskell\n{ESCO}1,sort of,https://skills.example/ML\n"


def run(house: House, *words: str) -> Result:
    with house.app.app_context():
        return house.app.test_cli_runner().invoke(args=["framework", *words])


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "skills_en.csv").write_text(TABLE)
    return str(tmp_path / "skills_en.csv")


def test_a_framework_is_loaded_with_a_report_of_what_was_left_out(house, table):
    result = run(house, "load", table)
    assert result.exit_code == 0, result.output
    assert "ESCO: 1 competencies in force, 0 retired." in result.output
    assert "left out: concepts that are no skills: 1 (for example baker, Occupation)" in result.output
    with house.services.database.reading() as session:
        assert session.query(Rebuild).count() == 1, "credentials imported before are found by it, too"


def test_a_dry_run_says_the_same_and_stores_nothing(house, table):
    result = run(house, "load", "--dry-run", table)
    assert "ESCO: 1 competencies would be loaded." in result.output
    assert "left out: concepts that are no skills: 1" in result.output
    with house.services.database.reading() as session:
        assert session.query(Framework).count() == session.query(Rebuild).count() == 0


def test_a_framework_and_a_crosswalk_come_from_the_web_through_the_one_fetcher(house):
    house.web.documents["https://frameworks.example/skills_en.csv?v=1"] = TABLE.encode()
    house.web.documents["https://frameworks.example/walk.csv"] = WALK.encode()
    house.load_skills("Haskell")
    result = run(house, "load", "https://frameworks.example/skills_en.csv?v=1", "https://frameworks.example/walk.csv")
    assert result.exit_code == 0, result.output
    assert "walk: 0 competencies in force, 0 retired, 1 associations." in result.output
    with house.services.database.reading() as session:
        key = key_of(ESCO + "1")
        assert expansion(session, [key])[key].competencies == (key, key_of("https://skills.example/Haskell"))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("https://frameworks.example/gone", "nothing could be read from this address"),
        ("nowhere.json", "cannot be read"),
        ("ftp://frameworks.example/x", "cannot be read"),
    ],
)
def test_a_source_that_cannot_be_had_is_a_sentence(house, source, said):
    result = run(house, "load", source)
    assert result.exit_code == 2
    assert said in result.output


def test_frameworks_and_crosswalks_are_listed_with_their_numbers(house, table, tmp_path):
    (tmp_path / "walk.csv").write_text(WALK)
    run(house, "load", table, str(tmp_path / "walk.csv"))
    result = run(house, "list")
    assert result.exit_code == 0, result.exception
    listed = " ".join(result.output.split())
    assert "ESCO - 1 competencies 0 associations" in listed
    assert "walk - 0 competencies 1 associations crosswalk:walk.csv" in listed


def test_a_later_version_retires_and_says_how_many(house, tmp_path):
    path = tmp_path / "skills.json"
    for names, said in ((("a", "b"), "2 competencies in force, 0 retired"), (("a",), "1 competencies in force, 1 retired")):
        path.write_text(json.dumps([{"uri": ESCO + name, "prefLabel": name} for name in names]))
        assert said in run(house, "load", str(path)).output
    with house.services.database.reading() as session:
        assert session.query(Competency).count() == 2


def test_a_part_of_a_framework_does_not_retire_the_rest_unless_it_is_meant(house, tmp_path):
    path = tmp_path / "skills.json"
    for names in ("abcd", "a"):
        path.write_text(json.dumps([{"uri": ESCO + name, "prefLabel": name} for name in names]))
        result = run(house, "load", str(path))
    assert result.exit_code == 2
    assert "3 of the 4 competencies that ESCO has here are not in what was to be loaded." in result.output
    assert "--shrink" in result.output
    with house.services.database.reading() as session:
        assert session.query(Competency).filter_by(retired=True).count() == 0
    assert "1 competencies in force, 3 retired" in run(house, "load", "--shrink", str(path)).output


def test_a_crosswalk_that_is_retired_says_nothing_any_more_and_is_gone(house, tmp_path):
    (tmp_path / "walk.csv").write_text(WALK)
    run(house, "load", str(tmp_path / "walk.csv"))
    assert run(house, "retire", "crosswalk:walk.csv").exit_code == 0
    with house.services.database.reading() as session:
        assert session.query(Framework).count() == session.query(Association).count() == 0


def test_a_framework_that_is_retired_is_kept_and_offered_to_nobody(house, table):
    run(house, "load", table)
    client = house.client(house.recruiter())
    assert len(client.get("/api/v1/competencies?q=haskell").get_json()["competencies"]) == 1
    house.clock.now += timedelta(seconds=1)
    result = run(house, "retire", "https://data.europa.eu/esco/")
    assert "ESCO is out of use: 1 competencies were retired." in result.output
    assert client.get("/api/v1/competencies?q=haskell").get_json()["competencies"] == []
    assert client.get(f"/competencies/{key_of(ESCO + '1')}").status_code == 200
    house.clock.now += timedelta(seconds=1)
    run(house, "load", table)
    assert len(client.get("/api/v1/competencies?q=haskell").get_json()["competencies"]) == 1


def test_retiring_what_is_not_there_is_a_sentence(house):
    result = run(house, "retire", "https://nobody.example/")
    assert result.exit_code == 2
    assert "evident framework list" in result.output
