"""`/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.guard import ANYONE, allow

health = Blueprint("health", __name__)


@health.get("/healthz")
@allow(ANYONE)
def healthz() -> ResponseReturnValue:
    """200 as long as the process answers."""
    return jsonify(status="alive")
