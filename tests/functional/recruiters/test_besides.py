"""A card shows what let a person in or put them where they stand, also where another credential of theirs answers better."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from tests.factories.house import House
from tests.functional.recruiters.awards import read


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana shows sql at a level, newly, and before that the year before; her last credential is about java."""
    found = house.load_skills("sql", "java")
    ana = house.learner("ada@example.org", name="Ana")
    for number, (skill, changes) in enumerate(
        (
            ("sql", {"validFrom": "2025-06-01T08:00:00Z", "name": "Queries, second year"}),
            ("sql", {"validFrom": "2024-06-01T08:00:00Z", "name": "Queries, first year"}),
            ("java", {"validFrom": "2025-09-01T08:00:00Z", "name": "Programs"}),
        )
    ):
        house.publish(house.hold(ana, house.signed(skill, id=f"urn:example:{number}", **changes)))
    return found


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def test_what_passes_the_filters_is_listed_beside_what_answers_best(house, rita, keys):
    assert "within your filters" not in read(rita, must=keys["sql"])
    page = read(rita, must=keys["sql"], **{"f.year": "2024"})
    assert "Queries, second year" in page
    assert "within your filters sql" in page
    assert "Queries, first year" in page
    assert "within your filters" not in read(rita, must=keys["sql"], **{"f.year": "2025"}), "the best one passes"


def test_the_order_by_day_shows_the_day_that_it_goes_by(rita, keys):
    page = read(rita, must=keys["sql"], sort="newest")
    assert "issued last Programs" in page
    assert "issued last" not in read(rita, must=keys["java"], sort="newest")


def test_it_earns_no_points_and_meets_no_need(rita, keys):
    page = read(rita, must=keys["sql"], **{"f.year": "2024"})
    assert "1 of 1 need" in page
    assert page.count("= ") == read(rita, must=keys["sql"]).count("= ")
