"""Who looks: the labels that a request holds, whether a learner sees their own page as recruiters would, and what is noted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.database import Database
from app.domain.models import Account, Credential, Learner, Look, Organisation, OrganisationState, Role
from app.domain.visibility import RECRUITERS, labels_held_by, organisation_label
from app.signing_in import account

LOOK_AGAIN = timedelta(hours=1)
"""Within this time a second look of an organisation at the same thing is the same look."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """What a page needs to know of whoever looks: nothing is shown but what meets `labels`.

    `preview` is a learner's look at their own page: it is drawn the same and leaves no trace among "who looked".
    """

    labels: frozenset[str]
    organisation_id: str | None = None
    account_id: str | None = None
    preview: bool = False


NOBODY = Viewer(frozenset())


def viewer_of(person: Account | None) -> Viewer:
    """The viewer behind an account; somebody who may see nobody holds no labels."""
    if person is None:
        return NOBODY
    return Viewer(labels_held_by(person), person.organisation_id, person.id)


def current_viewer() -> Viewer:
    """The viewer behind this request."""
    return viewer_of(account())


def viewer_for(session: Session, learner_id: str, *, organisation_id: str | None = None) -> Viewer:
    """The viewer of one learner's page: a recruiter, or the learner who looks at themselves as a recruiter would.

    A learner can be any recruiter, or one of the approved organisation named by `organisation_id`; of others they see nothing.
    """
    person = account()
    if person is None or person.role != Role.LEARNER:
        return viewer_of(person)
    own = session.scalar(select(Learner.id).where(Learner.account_id == person.id))
    return preview_as(session, organisation_id) if own == learner_id else NOBODY


def preview_as(session: Session, organisation_id: str | None) -> Viewer:
    """Any approved recruiter, or one of the named organisation, for somebody who wants to see what they would see."""
    named = session.get(Organisation, organisation_id) if organisation_id else None
    if named is None or named.state != OrganisationState.APPROVED:
        return Viewer(frozenset({RECRUITERS}), preview=True)
    return Viewer(frozenset({RECRUITERS, organisation_label(named.id)}), named.id, preview=True)


def note_look(
    database: Database, viewer: Viewer, learner_id: str, what: str, *, now: datetime, credential_id: str | None = None
) -> None:
    """Remember for the learner that this organisation opened something of theirs; once an hour for the same thing."""
    if viewer.preview or viewer.organisation_id is None:
        return
    same = select(Look.id).where(
        Look.learner_id == learner_id,
        Look.organisation_id == viewer.organisation_id,
        Look.credential_id == credential_id,
        Look.what == what,
        Look.at > now - LOOK_AGAIN,
    )
    with database.reading() as session:  # most looks are repeated ones: those need no write lock
        if session.scalar(same.limit(1)) is not None:
            return
    look = Look(
        learner_id=learner_id, organisation_id=viewer.organisation_id, credential_id=credential_id, what=what, at=now
    )
    with database.writing() as session:
        erased = session.get(Learner, learner_id) is None or (credential_id and session.get(Credential, credential_id) is None)
        if not erased:
            session.add(look)
