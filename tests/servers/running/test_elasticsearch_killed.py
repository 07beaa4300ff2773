"""kill -9 of Elasticsearch while people publish: after it is back, the index holds exactly what the database shows."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.servers.running.installation import Installation
from tests.servers.running.people import Bustle, settle_in
from tests.servers.running.programs import Program
from tests.servers.running.second_elasticsearch import second_elasticsearch, wait_until_ready


@pytest.fixture(scope="module")
def own_elasticsearch() -> Iterator[tuple[Program, str]]:
    with second_elasticsearch() as own:
        yield own


@pytest.fixture
def search_server(own_elasticsearch: tuple[Program, str]) -> str:
    return own_elasticsearch[1]


@pytest.mark.timeout(600)  # on a machine that is busy the server takes a minute to start, and it starts twice
def test_an_elasticsearch_that_is_killed_while_people_publish_loses_nothing(
    installation: Installation, own_elasticsearch: tuple[Program, str]
) -> None:
    program, url = own_elasticsearch
    people = settle_in(installation.house, 10)
    worker, beat = installation.worker(), installation.beat()
    installation.wait_until_it_works()
    bustle = Bustle(installation.services, people, pause=0.3).start()
    time.sleep(4)
    program.kill()
    time.sleep(2)
    program.start()
    back = wait_until_ready(program, url)
    shown = bustle.join()
    took = installation.wait_until_drained(60)
    installation.assert_index_holds(shown)
    assert worker.runs()
    assert beat.runs()
    print(f"Elasticsearch was away for {2 + back:.1f} s; drained {took:.1f} s after it was back and the last change was made")
