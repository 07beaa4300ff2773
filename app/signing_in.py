"""The signed-in person: Flask-Login over `Account`, and what of the house a request may use."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, flash, g, jsonify, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session

from app.domain.models import Account, Role
from app.extensions import login_manager
from app.services import Services


class Person(UserMixin):
    """The account behind a session. The session names the account and its epoch: counting the epoch up signs everybody out."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.role = Role(account.role)

    def get_id(self) -> str:
        return f"{self.account.id}:{self.account.session_epoch}"


def services() -> Services:
    """The parts of the house: database, engine, rules, settings."""
    return cast(Services, current_app.extensions["evident"])


def now() -> datetime:
    """The current time in UTC, from the one clock."""
    return services().clock()


def reading() -> Session:
    """The request's reading session. What changes something opens `services().database.writing()` instead."""
    if "session" not in g:
        g.manager = services().database.reading()
        g.session = g.manager.__enter__()
    return cast(Session, g.session)


def release() -> None:
    """End the reading session before slow work (network, verification) or before writing; the next `reading()` sees the present."""
    if (manager := g.pop("manager", None)) is not None:
        g.pop("session", None)
        manager.__exit__(None, None, None)


def account() -> Account | None:
    """The signed-in account, or None."""
    return cast(Person, current_user).account if current_user.is_authenticated else None


def signed_in() -> Account:
    """The signed-in account, on routes whose guard lets nobody else in."""
    found = account()
    assert found is not None, "the route's guard admits only signed-in people"
    return found


def _load(session_id: str) -> Person | None:
    account_id, _, epoch = session_id.partition(":")
    found = reading().get(Account, account_id)
    if found is None or str(found.session_epoch) != epoch:
        return None
    return Person(found)


def _ask_to_sign_in() -> Any:
    if request.path.startswith("/api/"):
        return jsonify(error={"message": "Sign in first.", "next_step": "Send the session cookie of a signed-in account."}), 401
    flash("Please sign in first.", "info")
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_ask_to_sign_in)
    app.teardown_request(lambda _error: release())
