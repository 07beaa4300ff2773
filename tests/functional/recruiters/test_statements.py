"""Every statement of a hit leads to the very place in the credential that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from tests.factories.house import SKILLS, House
from tests.functional.recruiters.awards import award, people
from tests.unit.verification.issuing import achievement

LEVEL = "urn:level:good"
RESULT = "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000r1"


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    return house.load_skills("sql", "starter")


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def statements(client: FlaskClient, **search: str) -> dict[str, str]:
    """Words of each link to a place in the credential -> its address."""
    page = client.get("/search", query_string=search).text
    links = re.findall(r'<a class="where small" href="([^"]+)">([^<]+)<', page)
    return {words: address for address, words in links}


def piece_at(client: FlaskClient, address: str) -> str:
    """What stands at the anchor on the page that an address leads to."""
    path, _, anchor = address.partition("#")
    page = client.get(path).text
    assert page.count(f'id="{anchor}"') == 1
    return re.sub(r"<[^>]+>", " ", page.partition(f'id="{anchor}"')[2][:600])


def test_marked_words_lead_to_their_evidence_or_their_criteria(house, rita, keys):
    award(house, "Ana", "sql")
    found = statements(rita, must=keys["sql"], words="day")
    assert "Baked on" in piece_at(rita, found["evidence 1"])
    criteria = achievement() | {"criteria": {"narrative": "Queries a thousand loaves."}}
    award(house, "Ben", subject={"achievement": criteria})
    assert "Queries a thousand loaves" in piece_at(rita, statements(rita, words="thousand")["criteria"])


def test_a_level_leads_to_the_result_that_gave_it(house, rita, keys):
    award(house, "Ana", "sql")
    found = statements(rita, must=f"{keys['sql']}:2")
    assert "level" in piece_at(rita, found["how it was judged"])


def test_a_criterion_that_names_the_competency_is_named_with_its_own_word_for_the_level(house, rita, keys):
    judged = achievement()
    judged["resultDescription"][0] |= {
        "name": "Keeping the starter alive",
        "alignment": [{"type": ["Alignment"], "targetName": "starter", "targetUrl": SKILLS + "starter"}],
    }
    judged["alignment"] = [{"type": ["Alignment"], "targetName": "sql", "targetUrl": SKILLS + "sql"}]
    award(house, "Ana", subject={"achievement": judged})
    page = rita.get("/search", query_string={"must": f"{keys['starter']}:2"}).text
    assert "on “Keeping the starter alive”" in page
    assert "no level given" not in page
    assert people(rita, must=f"{keys['sql']}:1") == [], "the level on one criterion is no level on another"
    assert "no level given" in rita.get("/search", query_string={"must": keys["sql"]}).text


def test_the_inspector_says_where_in_the_file_a_piece_stands_to_whoever_may_have_the_file(house, rita, keys):
    award(house, "Ana", "sql")
    address = statements(rita, must=keys["sql"], words="day")["evidence 1"]
    page = rita.get(address.partition("#")[0]).text
    assert "In the file: evidence 1." in page
