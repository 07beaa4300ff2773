"""`create_app`: settings, extensions, rooms, nothing else."""

from __future__ import annotations

import gc

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from app import errors, guard, pages, signing_in, watching
from app.accounts.views import accounts
from app.admin.views import admin
from app.api.views import api
from app.commands import register_commands
from app.evidence.views import evidence
from app.extensions import csrf, limiter
from app.health.views import health
from app.learners.views import learners
from app.public.views import public
from app.recruiters.views import recruiters
from app.services import Services, open_services
from app.verify.views import verify_room
from config.logs import configure_logging
from config.settings import Settings, load_settings

ROOMS = (public, accounts, learners, recruiters, evidence, admin, verify_room, api, health)


MANY_NEW = 50_000
"""Objects made since garbage was looked for, from which on it is worth looking."""
MOST_NEW = 10 * MANY_NEW
"""So many are looked through at once, whoever waits."""
OLD_AFTER = 20
"""Looks at what is new, after which what is old is looked through, too."""


def settle(flask_app: Flask) -> None:
    """For a process that serves, once it is up: garbage is looked for between requests, and never in what the process itself is made of.

    A search makes some ten thousand objects that live as long as its page; looking through all of a process in the middle of one took
    longer than the search itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_NEW)

    @flask_app.after_request
    def tidy_afterwards(response: Response) -> Response:
        response.call_on_close(tidy)
        return response


def tidy() -> None:
    """Look for garbage, if there may be much: once a page has been handed over and nobody waits."""
    new, _, looks = gc.get_count()
    if new >= MANY_NEW:
        gc.collect(2 if looks >= OLD_AFTER else 1)


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """Build the portal from `settings` (default: the environment). Tests hand in `services` with a clock and fetcher of their own."""
    settings = services.settings if services else settings or load_settings()
    configure_logging(settings)
    flask_app = Flask("app")
    flask_app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit,
        MAX_FORM_MEMORY_SIZE=settings.upload_limit,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch must not lose what was typed
        RATELIMIT_STORAGE_URI=settings.ratelimit_url,
        RATELIMIT_HEADERS_ENABLED=True,
    )
    flask_app.extensions["evident"] = services or open_services(settings)
    if settings.trusted_proxies:
        flask_app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way to wrap an application
            flask_app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=settings.trusted_proxies
        )
    csrf.init_app(flask_app)
    limiter.init_app(flask_app)
    for part in (watching, signing_in, guard, errors, pages):
        part.init_app(flask_app)
    for room in ROOMS:
        flask_app.register_blueprint(room)
    register_commands(flask_app)
    return flask_app
