"""From the files that publishers give away to people found: a credential names CASE, a recruiter asks in ESCO, a crosswalk is between."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.domain.frameworks import key_of
from indexer import rebuild
from tests.factories.house import House
from tests.functional.recruiters.awards import facet, people, read
from tests.functional.recruiters.test_alignments import show

GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
CASE = "https://frameworks.example/ims/case/v1p0/"
ESCO = "http://data.europa.eu/esco/skill/1"
ASSOCIATION = f"{CASE}CFAssociations/0b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"


def load(house: House, folder: Path, name: str, content: object) -> None:
    """Load a file by the command, and let the background build the index again."""
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    with house.app.app_context():
        result = house.app.test_cli_runner().invoke(args=["framework", "load", str(folder / name)])
    assert result.exit_code == 0, result.output


def document(number: int, title: str) -> dict[str, Any]:
    return {"uri": f"{CASE}CFDocuments/6b7f0d5c-1f2e-4a3b-9c8d-00000000000{number}", "title": title}


@pytest.fixture
def rita(house: House, tmp_path: Path) -> FlaskClient:
    item = {"uri": f"{CASE}CFItems/{GUID}", "identifier": GUID, "fullStatement": "Queries relational data."}
    ends = {"originNodeURI": {"uri": item["uri"]}, "destinationNodeURI": {"uri": ESCO.replace("http:", "https:")}}
    walk = {"uri": ASSOCIATION, "associationType": "exactMatchOf", **ends}
    load(house, tmp_path, "skills_en.csv", f"conceptUri,preferredLabel\n{ESCO},query data\n")
    load(house, tmp_path, "package.json", {"CFDocument": document(1, "State standards"), "CFItems": [item], "CFAssociations": []})
    load(house, tmp_path, "walk.json", {"CFDocument": document(2, "Standards to ESCO"), "CFItems": [], "CFAssociations": [walk]})
    show(house, "Ana", targetUrl=f"https://mirror.example/ims/case/v1p1/CFItems/{GUID}")
    return house.client(house.recruiter())


def found(client: FlaskClient, **asked: str) -> bool:
    return ">Ana</a>" in client.get("/search", query_string={"must": key_of(ESCO), **asked}).text


def test_whoever_names_case_is_found_by_the_same_in_esco(rita):
    assert found(rita)
    assert found(rita, hops="off"), "what is exactly the same is no hop"
    assert "State standards" in rita.get("/search", query_string={"must": key_of(ESCO)}).text


def test_the_page_names_both_and_the_association_between(rita):
    page = rita.get(f"/competencies/{key_of(ESCO)}").text
    assert all(text in page for text in ("Queries relational data.", "State standards", "Standards to ESCO says so.", ASSOCIATION))


def test_without_the_crosswalk_nobody_is_found(house, rita):
    with house.app.app_context():
        house.app.test_cli_runner().invoke(args=["framework", "retire", document(2, "")["uri"]])
    assert not found(rita)


def test_a_newer_crosswalk_says_what_it_says_and_no_more(house, rita, tmp_path):
    walk = {"associationType": "isRelatedTo", "originNodeURI": {"identifier": GUID}, "destinationNodeURI": {"uri": ESCO}}
    load(house, tmp_path, "walk.json", {"CFDocument": document(2, "Standards to ESCO"), "CFItems": [], "CFAssociations": [walk]})
    assert found(rita)
    assert not found(rita, hops="off")


def test_a_crosswalk_alone_reaches_a_framework_that_nobody_loaded(house, rita, tmp_path):
    """O*NET is not loaded here; a crosswalk says which of its elements is the same as a skill of ESCO."""
    del rita
    at = {"targetUrl": "https://www.onetonline.org/find/descriptor/result/2.A.1.a", "targetName": "Reading"}
    show(house, "Olga", targetFramework="O*NET 29", **at)
    show(house, "Piet", **at)
    columns = "O*NET Id,O*NET Title,ESCO or ISCO URI,ESCO or ISCO Title,Type of Match\n"
    load(house, tmp_path, "walk.csv", f"{columns}2.A.1.a,Reading Comprehension,{ESCO},query data,exactMatch\n")
    while rebuild.run_requested(house.services):
        pass
    client = house.client(house.recruiter("Else"))
    page = client.get("/search", query_string={"must": key_of(ESCO)}).text
    assert ">Olga</a>" in page
    assert "Reading Comprehension" in page
    assert facet(client, "framework") == {"State standards": 1, "O*NET 29": 1}, "as the credential calls it; Piet's calls it nothing"
    assert people(client, **{"f.framework": "O*NET 29"}) == ["Olga"]
    assert "Reading Comprehension (O*NET 29) is the same as" in read(client, must=key_of(ESCO))


def test_a_kept_address_goes_on_finding_what_its_framework_gave_up(house, tmp_path):
    """The framework drops the competency, the index is built again, and the search that somebody kept asks the same of the same people."""
    kept = f"{CASE}CFItems/{GUID}"
    both = [{"uri": kept, "fullStatement": "Queries data."}, {"uri": f"{CASE}CFItems/2", "fullStatement": "Sorts data."}]
    rita = house.client(house.recruiter())
    for items in (both, both[1:]):
        load(house, tmp_path, "package.json", {"CFDocument": document(1, "State standards"), "CFItems": items})
        if items is both:
            show(house, "Ana", targetUrl=kept)
        while rebuild.run_requested(house.services):
            pass
        page = rita.get("/search", query_string={"must": key_of(kept)}).text
        assert ">Ana</a>" in page
        assert "not known here" not in page
