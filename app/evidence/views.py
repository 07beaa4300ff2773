"""The evidence inspector: one credential with its criteria, results, evidence, issuer and checks."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.domain.models import Role
from app.guard import allow

evidence = Blueprint("evidence", __name__, url_prefix="/people/<learner_id>/credentials/<credential_id>")


@evidence.get("")
@allow(Role.RECRUITER)
def inspect(learner_id: str, credential_id: str) -> ResponseReturnValue:
    return ""


@evidence.post("/check")
@allow(Role.RECRUITER)
def check_again(learner_id: str, credential_id: str) -> ResponseReturnValue:
    return ""


@evidence.get("/original")
@allow(Role.RECRUITER)
def original(learner_id: str, credential_id: str) -> ResponseReturnValue:
    return ""


@evidence.get("/evidence/<int:number>/image")
@allow(Role.RECRUITER)
def image(learner_id: str, credential_id: str, number: int) -> ResponseReturnValue:
    return ""


@evidence.get("/evidence/<int:number>/text")
@allow(Role.RECRUITER)
def text(learner_id: str, credential_id: str, number: int) -> ResponseReturnValue:
    return ""
