"""kill -9 of Redis, which forgets everything it had, while people publish: the outbox still knows."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.running.installation import Installation
from tests.servers.running.people import Bustle, publish, settle_in
from tests.servers.running.programs import Program, answers, free_port, wait_until


@pytest.fixture
def redis_port() -> int:
    return free_port()


@pytest.fixture
def own_redis(redis_port: int, tmp_path: Path) -> Iterator[Program]:
    """A Redis that keeps nothing on disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is missing: install it, for example by `make services`")
    options = ["--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
    own = Program([program, *options], tmp_path / "redis.log", os.environ, tmp_path).start()
    wait_until(lambda: answers(redis_port), seconds=20, what="Redis " + own.words())
    yield own
    own.kill()


@pytest.fixture
def broker_url(own_redis: Program, redis_port: int) -> str:
    return f"redis://127.0.0.1:{redis_port}/0"


def test_a_redis_that_is_killed_while_people_publish_loses_nothing(installation: Installation, own_redis: Program) -> None:
    people = settle_in(installation.house, 10)
    worker, beat = installation.worker(), installation.beat()
    installation.wait_until_it_works()
    bustle = Bustle(installation.services, people, pause=0.3).start()
    time.sleep(3)
    own_redis.kill()
    time.sleep(6)
    own_redis.start()
    shown = bustle.join()
    took = installation.wait_until_drained(60)
    installation.assert_index_holds(shown)
    assert worker.runs()
    assert beat.runs()
    print(f"drained {took:.1f} s after the last change; Redis was away for 6 s")


def test_worker_and_beat_wait_for_a_redis_that_comes_later(installation: Installation, own_redis: Program) -> None:
    (person,) = settle_in(installation.house, 1)
    own_redis.kill()
    worker, beat = installation.worker(), installation.beat()
    publish(installation.services, person)
    wait_until(lambda: "Connection refused" in worker.words() + beat.words(), seconds=60, what="they have tried")
    own_redis.start()
    took = installation.wait_until_drained(60)
    installation.assert_index_holds({person.learner_id})
    print(f"drained {took:.1f} s after Redis had come")


def test_a_redis_that_hangs_for_longer_than_anybody_waits_stops_nothing_for_good(
    installation: Installation, own_redis: Program
) -> None:
    (person,) = settle_in(installation.house, 1)
    worker, beat = installation.worker(), installation.beat()
    installation.wait_until_it_works()
    own_redis.freeze()
    publish(installation.services, person)
    time.sleep(12)  # the socket's timeout is 10 s
    own_redis.thaw()
    took = installation.wait_until_drained(60)
    installation.assert_index_holds({person.learner_id})
    assert worker.runs()
    assert beat.runs()
    print(f"drained {took:.1f} s after Redis answered again")
