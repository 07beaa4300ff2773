"""The admins' pages. Thin: read the form or the address, call the domain, render."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from app.domain.models import Role
from app.guard import allow

admin = Blueprint("admin", __name__, url_prefix="/admin")


@admin.get("")
@allow(Role.ADMIN)
def dashboard() -> ResponseReturnValue:
    abort(404)


@admin.post("/rebuild")
@allow(Role.ADMIN)
def rebuild() -> ResponseReturnValue:
    abort(404)


@admin.post("/compare")
@allow(Role.ADMIN)
def compare() -> ResponseReturnValue:
    abort(404)


@admin.get("/issuers")
@allow(Role.ADMIN)
def issuers() -> ResponseReturnValue:
    abort(404)


@admin.get("/issuers/<issuer_id>")
@allow(Role.ADMIN)
def issuer_page(issuer_id: str) -> ResponseReturnValue:
    abort(404)


@admin.post("/issuers/<issuer_id>/decision")
@allow(Role.ADMIN)
def decide_issuer(issuer_id: str) -> ResponseReturnValue:
    abort(404)


@admin.get("/organisations")
@allow(Role.ADMIN)
def organisations() -> ResponseReturnValue:
    abort(404)


@admin.post("/organisations/<organisation_id>/decision")
@allow(Role.ADMIN)
def decide_organisation(organisation_id: str) -> ResponseReturnValue:
    abort(404)


@admin.get("/audit")
@allow(Role.ADMIN)
def audit_log() -> ResponseReturnValue:
    abort(404)


@admin.post("/audit/<int:entry_id>/undo")
@allow(Role.ADMIN)
def undo(entry_id: int) -> ResponseReturnValue:
    abort(404)
