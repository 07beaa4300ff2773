"""What admins do: judge issuers, admit organisations. Every act names its reason, leaves an audit entry and reaches the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import audit, outbox
from app.domain.errors import InvalidError, NotFoundError
from app.domain.issuers import expose_imitations, learners_showing
from app.domain.models import Account, Credential, Issuer, IssuerKind, Organisation, OrganisationState, Publication, Standing
from app.domain.plain import one_line, several_lines
from app.domain.visibility import CREDENTIAL

HIDING = (Standing.SUSPENDED, Standing.BLOCKED)
_HIDDEN = select(Issuer.id).where(
    Issuer.standing.in_(HIDING) | ((Issuer.standing == Standing.UNREVIEWED) & Issuer.resembles_id.is_not(None))
)


class Change(StrEnum):
    """What a decision does to an issuer's credentials in the search."""

    LEAVE = "leave"
    RETURN = "return"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision about an issuer touches: credentials that are published now, and the people who hold them."""

    credentials: int
    learners: int
    change: Change = Change.NONE


def is_hidden(issuer: Issuer, standing: Standing) -> bool:
    """Whether nobody would be shown the issuer's credentials if it had this standing (`trust.judge` decides alike)."""
    return standing in HIDING or (standing == Standing.UNREVIEWED and issuer.resembles_id is not None)


def effect_on_search(session: Session, issuer: Issuer, standing: Standing) -> Effect:
    """How many published credentials and learners giving the issuer this standing concerns; shown before it is done."""
    counted = select(func.count(Credential.id.distinct()), func.count(Credential.learner_id.distinct())).join(Publication)
    row = session.execute(
        counted.where(Credential.issuer_id == issuer.id, Credential.verdict == "verified", Publication.piece == CREDENTIAL)
    ).one()
    hidden, will_be = is_hidden(issuer, issuer.standing), is_hidden(issuer, standing)
    change = Change.NONE if hidden == will_be else Change.LEAVE if will_be else Change.RETURN
    return Effect(int(row[0]), int(row[1]), change)


def decide_issuer(
    session: Session,
    issuer: Issuer,
    standing: Standing,
    *,
    reason: str,
    actor: Account | None,
    now: datetime,
    kind: IssuerKind | None = None,
    undoes: int | None = None,
) -> Effect:
    """Give an issuer a standing (and, when approving, what it speaks as). Searches feel it at once, the index within seconds.

    undoes: the audit entry that this takes back. Raises `InvalidError` without a reason: whoever looks at the audit log later must
    understand why.
    """
    _need_reason(reason)
    effect = effect_on_search(session, issuer, standing)
    before = {"before": str(issuer.standing), "kind_before": str(issuer.kind)}
    issuer.standing, issuer.reason = standing, reason.strip()[:1000]
    issuer.kind = kind or issuer.kind
    session.flush()
    # No `narrowing`: every search leaves out what `hidden_issuers` names, and nothing else of the people concerned.
    outbox.touch_all(session, learners_showing(issuer), now=now)
    if standing is Standing.APPROVED:
        expose_imitations(session, issuer, now=now)
    after = {"after": str(standing), "kind": str(issuer.kind), "credentials": effect.credentials, "learners": effect.learners}
    audit.record(
        session,
        f"issuer.{standing}",
        actor_id=actor.id if actor else None,
        subject_type="issuer",
        subject_id=issuer.id,
        now=now,
        reason=issuer.reason,
        details=before | after | _undoing(undoes),
    )
    return effect


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidError("Give a reason: it stands in the audit log and is what an appeal would start from.", field="reason")


def _undoing(undoes: int | None) -> dict[str, int]:
    return {} if undoes is None else {"undoes": undoes}


def hidden_issuers(session: Session) -> frozenset[str]:
    """Issuers whose credentials nobody is shown now, whatever the index still holds."""
    return frozenset(session.scalars(_HIDDEN))


def decide_organisation(
    session: Session,
    organisation: Organisation,
    state: OrganisationState,
    *,
    reason: str,
    actor: Account | None,
    now: datetime,
    undoes: int | None = None,
) -> None:
    """Admit an organisation or shut it out; its recruiters' very next request feels it."""
    _need_reason(reason)
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
        details={"before": str(before), "after": str(state)} | _undoing(undoes),
    )


def found_organisation(session: Session, *, name: str, website: str, purpose: str, now: datetime) -> Organisation:
    """Put down an organisation that asks to be admitted; until then its recruiters see nobody."""
    name = one_line(name, limit=200)
    if not name:
        raise InvalidError("Give the organisation's name as people know it.", field="organisation")
    if session.scalar(select(Organisation.id).where(func.lower(Organisation.name) == name.lower())):
        raise InvalidError(
            "There is an organisation of this name already.",
            next_step="Ask a colleague there, or write its full name and place.",
            field="organisation",
        )
    organisation = Organisation(
        name=name,
        website=one_line(website, limit=500),
        purpose=several_lines(purpose, limit=1000),
        state=OrganisationState.WAITING,
        created_at=now,
    )
    session.add(organisation)
    session.flush()
    return organisation


def organisation_by(session: Session, name: str) -> Organisation:
    """An organisation by id or name. Raises `NotFoundError`."""
    named = select(Organisation).where(func.lower(Organisation.name) == name.strip().lower())
    organisation = session.get(Organisation, name) or session.scalars(named).first()
    if organisation is None:
        raise NotFoundError("There is no organisation of this name here.")
    return organisation


def issuer_by(session: Session, identifier: str) -> Issuer:
    """An issuer by id or identifier. Raises `NotFoundError`."""
    issuer = session.get(Issuer, identifier) or session.scalars(select(Issuer).where(Issuer.identifier == identifier)).first()
    if issuer is None:
        raise NotFoundError("No credential of such an issuer has been imported here.")
    return issuer
