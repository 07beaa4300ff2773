"""What a learner holds, arranged for reading: the review tray, what is shown, what is private; and who looked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import publishing
from app.domain.models import Credential, Learner, Look, Organisation
from app.learners.items import Item, describe
from app.search.documents import Rules

ENDINGS = {"image/png": ".png", "image/svg+xml": ".svg", "application/jwt": ".jwt", "application/json": ".json"}


@dataclass(frozen=True, slots=True)
class Shelf:
    tray: Sequence[Item]
    shown: Sequence[Item]
    private: Sequence[Item]

    @property
    def is_empty(self) -> bool:
        return not (self.tray or self.shown or self.private)


def arrange(session: Session, learner: Learner, *, rules: Rules, now: datetime) -> Shelf:
    """All credentials of the learner: undecided ones in the tray, then what somebody may see, then the rest."""
    items = [describe(credential, rules=rules, now=now) for credential in publishing.credentials_of(session, learner)]
    shown = [item for item in items if item.shown_to]
    rest = [item for item in items if not item.shown_to]
    return Shelf(
        tray=[item for item in rest if item.credential.decided_at is None],
        shown=shown,
        private=[item for item in rest if item.credential.decided_at is not None],
    )


def filename(credential: Credential) -> str:
    """A name for the downloaded original: the one it came with, or one made of its title."""
    if credential.filename:
        return credential.filename
    stem = re.sub(r"[^A-Za-z0-9]+", "-", credential.title).strip("-").lower()[:60] or "credential"
    return stem + ENDINGS.get(credential.media_type, ".txt")


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: which organisation opened what, when."""

    organisation: str
    what: str
    title: str
    at: datetime


WHAT = {
    "profile": "your profile",
    "credential": "a credential",
    "evidence": "a piece of evidence",
    "original": "the original file of a credential",
}


def looks(session: Session, learner: Learner, *, limit: int = 200) -> list[Looked]:
    """The latest looks at this learner, newest first."""
    rows = session.execute(
        select(Look, Organisation.name, Credential.title)
        .join(Organisation, Look.organisation_id == Organisation.id)
        .outerjoin(Credential, Look.credential_id == Credential.id)
        .where(Look.learner_id == learner.id)
        .order_by(Look.at.desc())
        .limit(limit)
    )
    return [Looked(name, WHAT.get(look.what, look.what), title or "", look.at) for look, name, title in rows]
