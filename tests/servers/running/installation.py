"""An installation as it runs in production: Celery's worker and beat as processes of their own, beside the test's portal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain import outbox
from app.domain.models import Heartbeat
from app.services import Services
from indexer import drift
from tests.factories.house import House
from tests.servers.running.people import found
from tests.servers.running.programs import Program, wait_until
from tests.support.environment import CHECKOUT


@dataclass
class Installation:
    """The portal of the test and the programs that index for it. `folder` holds their logs."""

    house: House
    broker_url: str
    folder: Path
    programs: list[Program] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return self.house.services

    def worker(self, name: str = "worker", *options: str) -> Program:
        """Start a Celery worker with two processes, unless `options` say otherwise."""
        return self._celery(name, "worker", "--hostname", f"{name}@%h", *(options or ("--concurrency", "2")))

    def beat(self) -> Program:
        return self._celery("beat", "beat", "--schedule", str(self.folder / "schedule"), "--pidfile", "")

    def wait_until_it_works(self) -> float:
        """Until a worker has done a first chore; worker and beat take seconds to start."""
        return wait_until(self._has_a_heartbeat, seconds=60, what="a heartbeat\n" + self.last_words())

    def _has_a_heartbeat(self) -> bool:
        with self.services.database.reading() as session:
            return session.get(Heartbeat, "worker") is not None

    def stop(self) -> None:
        for program in self.programs:
            program.kill()

    def is_drained(self) -> bool:
        with self.services.database.reading() as session:
            return outbox.waiting(session)[0] == 0

    def wait_until_drained(self, seconds: float) -> float:
        return wait_until(self.is_drained, seconds=seconds, what="an empty outbox\n" + self.last_words())

    def assert_index_holds(self, shown: set[str]) -> None:
        """The index holds these learners and nobody else, and the comparison finds nothing to say."""
        assert found(self.services) == shown
        difference = drift.compare(self.services)
        assert (difference.missing, difference.ghosts, difference.stale) == ([], {}, [])
        assert difference.agree == len(shown)
        check = self.house.app.test_cli_runner().invoke(args=["index", "check"])
        assert (check.exit_code, check.output) == (0, f"0 missing, 0 ghosts, 0 stale; {len(shown)} agree\n")

    def last_words(self) -> str:
        return "\n".join(f"{p.log.name}: {p.words()[-1500:]}" for p in self.programs)

    def _celery(self, name: str, *words: str) -> Program:
        command = [sys.executable, "-m", "celery", "-A", "indexer.celery", *words, "--loglevel", "INFO"]
        program = Program(command, self.folder / f"{name}.log", self._environment(), CHECKOUT)
        self.programs.append(program)
        return program.start()

    def _environment(self) -> dict[str, str]:
        settings = self.services.settings
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENT_")}
        return inherited | {
            "EVIDENT_DATA_DIR": str(self.folder / "data"),
            "EVIDENT_SECRET_KEY": settings.secret_key,
            "EVIDENT_DATABASE_URL": settings.database_url,
            "EVIDENT_SEARCH_URL": settings.search_url,
            "EVIDENT_BROKER_URL": self.broker_url,
            "EVIDENT_LOG_FORMAT": "json",
        }


def lines(program: Program) -> Iterator[dict[str, Any]]:
    """The log lines of a program that are ours, as data."""
    for line in program.words().splitlines():
        if line.startswith("{"):
            yield json.loads(line)
