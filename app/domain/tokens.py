"""API tokens: how a program searches in the name of an organisation.

A token acts for the member who made it. What they could not see now, it cannot see; it ends when they leave, when their organisation is
suspended, on its last day, or when any member revokes it, each on the very next request. Only its digest is kept: whoever reads the
database learns no token.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import audit
from app.domain.errors import DomainError, InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, ApiToken, Organisation
from app.domain.plain import one_line
from app.domain.visibility import labels_held_by

PREFIX = "evident_"
"""So that a text found somewhere is recognised for what it is, by people and by scanners of leaked secrets."""
LIFETIMES = (30, 90, 365)
"""Days that a token may last."""
MOST = 20
"""Tokens in use at once in one organisation."""
LISTED_AFTER_END = timedelta(days=30)
"""For how long the page shows a token that has ended. The operator still sees it, and so does the audit log."""
_LONGEST_TEXT = 200


class TokenState(StrEnum):
    """What has become of a token; only one `IN_USE` opens anything."""

    IN_USE = "in use"
    REVOKED = "revoked"
    EXPIRED = "expired"
    STOPPED = "stopped"
    """The organisation is not admitted now, or the member is no longer in it."""


class UnusableTokenError(DomainError):
    """The token opens nothing (any more)."""


_WHY = {
    TokenState.REVOKED: ("This token was revoked.", "A member of the organisation can make a new one."),
    TokenState.EXPIRED: ("This token has expired.", "A member of the organisation can make a new one."),
    TokenState.STOPPED: (
        "This token stands still: its organisation is not admitted now, or whoever made it has left.",
        "Ask in the organisation what has changed.",
    ),
}


def create(session: Session, member: Account, *, name: str, days: int, now: datetime) -> tuple[ApiToken, str]:
    """Make a token that lasts so many days; returns it with its text, which cannot be had again.

    Raises `InvalidError` for a name or lifetime that cannot be, `RefusedError` when the member's organisation may not search or has
    too many tokens already.
    """
    organisation = _admitted(member)
    label = one_line(name, limit=100)
    if not label:
        raise InvalidError("Give the token a name that tells what will use it.", field="name")
    if days not in LIFETIMES:
        raise InvalidError(f"A token lasts {', '.join(map(str, LIFETIMES[:-1]))} or {LIFETIMES[-1]} days, not {days}.", field="days")
    _refuse_too_many(session, organisation, now)
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        organisation_id=organisation.id,
        account_id=member.id,
        account=member,
        name=label,
        digest=digest_of(text),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    _record(session, "token.created", token, organisation, actor=member, now=now)
    return token, text


def _admitted(member: Account) -> Organisation:
    if member.organisation is None or not labels_held_by(member):
        raise RefusedError(
            "Only recruiters of an organisation that has been admitted can make tokens.", next_step="An admin decides on that."
        )
    return member.organisation


def _refuse_too_many(session: Session, organisation: Organisation, now: datetime) -> None:
    in_use = select(func.count(ApiToken.id)).where(
        ApiToken.organisation_id == organisation.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now
    )
    if (session.scalar(in_use) or 0) >= MOST:
        raise RefusedError(f"There are {MOST} tokens in use already.", next_step="Revoke one that nothing uses any more.")


def revoke(session: Session, organisation: Organisation, token_id: str, *, actor: Account | None, now: datetime) -> ApiToken:
    """End a token; doing it twice changes nothing. Raises `NotFoundError` for one of another organisation."""
    token = session.get(ApiToken, token_id)
    if token is None or token.organisation_id != organisation.id:
        raise NotFoundError("There is no such token in your organisation.", next_step="Its members see the list of all.")
    if token.revoked_at is None:
        token.revoked_at = now
        session.flush()
        _record(session, "token.revoked", token, organisation, actor=actor, now=now)
    return token


def _record(
    session: Session, verb: str, token: ApiToken, organisation: Organisation, *, actor: Account | None, now: datetime
) -> None:
    audit.record(
        session,
        verb,
        actor_id=actor.id if actor else None,
        subject_type="token",
        subject_id=token.id,
        now=now,
        reason=organisation.name,
        details={"organisation": organisation.id, "until": token.expires_at.date().isoformat()},
    )


def tokens_of(session: Session, organisation: Organisation) -> Sequence[ApiToken]:
    """All tokens of an organisation, the newest first."""
    own = select(ApiToken).where(ApiToken.organisation_id == organisation.id)
    return session.scalars(own.order_by(ApiToken.created_at.desc(), ApiToken.id)).all()


def listed(session: Session, organisation: Organisation, *, now: datetime) -> Sequence[ApiToken]:
    """Those of them that work, stand still, or ended within `LISTED_AFTER_END`."""
    until = now - LISTED_AFTER_END
    return [token for token in tokens_of(session, organisation) if (token.revoked_at or token.expires_at) > until]


def state_of(token: ApiToken, *, now: datetime) -> TokenState:
    """What has become of a token."""
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.expires_at <= now:
        return TokenState.EXPIRED
    is_member = token.account.organisation_id == token.organisation_id and labels_held_by(token.account)
    return TokenState.IN_USE if is_member else TokenState.STOPPED


def usable(session: Session, text: str, *, now: datetime) -> ApiToken:
    """The token with this text. Raises `UnusableTokenError` with the reason when there is none, or it opens nothing now."""
    known = select(ApiToken).where(ApiToken.digest == digest_of(text[:_LONGEST_TEXT]))
    token = session.scalars(known).first()
    if token is None:
        raise UnusableTokenError(
            f"There is no such token. Expected {len(PREFIX) + 43} characters that begin with {PREFIX}, as shown when it was made.",
            next_step="Check that all of it was copied, or make a new one.",
        )
    if (state := state_of(token, now=now)) is not TokenState.IN_USE:
        message, next_step = _WHY[state]
        raise UnusableTokenError(message, next_step=next_step)
    return token


def note_use(session: Session, token_id: str, *, now: datetime) -> None:
    """Remember the day on which a token was used last."""
    token = session.get(ApiToken, token_id)
    if token is not None:
        token.last_used = now.date()


def digest_of(text: str) -> str:
    """What is kept of a token's text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
