"""Figures for Prometheus, read from the database when asked: what waits, what differs, what was found out."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import REGISTRY, Collector

from app.domain import condition
from app.services import Services


class House(Collector):
    """The condition of the house as gauges."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self.services.clock()
        with self.services.database.reading() as session:
            state = condition.read(session, now=now)
            verdicts = condition.credentials_by_verdict(session)
        yield _gauge("evident_outbox_rows", "Changes that the index does not have yet.", state.waiting)
        yield _gauge("evident_outbox_delay_seconds", "Age of the oldest of them.", state.delay.total_seconds())
        yield _gauge("evident_outbox_failing_rows", "Those that failed at least once.", state.failing)
        yield _gauge("evident_worker_up", "1 when background work was heard of within a minute.", int(state.worker_works))
        if state.differences is not None:
            drift = GaugeMetricFamily("evident_drift_learners", "Learners in which index and database differ.", labels=["kind"])
            for kind in ("missing", "ghosts", "stale"):
                drift.add_metric([kind], getattr(state.differences, kind))
            yield drift
        credentials = GaugeMetricFamily("evident_credentials", "Stored credentials by their verdict.", labels=["verdict"])
        for verdict, count in sorted(verdicts.items()):
            credentials.add_metric([verdict], count)
        yield credentials


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def text(services: Services) -> bytes:
    """The process's own figures and the condition of the house, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(House(services))
    return bytes(generate_latest(REGISTRY)) + bytes(generate_latest(registry))
