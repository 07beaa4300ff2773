"""What a learner holds, arranged for reading: the review tray, what is shown, what is private; and who looked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import publishing, trust
from app.domain.models import Audience, Credential, Learner, Look, Organisation, Publication
from app.domain.visibility import CREDENTIAL
from app.search.documents import Rules, claims_of, kind_of_evidence
from indexer.verification.claims import Claims, Evidence
from indexer.verification.reasons import REASONS

ENDINGS = {"image/png": ".png", "image/svg+xml": ".svg", "application/jwt": ".jwt", "application/json": ".json"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing whose audience can be chosen: the credential itself (no evidence) or one evidence."""

    pointer: str
    words: str
    evidence: Evidence | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One credential as its learner sees it."""

    credential: Credential
    claims: Claims | None
    backing: int | None
    judgement: trust.Judgement
    shown_to: str
    """Who may see it, as part of a sentence; empty when nobody may."""
    can_publish: bool
    why_not: str

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.claims)


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


def describe(credential: Credential, *, rules: Rules, now: datetime) -> Item:
    """One credential with its claims, its mark, whether it may be found and by whom."""
    claims = claims_of(credential) if credential.claims is not None else None
    judgement = trust.judge(credential, now=now, grace=rules.grace)
    publishable = credential.verdict == "verified" and credential.holder != "failed" and judgement.reason != "issuer_blocked"
    return Item(
        credential=credential,
        claims=claims,
        backing=int(trust.backing(credential, claims, rules.registries)) if claims else None,
        judgement=judgement,
        shown_to=shown_to({p.piece: p for p in credential.publications}.get(CREDENTIAL)),
        can_publish=publishable,
        why_not="" if publishable else _why_not(credential, judgement),
    )


def _why_not(credential: Credential, judgement: trust.Judgement) -> str:
    """What stands in the way of publishing: the check that did not pass, in its own words."""
    if credential.verdict != "verified" and (reason := REASONS.get(credential.code)) is not None:
        return reason.sentence
    return judgement.sentence or "Only credentials that passed every check can be published."


def shown_to(publication: Publication | None) -> str:
    """ "all approved recruiters", "recruiters of Acme and Bolt", or nothing when nobody may see it."""
    if publication is None or publication.audience == Audience.NOBODY:
        return ""
    if publication.audience == Audience.RECRUITERS:
        return "all approved recruiters"
    names = sorted(o.name for o in publication.organisations)
    return "recruiters of " + (", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names))


def pieces(claims: Claims | None) -> list[Piece]:
    """The credential and each of its evidences, in words."""
    whole = Piece(CREDENTIAL, "The credential: what it says, its results and who issued it")
    if claims is None:
        return [whole]
    return [whole, *(Piece(e.pointer, _name(e), e, kind_of_evidence(e)) for e in claims.evidence)]


def _name(evidence: Evidence) -> str:
    if evidence.name:
        return evidence.name
    if evidence.narrative:
        return evidence.narrative[:80] + ("…" if len(evidence.narrative) > 80 else "")
    return evidence.genre or evidence.id or "Evidence"


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


WHAT = {"profile": "your profile", "credential": "a credential", "evidence": "a piece of evidence"}


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
