"""Sign and check in two processes. Each builds the world for itself (a sixth of a second) and gets only numbers to work on."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from demo.issuing.sign import Signed, sign_award, sign_testimonial
from demo.world.build import build_world
from demo.world.model import World
from indexer.verification.fetch import HttpFetcher
from indexer.verification.interface import Fetched
from indexer.verification.report import Report
from indexer.verification.verify import verify

PROCESSES = 2
CHUNK = 24


@dataclass(frozen=True, slots=True)
class Checked:
    """One credential, signed and looked at. `index` counts through the awards and then the testimonials of the world."""

    index: int
    signed: Signed
    report: Report


@dataclass
class Remembering:
    """A fetcher that asks once for each address: an issuer's keys and status list serve a hundred credentials."""

    fetcher: HttpFetcher
    known: dict[str, Fetched] = field(default_factory=dict)

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        if url not in self.known:
            self.known[url] = self.fetcher.fetch(url, limit=limit, accept=accept)
        return self.known[url]


_world: World
_fetcher: Remembering


def _prepare(now: str, port: int, people: int | None) -> None:
    """Runs once in each process. Ctrl-C is the parent's business, and a process whose parent was killed has none left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _world, _fetcher  # a pool's initializer has no other place to leave something
    _world = build_world(now=datetime.fromisoformat(now), port=port, people=people)
    allow = (f"http://*.localhost:{port}",)
    _fetcher = Remembering(HttpFetcher(allow=allow, clock=lambda: datetime.now(UTC), budget=100_000))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "only the pool's processes call this"
    multiprocessing.connection.wait([parent.sentinel])
    os._exit(1)


def _check(indexes: range) -> list[Checked]:
    return [_check_one(index) for index in indexes]


def _check_one(index: int) -> Checked:
    awards = _world.awards
    if index < len(awards):
        signed = sign_award(awards[index], port=_world.port)
    else:
        signed = sign_testimonial(_world.testimonials[index - len(awards)], port=_world.port)
    return Checked(index, signed, verify(signed.raw, fetcher=_fetcher, now=datetime.now(UTC)))


def sign_and_check(world: World) -> Iterator[list[Checked]]:
    """Sign and check every award and testimonial; yields them in order, some at a time. The outside web must answer already."""
    total = len(world.awards) + len(world.testimonials)
    chunks = [range(start, min(start + CHUNK, total)) for start in range(0, total, CHUNK)]
    # "spawn", because this process has threads (the outside web) and a forked child could inherit a lock that nobody opens
    context = multiprocessing.get_context("spawn")
    arguments = (world.now.isoformat(), world.port, world.people)
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_prepare, initargs=arguments) as pool:
        yield from pool.map(_check, chunks)
