"""The page of a competency: what it is, where it stands, who shows it, and that it never shows more than this viewer may know."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.domain.associations import LoadedAssociation
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from app.domain.models import AssociationKind, OrganisationState
from tests.factories.house import House
from tests.functional.recruiters.test_search import show

EXACT, CLOSE, RELATED, BROADER, REPLACED = AssociationKind
ROOT = "https://skills.example/"
FAR = "https://far.example/unknown"


def load_world(house: House) -> None:
    """A framework that has queries below data, and a crosswalk from it to the house's own skills and to what nobody loaded."""
    house.load_skills("SQL", "python")
    own = [
        LoadedCompetency("https://own.example/data", "Data & tables", ("tables", "<b>rows</b>"), "Works with data.\nA lot.", "D.1"),
        LoadedCompetency("https://own.example/queries", "Queries"),
    ]
    child = LoadedAssociation("https://own.example/queries", BROADER, "https://own.example/data")
    said = [
        LoadedAssociation("https://own.example/queries", EXACT, ROOT + "SQL", "urn:walk:1"),
        LoadedAssociation("https://own.example/queries", CLOSE, FAR, target_title="Far away"),
        LoadedAssociation(ROOT + "SQL", RELATED, ROOT + "python"),
        LoadedAssociation("https://own.example/queries", REPLACED, "javascript:alert(1)"),
    ]
    with house.services.database.writing() as session:
        framework = LoadedFramework("https://own.example/", "Own skills", own, "A board", "2", "Use with thanks.", [child])
        load(session, framework, now=house.clock())
        load(session, LoadedFramework("crosswalk:w", "Walk", [], associations=said), now=house.clock())


@pytest.fixture
def rita(house: House) -> FlaskClient:
    load_world(house)
    return house.client(house.recruiter())


def page_of(client: FlaskClient, uri: str) -> str:
    answer = client.get(f"/competencies/{key_of(uri)}")
    assert answer.status_code == 200
    return answer.text


def section(page: str, name: str) -> str:
    """The text of one section, without its tags."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return unescape(" ".join(re.sub("<[^>]+>", " ", found[1]).split())) if found else ""


def test_it_tells_what_it_is_and_where_it_comes_from(rita):
    page = page_of(rita, "https://own.example/data")
    assert "<h1>Data &amp; tables</h1>" in page
    assert "Works with data.\nA lot." in page
    assert "D.1" in page
    assert section(page, "names") == "Other names tables <b>rows</b>"
    source = section(page, "source")
    assert "Own skills, 2" in source
    assert "A board" in source
    assert "Use with thanks." in source


def test_it_tells_where_it_stands_and_who_says_so(rita):
    page = page_of(rita, "https://own.example/queries")
    assert section(page, "broader") == "Broader Data & tables"
    assert section(page, "exact") == "Exactly the same Walk says so. SQL Skills · association urn:walk:1"
    assert section(page, "related") == "Related Walk says so. python Skills · over another that is the same"
    assert "Queries" in section(page_of(rita, "https://own.example/data"), "narrower")
    assert f'href="/competencies/{key_of(ROOT + "SQL")}"' in page


def test_what_is_only_mentioned_is_named_as_the_file_names_it_and_has_a_page(rita):
    page = page_of(rita, "https://own.example/queries")
    assert section(page, "close") == "Close to it Walk says so. Far away In no framework that is loaded here"
    mentioned = page_of(rita, FAR)
    assert "A competency that Walk mentions; the framework that has it is not loaded here" in mentioned
    assert "no longer has" not in mentioned
    assert f'<a href="{FAR}" rel="noreferrer">{FAR}</a>' in section_of_source(mentioned)
    assert "Queries" in section(mentioned, "close")


def section_of_source(page: str) -> str:
    return page.partition('aria-labelledby="source"')[2].partition("</section>")[0]


def test_an_address_that_is_none_of_the_web_is_never_a_link(rita):
    for uri in ("https://own.example/queries", "javascript:alert(1)"):
        page = page_of(rita, uri)
        assert "javascript:alert(1)" in page
        assert 'href="javascript' not in page


def test_it_counts_whom_this_viewer_sees_and_nobody_else(house, rita):
    show(house, "Ana", "SQL")
    show(house, "Ben", "SQL")
    other = house.recruiter("Others")
    show(house, "Eve", "SQL", organisations=(other.organisation_id,))
    page = page_of(rita, ROOT + "SQL")
    assert "<strong>2 people</strong> show it to your organisation." in page
    assert "<strong>3 people</strong>" in page_of(house.client(other), ROOT + "SQL")
    assert "2 people" in section(page_of(rita, "https://own.example/queries"), "exact")
    assert "Nobody shows exactly this" in page_of(rita, "https://own.example/queries")


def test_it_leads_to_a_search_for_it(house, rita):
    show(house, "Ana", "SQL")
    found = re.search(r'href="(/search\?[^"]*)">Search people with this', page_of(rita, ROOT + "SQL"))
    assert found
    assert "Ana" in rita.get(unescape(found[1])).text


def test_what_its_framework_gave_up_can_still_be_read(house, rita):
    with house.services.database.writing() as session:
        less = [LoadedCompetency("https://own.example/data", "Data")]
        load(session, LoadedFramework("https://own.example/", "Own skills", less), now=house.clock())
    assert "Own skills no longer has this competency." in page_of(rita, "https://own.example/queries")


@pytest.mark.parametrize("key", ["nobodyknows2", key_of("https://nobody.example/"), "A", "%00", "x" * 3000, "..%2f"])
def test_an_address_that_names_no_competency_is_a_sentence(rita, key):
    answer = rita.get(f"/competencies/{key}")
    assert answer.status_code == 404
    assert "500" not in answer.text


def test_only_recruiters_of_admitted_organisations_read_it(house, rita):
    del rita
    address = f"/competencies/{key_of(ROOT + 'SQL')}"
    assert house.client().get(address).status_code == 302
    assert house.client(house.learner()).get(address).status_code == 403
    waiting = house.client(house.recruiter("New", state=OrganisationState.WAITING)).get(address)
    assert "SQL" not in waiting.text


def test_a_branch_with_very_many_children_stays_a_page(house, rita):
    children = [LoadedAssociation(f"https://own.example/{n}", BROADER, ROOT + "python") for n in range(150)]
    with house.services.database.writing() as session:
        load(session, LoadedFramework("crosswalk:many", "Many", [], associations=children), now=house.clock())
    assert "And 50 more." in page_of(rita, ROOT + "python")
