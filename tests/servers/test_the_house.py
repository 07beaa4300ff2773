"""What the suites in `again` stand on is what they say it is."""

from __future__ import annotations

from tests.factories.house import House


def test_the_portal_stands_on_both_servers(house: House) -> None:
    assert house.services.database.engine.dialect.name == "postgresql"
    assert house.services.engine.status()["engine"] == "elasticsearch"
    assert house.services.engine.status()["learners"] == 0


def test_ready_says_so(house: House) -> None:
    assert house.client().get("/readyz").json == {"status": "ready", "database": "ready", "search": "ready"}
