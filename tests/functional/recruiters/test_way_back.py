"""From a person and from what lies behind, the way leads back to the results that one came from, and nowhere else."""

from __future__ import annotations

import re

import pytest

from app.recruiters.way_back import LONGEST
from tests.factories.house import House
from tests.unit.indexer.people import credential_of, published

RESULTS = "/search?words=bread&sort=newest"


@pytest.fixture
def rita(house: House):
    return house.client(house.recruiter())


@pytest.fixture
def ana(house: House):
    return published(house)


def ways(html: str) -> list[str]:
    """The addresses called "Search results"."""
    return [each.replace("&amp;", "&") for each in re.findall(r'<a href="([^"]*)">Search results</a>', html)]


def link(html: str, words: str) -> str:
    (found,) = re.findall(rf'<a href="([^"]*)">(?:<strong>)?{re.escape(words)}', html)
    return found.replace("&amp;", "&")


def test_it_stays_from_page_to_page(house, rita, ana):
    credential = credential_of(house, ana)
    person = rita.get(f"/people/{ana.id}", headers={"Referer": f"http://localhost{RESULTS}"}).text
    assert ways(person) == [RESULTS]
    by_competency = rita.get(link(person, "by competency")).text
    assert ways(by_competency) == [RESULTS]
    opened = rita.get(link(by_competency, credential.title)).text
    assert ways(opened) == [RESULTS]
    assert ways(rita.get(link(opened, "Ana")).text) == [RESULTS]


def test_from_side_by_side_it_leads_to_the_results_with_the_choice(house, rita, ana):
    compared = f"http://localhost/search/compare?words=bread&person={ana.id}"
    assert ways(rita.get(f"/people/{ana.id}", headers={"Referer": compared}).text) == [f"/search?words=bread&compare={ana.id}"]


def test_checking_again_keeps_it(house, rita, ana):
    page = f"/people/{ana.id}/credentials/{credential_of(house, ana).id}"
    html = rita.get(page, query_string={"back": "words=bread"}).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', html)[1]
    action = re.search(r'action="([^"]*/check[^"]*)"', html)[1].replace("&amp;", "&")
    assert rita.post(action, data={"csrf_token": token}).location == f"{page}?back=words%3Dbread"


@pytest.mark.parametrize("carried", ["https://evil.example/", "//evil.example", '"><script>', "\r\nx", "javascript:alert(1)"])
def test_it_leads_nowhere_but_to_the_search(rita, ana, carried):
    (way,) = ways(rita.get(f"/people/{ana.id}", query_string={"back": carried}).text)
    assert way.startswith("/search?")
    assert "<script>" not in way


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/search?words=bread", "http://[", "x" * 9000])
def test_whoever_comes_from_elsewhere_sees_none(rita, ana, came_from):
    assert ways(rita.get(f"/people/{ana.id}", headers={"Referer": came_from}).text) == []


def test_a_search_that_is_too_long_is_not_carried(rita, ana):
    assert ways(rita.get(f"/people/{ana.id}", query_string={"back": "w" * (LONGEST + 1)}).text) == []
