"""What keeps the index of Elasticsearch good without anybody: an older format is built again, another content is found and repaired."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.search.elasticsearch_client import Server
from app.search.elasticsearch_rebuild import index_in_use
from app.search.interface import SearchError
from indexer import drift, rebuild, relay
from tests.factories.house import House
from tests.unit.indexer.people import indexed, published
from tests.unit.indexer.test_drift import document


def as_of_an_older_version(house: House) -> None:
    """Leave the index as an older version of the product would have."""
    server = Server(house.services.settings.search_url)
    server.call("PUT", f"/{index_in_use(server)}/_mapping", {"_meta": {"version": 1}})


def test_an_index_of_an_older_format_is_built_again_without_anybody(house):
    ana = published(house)
    as_of_an_older_version(house)
    house.services.engine._is_usable = False  # as in a process that has just been started
    with pytest.raises(SearchError, match="version 1"):
        list(house.services.engine.versions())
    assert rebuild.request_if_format_is_old(house.services)
    assert rebuild.run_requested(house.services)
    assert indexed(house) == {ana.id: ana.version}
    assert not rebuild.request_if_format_is_old(house.services)


def test_another_content_under_the_right_version_is_found_and_repaired(house):
    ana, ben = published(house), published(house, "Ben")
    assert drift.compare(house.services).agree == 2
    house.services.engine.write([replace(document(house, ana), headline="Altered")])
    assert drift.compare_and_repair(house.services).stale == [ana.id]
    relay.drain(house.services)
    assert drift.compare(house.services).agree == 2
    assert indexed(house)[ben.id] == ben.version
