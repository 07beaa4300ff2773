"""The recruiter's room: search people by competency, read one person's page."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.domain.models import Role
from app.guard import allow

recruiters = Blueprint("recruiters", __name__)


@recruiters.get("/search")
@allow(Role.RECRUITER)
def search() -> ResponseReturnValue:
    return ""


@recruiters.get("/people/<learner_id>")
@allow(Role.RECRUITER)
def person(learner_id: str) -> ResponseReturnValue:
    return ""
