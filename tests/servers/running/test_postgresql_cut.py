"""PostgreSQL hangs up on everybody, as it does when it is restarted: the worker connects again and goes on."""

from __future__ import annotations

import time

from sqlalchemy import text

from app.domain.database import Database
from tests.servers.running.installation import Installation
from tests.servers.running.people import publish, settle_in, withdraw

HANG_UP = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


def cut(database: Database) -> None:
    database.engine.dispose()
    with database.engine.connect() as connection:
        connection.execute(HANG_UP)


def test_a_worker_that_is_hung_up_on_goes_on(installation: Installation) -> None:
    people = settle_in(installation.house, 6)
    worker = installation.worker()
    installation.beat()
    installation.wait_until_it_works()
    for person in people:
        publish(installation.services, person)
        time.sleep(0.3)  # somewhere in the second that indexing takes
        cut(installation.services.database)
    withdraw(installation.services, people[0])
    installation.wait_until_drained(60)
    installation.assert_index_holds({person.learner_id for person in people[1:]})
    assert worker.runs()
