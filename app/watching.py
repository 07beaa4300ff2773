"""What is noted about every request: an id, one line in the log, its time in the metrics. Endpoint names only: an address holds words."""

from __future__ import annotations

import logging
import re
import time
import uuid

from flask import Flask, Response, current_app, g, request
from prometheus_client import Counter, Histogram

from config.logs import request_id

log = logging.getLogger("evident.requests")

REQUESTS = Counter("evident_requests", "Requests answered.", ("endpoint", "method", "status"))
SECONDS = Histogram(
    "evident_request_seconds", "Time to answer.", ("endpoint",), buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def _begin() -> None:
    g.started = time.perf_counter()
    request_id.set(_id())


def _id() -> str:
    """The id that a proxy of ours has given, so that its log and this one can be laid side by side; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    if current_app.extensions["evident"].settings.trusted_proxies and _GIVEN_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _end(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
    SECONDS.labels(endpoint).observe(seconds)
    response.headers["X-Request-ID"] = request_id.get()
    level = logging.DEBUG if endpoint in ("static", "health.healthz", "health.readyz", "health.metrics") else logging.INFO
    log.log(level, "%s %s %d", method, endpoint, response.status_code, extra={"ids": {"ms": round(seconds * 1000, 1)}})
    return response


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
