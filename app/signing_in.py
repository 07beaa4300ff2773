"""The signed-in person: Flask-Login over `Account`, by session or by API token, and what of the house a request may use."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from flask import Flask, Request, current_app, flash, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session

from app.bearer import bearer
from app.domain import tokens
from app.domain.models import Account, Role
from app.domain.tokens import UnusableTokenError
from app.errors import answer
from app.extensions import login_manager
from app.services import Services


class Person(UserMixin):
    """The account behind a session or a token. A session names the account and its epoch: counting the epoch up signs everybody out."""

    def __init__(self, account: Account, *, token_id: str | None = None) -> None:
        self.account = account
        self.role = Role(account.role)
        self.token_id = token_id

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


def token_in_use() -> str | None:
    """The id of the API token that this request came with, or None."""
    return cast(Person, current_user).token_id if current_user.is_authenticated else None


def _load(session_id: str) -> Person | None:
    if bearer() is not None:
        return None
    account_id, _, epoch = session_id.partition(":")
    found = reading().get(Account, account_id)
    if found is None or str(found.session_epoch) != epoch:
        return None
    return Person(found)


def _load_by_token(_request: Request) -> Person | None:
    """The member for whom the request's token acts; why there is none is kept for the answer."""
    if (text := bearer()) is None:
        return None
    try:
        token = tokens.usable(reading(), text, now=now())
    except UnusableTokenError as error:
        g.unusable = error
        return None
    if token.last_used != now().date():  # once a day, so that a search is not a write
        release()
        with services().database.writing() as session:
            tokens.note_use(session, token.id, now=now())
    return Person(token.account, token_id=token.id)


def _ask_to_sign_in() -> Any:
    if request.path.startswith("/api/"):
        return _ask_for_token(g.get("unusable"))
    flash("Please sign in first.", "info")
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def _ask_for_token(unusable: UnusableTokenError | None) -> Any:
    """401 as RFC 6750 section 3 has it: an error code only where a token was shown."""
    message = unusable.message if unusable else "This needs to know who asks: an API token, or the session of somebody signed in."
    next_step = unusable.next_step if unusable else "Send the header “Authorization: Bearer TOKEN”."
    response = current_app.make_response(answer(401, "Not signed in", message, next_step))
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if unusable else "Bearer"
    return response


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.user_loader(_load)
    login_manager.request_loader(_load_by_token)
    login_manager.unauthorized_handler(_ask_to_sign_in)
    app.teardown_request(lambda _error: release())
