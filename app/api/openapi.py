"""GET /api/v1/openapi.json: the API described for programs."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.guard import ANYONE, allow


@api.get("/openapi.json")
@allow(ANYONE)
def openapi() -> ResponseReturnValue:
    return jsonify(openapi="3.1.0")
