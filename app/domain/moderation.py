"""What admins do: judge issuers, admit organisations. Every act names its reason, leaves an audit entry and reaches the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import audit, outbox
from app.domain.errors import InvalidError, NotFoundError
from app.domain.issuers import learners_showing
from app.domain.models import Account, Credential, Issuer, IssuerKind, Organisation, OrganisationState, Publication, Standing
from app.domain.visibility import CREDENTIAL

HIDING = (Standing.SUSPENDED, Standing.BLOCKED)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision about an issuer touches: credentials that are published now, and the people who hold them."""

    credentials: int
    learners: int


def effect_on_search(session: Session, issuer: Issuer) -> Effect:
    """How many published credentials and learners a decision about this issuer concerns; shown before it is taken."""
    counted = select(func.count(Credential.id.distinct()), func.count(Credential.learner_id.distinct())).join(Publication)
    row = session.execute(
        counted.where(Credential.issuer_id == issuer.id, Credential.verdict == "verified", Publication.piece == CREDENTIAL)
    ).one()
    return Effect(int(row[0]), int(row[1]))


def decide_issuer(
    session: Session,
    issuer: Issuer,
    standing: Standing,
    *,
    reason: str,
    actor: Account | None,
    now: datetime,
    kind: IssuerKind | None = None,
) -> Effect:
    """Give an issuer a standing (and, when approving, what it speaks as). Searches feel it at once, the index within seconds.

    Raises `InvalidError` without a reason: whoever looks at the audit log later must understand why.
    """
    if not reason.strip():
        raise InvalidError("Give a reason: it stands in the audit log and is what an appeal would start from.", field="reason")
    before, effect = issuer.standing, effect_on_search(session, issuer)
    issuer.standing, issuer.reason = standing, reason.strip()[:1000]
    if kind is not None:
        issuer.kind = kind
    session.flush()
    outbox.touch_all(session, learners_showing(issuer), now=now, narrowing=standing in HIDING)
    audit.record(
        session,
        f"issuer.{standing}",
        actor_id=actor.id if actor else None,
        subject_type="issuer",
        subject_id=issuer.id,
        now=now,
        reason=issuer.reason,
        details={
            "before": str(before),
            "after": str(standing),
            "kind": str(issuer.kind),
            "credentials": effect.credentials,
            "learners": effect.learners,
        },
    )
    return effect


def hidden_issuers(session: Session) -> frozenset[str]:
    """Issuers whose credentials nobody is shown now, whatever the index still holds."""
    hidden = select(Issuer.id).where(
        Issuer.standing.in_(HIDING) | ((Issuer.standing == Standing.UNREVIEWED) & Issuer.resembles_id.is_not(None))
    )
    return frozenset(session.scalars(hidden))


def decide_organisation(
    session: Session, organisation: Organisation, state: OrganisationState, *, reason: str, actor: Account | None, now: datetime
) -> None:
    """Admit an organisation or shut it out; its recruiters' very next request feels it."""
    if not reason.strip():
        raise InvalidError("Give a reason: it stands in the audit log.", field="reason")
    before = organisation.state
    organisation.state, organisation.reason, organisation.decided_at = state, reason.strip()[:1000], now
    audit.record(
        session,
        f"organisation.{state}",
        actor_id=actor.id if actor else None,
        subject_type="organisation",
        subject_id=organisation.id,
        now=now,
        reason=organisation.reason,
        details={"before": str(before), "after": str(state)},
    )


def found_organisation(session: Session, *, name: str, website: str, purpose: str, now: datetime) -> Organisation:
    """Put down an organisation that asks to be admitted; until then its recruiters see nobody."""
    if not name.strip():
        raise InvalidError("Give the organisation's name as people know it.", field="organisation")
    if session.scalar(select(Organisation.id).where(func.lower(Organisation.name) == name.strip().lower())):
        raise InvalidError(
            "There is an organisation of this name already.",
            next_step="Ask a colleague there, or write its full name and place.",
            field="organisation",
        )
    organisation = Organisation(
        name=name.strip()[:200],
        website=website.strip()[:500],
        purpose=purpose.strip()[:1000],
        state=OrganisationState.WAITING,
        created_at=now,
    )
    session.add(organisation)
    session.flush()
    return organisation


def issuer_by(session: Session, identifier: str) -> Issuer:
    """An issuer by id or identifier. Raises `NotFoundError`."""
    issuer = session.get(Issuer, identifier) or session.scalars(select(Issuer).where(Issuer.identifier == identifier)).first()
    if issuer is None:
        raise NotFoundError("No credential of such an issuer has been imported here.")
    return issuer
