"""Who recruits for an organisation: taking somebody out of it, with everything that acts in their name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import audit, tokens
from app.domain.errors import InvalidError, NotFoundError
from app.domain.models import Account, ApiToken, Organisation


def remove(
    session: Session, organisation: Organisation, member: Account | None, *, reason: str, actor: Account | None, now: datetime
) -> None:
    """Take a member out of their organisation: they see nobody from the next request on, their sessions and tokens end.

    Raises `NotFoundError` for somebody who is no member, `InvalidError` without a reason.
    """
    if member is None or member.organisation_id != organisation.id:
        raise NotFoundError(f"Nobody with this address recruits for {organisation.name}.", next_step="Check the spelling.")
    if not reason.strip():
        raise InvalidError("Give a reason: it stands in the audit log.", field="reason")
    # Ended for good: were they only to stand still, they would work again if the member came back.
    own = select(ApiToken.id).where(ApiToken.account_id == member.id, ApiToken.organisation_id == organisation.id)
    for token_id in session.scalars(own).all():
        tokens.revoke(session, organisation, token_id, actor=actor, now=now)
    member.organisation = None
    member.session_epoch += 1
    session.flush()
    audit.record(
        session,
        "account.removed",
        actor_id=actor.id if actor else None,
        subject_type="account",
        subject_id=member.id,
        now=now,
        reason=reason.strip()[:1000],
        details={"organisation": organisation.id},
    )
