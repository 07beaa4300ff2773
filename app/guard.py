"""One guard on every route: who may come in. A route that says nothing lets nobody in.

    @learners.get("/my/credentials")
    @allow(Role.LEARNER)
    def collection(): ...

`tests/architecture/test_routes_guarded.py` walks the URL map and fails on a route without one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

from app.domain.models import Role
from app.extensions import login_manager

View = TypeVar("View", bound=Callable[..., Any])

ANYONE = frozenset({"anyone"})
"""Everybody, signed in or not."""
SIGNED_IN = frozenset(str(role) for role in Role)


def allow(*roles: Role | frozenset[str]) -> Callable[[View], View]:
    """Let these in: roles, `SIGNED_IN`, or `ANYONE`."""
    admitted: frozenset[str] = frozenset().union(*({str(r)} if isinstance(r, Role) else r for r in roles))

    def mark(view: View) -> View:
        view.admitted = admitted  # type: ignore[attr-defined]  # read by `enforce` and by the test that walks the URL map
        return view

    return mark


def admitted_to(endpoint: str) -> frozenset[str]:
    """Who may call an endpoint: an empty set when its view says nothing."""
    if endpoint == "static":
        return ANYONE
    return getattr(current_app.view_functions[endpoint], "admitted", frozenset())


def enforce() -> Any:
    """Before every request: turn away who is not admitted; ask people who are not signed in to do so."""
    if request.endpoint is None:  # no such route: the 404 page answers
        return None
    admitted = admitted_to(request.endpoint)
    if admitted is ANYONE or "anyone" in admitted:
        return None
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.role not in admitted:
        abort(403)
    return None


def init_app(app: Flask) -> None:
    app.before_request(enforce)
