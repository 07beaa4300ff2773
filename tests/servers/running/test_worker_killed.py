"""kill -9 of the Celery worker while people publish: nothing is lost, and no ghost stays."""

from __future__ import annotations

import time

from app.domain.outbox import LEASE
from tests.servers.running.installation import Installation
from tests.servers.running.people import Bustle, settle_in


def test_a_worker_that_is_killed_again_and_again_loses_nothing(installation: Installation) -> None:
    people = settle_in(installation.house, 10)
    installation.beat()
    worker = installation.worker()
    installation.wait_until_it_works()
    bustle = Bustle(installation.services, people, pause=0.4).start()
    for _ in range(2):
        time.sleep(2)
        worker.kill()
        worker.start()
        time.sleep(5)  # long enough to have begun again
    shown = bustle.join()
    # What the dead held comes due by itself when its lease is over.
    took = installation.wait_until_drained(LEASE.total_seconds() + 30)
    installation.assert_index_holds(shown)
    print(f"drained {took:.1f} s after the last change; the worker was killed twice")
