"""Figures for Prometheus, read from the database when asked: what waits, what differs, what was found out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector
from sqlalchemy.exc import SQLAlchemyError

from app.domain import condition
from app.services import Services


class House(Collector):
    """The condition of the house as gauges."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self.services.clock()
        try:
            with self.services.database.reading() as session:
                state, verdicts = condition.read(session, now=now), condition.credentials_by_verdict(session)
        except SQLAlchemyError:
            yield _gauge("evident_database_up", "1 when the database answers.", 0)
            return
        yield _gauge("evident_database_up", "1 when the database answers.", 1)
        yield from _condition(state)
        yield _by("evident_credentials", "Stored credentials by their verdict.", "verdict", verdicts)


def _condition(state: condition.Condition) -> Iterator[GaugeMetricFamily]:
    yield _gauge("evident_outbox_rows", "Changes that the index does not have yet.", state.waiting)
    yield _gauge("evident_outbox_delay_seconds", "Age of the oldest of them.", state.delay.total_seconds())
    yield _gauge("evident_outbox_failing_rows", "Those that failed at least once.", state.failing)
    yield _gauge("evident_worker_up", "1 when background work was heard of within a minute.", int(state.worker_works))
    if (found := state.differences) is not None:
        counts = {"missing": found.missing, "ghosts": found.ghosts, "stale": found.stale}
        yield _by("evident_drift_learners", "Learners in which index and database differ.", "kind", counts)


def _by(name: str, meaning: str, label: str, counts: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def text(services: Services) -> bytes:
    """The figures of the web processes and the condition of the house, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(House(services))
    return bytes(generate_latest(_requests())) + bytes(generate_latest(registry))


def _requests() -> CollectorRegistry:
    """Requests as this process counted them; as all of them did, when PROMETHEUS_MULTIPROC_DIR names a folder that they share."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    return shared
