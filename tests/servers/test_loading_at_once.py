"""Two operators, or two machines that start, load the same framework in the same instant: both succeed, and it is there once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from app.domain.frameworks import LoadedCompetency, LoadedFramework, load
from app.domain.models import Competency, Framework
from tests.factories.house import House


def test_a_framework_that_is_loaded_twice_at_once_is_there_once(house: House) -> None:
    items = [LoadedCompetency(f"https://skills.example/{n}", f"Skill {n}") for n in range(300)]
    framework, begin = LoadedFramework("https://skills.example/", "Skills", items), threading.Barrier(3)

    def run(_: int) -> tuple[int, int]:
        begin.wait(10)
        with house.services.database.writing() as session:
            return load(session, framework, now=house.clock())

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, range(3))) == [(300, 0)] * 3
    with house.services.database.reading() as session:
        assert (session.query(Framework).count(), session.query(Competency).count()) == (1, 300)
