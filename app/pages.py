"""What every page shares: security headers, template filters for dates and numbers, the words for states."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask, Response, request
from flask_login import current_user

from app.domain.models import Role
from app.domain.trust import Backing

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

BACKING_WORDS: dict[int, tuple[str, str]] = {
    Backing.AUTHORISED: ("Authorised", "Issued by whoever defined this achievement, and a registry we know lists them."),
    Backing.KNOWN_ISSUER: ("Known issuer", "Issued by somebody in a registry we know, for an achievement defined by somebody else."),
    Backing.UNKNOWN_ISSUER: ("Unknown issuer", "The signature is good; the issuer is in no registry we know. That alone is no bad sign."),
    Backing.COMMUNITY: ("Community", "A signed testimonial of a community, a group or a person, not of an institution."),
    Backing.WITNESSED: ("Self-asserted, witnessed", "The learner says so, and somebody who saw it has signed that."),
    Backing.SELF_ASSERTED: ("Self-asserted", "The learner says so, and nobody else has signed it."),
}

VERDICT_WORDS: dict[str, str] = {
    "verified": "Verified",
    "failed": "Not verified",
    "unknown": "Could not be checked",
    "unreadable": "Not readable",
}

OUTCOME_WORDS: dict[str, str] = {
    "passed": "Passed",
    "failed": "Failed",
    "unknown": "Could not check",
    "not_applicable": "Does not apply",
}


def day(value: date | datetime | None) -> str:
    """3 May 2026"""
    return f"{value.day} {value:%B %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """3 May 2026, 14:05 UTC"""
    return f"{day(value)}, {value:%H:%M} UTC" if value else ""


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 person, 2 people, 1,204 people"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


HOMES: dict[Role, str] = {Role.LEARNER: "learners.collection", Role.RECRUITER: "recruiters.search", Role.ADMIN: "admin.dashboard"}


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.endpoint != "static":
        # What somebody saw while signed in must not come back from a cache after signing out or a withdrawal.
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, moment=moment, plural=plural)
    app.jinja_env.globals.update(BACKING_WORDS=BACKING_WORDS, VERDICT_WORDS=VERDICT_WORDS, OUTCOME_WORDS=OUTCOME_WORDS, Role=Role)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"person": current_user, "notice": app.extensions["evident"].settings.notice})
    app.after_request(_secure)
