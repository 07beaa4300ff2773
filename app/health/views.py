"""`/healthz`, `/readyz`, `/metrics`: for the machines that watch over this one."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from app.guard import ANYONE, allow
from app.health import metrics as figures
from app.health.readiness import questions
from app.signing_in import release, services

health = Blueprint("health", __name__)
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@health.get("/healthz")
@allow(ANYONE)
def healthz() -> ResponseReturnValue:
    """200 as long as the process answers."""
    return jsonify(status="alive")


@health.get("/readyz")
@allow(ANYONE)
def readyz() -> ResponseReturnValue:
    """200 when the tables are up to date and a search is answered; else 503 that names what is not ready."""
    release()
    answers = questions(services())
    ready = all(answer == "ready" for answer in answers.values())
    return jsonify(status="ready" if ready else "not ready", **answers), 200 if ready else 503


@health.get("/metrics")
@allow(ANYONE)
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus: with the bearer token of the settings, or from this machine when there is none."""
    token = services().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(given.encode(), token.encode()):
        abort(401)
    if not token and not _from_this_machine():
        abort(403)
    release()
    return Response(figures.text(services()), mimetype="text/plain; version=0.0.4")


def _from_this_machine() -> bool:
    """A proxy on this machine makes everybody look local, so a request that came through one is not."""
    through_proxy = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    return request.remote_addr in LOOPBACK and not through_proxy
