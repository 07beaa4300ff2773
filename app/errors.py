"""Every error becomes a page, or JSON under /api/, that says what happened and what to do. Only this module knows HTTP codes."""

from __future__ import annotations

import logging

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException

from app.domain.errors import DomainError, DuplicateError, InvalidError, NotFoundError, RefusedError
from app.search.interface import SearchError

log = logging.getLogger(__name__)

STATUS: dict[type[DomainError], int] = {NotFoundError: 404, RefusedError: 403, InvalidError: 422, DuplicateError: 409}

WORDS: dict[int, tuple[str, str, str]] = {
    400: ("That request could not be understood", "Something in it is not as expected.", "Go back, check the form and send it again."),
    401: ("Please sign in", "This page needs to know who you are.", "Sign in and open it again."),
    403: ("This page is not open to you", "Your account does not have access to it.", "Sign in with another account."),
    404: ("There is nothing at this address", "It may have been removed, or was never there.", "Check the address."),
    405: ("This cannot be done here", "The address exists, but not for this kind of request.", "Go back and use the buttons on the page."),
    413: ("That is too large", "", "Go back, what you typed is still there. Choose a smaller file, or paste the credential's text."),
    415: ("This kind of content is not accepted", "", "Send JSON, text, or a file in a form."),
    429: ("Too many tries", "This address has asked too often in a short time.", "Wait a minute and try again."),
    500: ("Something went wrong on our side", "It has been noted.", "Try again; if it stays, tell the operator."),
    503: ("The search is not available right now", "The search engine does not answer.", "Nothing is lost. Try again in a minute."),
}


def answer(status: int, title: str, message: str, next_step: str, **more: object) -> ResponseReturnValue:
    """The error as problem details (RFC 9457) for programs, as a page for people; `more` are further members for programs."""
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": message, "next_step": next_step}
        return jsonify(body | more), status, {"Content-Type": "application/problem+json"}
    return render_template("errors/error.html", status=status, title=title, message=message, next_step=next_step), status


def _domain_error(error: DomainError) -> ResponseReturnValue:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    title = "This is not possible now" if status == 403 else WORDS.get(status, ("That did not work", "", ""))[0]
    return answer(status, title, error.message, error.next_step)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    title, message, next_step = WORDS.get(status, (error.name, "", "Go back and try again."))
    if status == 413:
        megabytes = current_app.config["MAX_CONTENT_LENGTH"] / 1_048_576
        message = f"Expected at most {megabytes:.0f} MB, and what you sent is larger. A credential is rarely over 1 MB."
    return answer(status, title, message, next_step)


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return answer(
        400,
        "This form has expired",
        "Its security token is missing or belongs to an earlier session, so nothing was changed.",
        "Go back, reload the page and send it again.",
    )


def _data_error(error: DataError) -> ResponseReturnValue:
    """The database could not even look for such a value, e.g. text with a NUL in it."""
    log.warning("a value that no column takes: %s", type(error.orig).__name__)
    return answer(400, *WORDS[400])


def _integrity_error(error: IntegrityError) -> ResponseReturnValue:
    """Two requests did the same thing at the same moment; this one came second and has changed nothing."""
    log.warning("two at once: %s", type(error.orig).__name__)
    return answer(409, "This has just been done already", "Somebody else did the same at the same moment.", "Reload the page.")


def _search_error(error: SearchError) -> ResponseReturnValue:
    log.error("search engine: %s", error)
    return answer(503, *WORDS[503])


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(SearchError, _search_error)
    app.register_error_handler(DataError, _data_error)
    app.register_error_handler(IntegrityError, _integrity_error)
    app.register_error_handler(HTTPException, _http_error)
