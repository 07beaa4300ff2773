"""One credential as its learner sees it: what it says, what stands behind it, who may see which piece, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import trust
from app.domain.models import Credential, Organisation, OrganisationState
from app.domain.visibility import CREDENTIAL, RECRUITERS, labels_of_pieces, organisation_label
from app.search.documents import Rules, claims_of, kind_of_evidence
from indexer.verification.claims import Claims, Evidence
from indexer.verification.reasons import REASONS


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing whose audience can be chosen: the credential itself (no evidence) or one evidence."""

    pointer: str
    words: str
    evidence: Evidence | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SeenPiece:
    """A piece with who may see it now, as part of a sentence; empty when nobody may."""

    piece: Piece
    seen_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """One credential as its learner sees it."""

    credential: Credential
    claims: Claims | None
    backing: int | None
    judgement: trust.Judgement
    pieces: Sequence[SeenPiece]
    can_publish: bool
    why_not: str
    """What stands in the way of publishing, and what to do about it; empty when nothing does."""

    @property
    def shown_to(self) -> str:
        """Who may see the credential, as part of a sentence; empty when nobody may."""
        return self.pieces[0].seen_by

    @property
    def shown_evidence(self) -> int:
        """How many pieces of evidence somebody may see."""
        return sum(1 for seen in self.pieces[1:] if seen.seen_by)

    @property
    def state(self) -> str:
        """Who sees it now, and when that differs from what the learner chose, why."""
        if self.shown_to and self.judgement.findable:
            return f"Visible to {self.shown_to}."
        if self.shown_to:
            return f"Published to {self.shown_to}, but nobody finds it now: {_inside(self.judgement.sentence)}"
        if self.can_publish and not self.judgement.findable:
            return f"You can publish it now; it will not be found yet: {_inside(self.judgement.sentence)}"
        return self.why_not or "Nobody but you."


def describe(credential: Credential, *, rules: Rules, now: datetime) -> Item:
    """One credential with its claims, its mark, whether it may be found and by whom."""
    claims = claims_of(credential) if credential.claims is not None else None
    judgement = trust.judge(credential, now=now, grace=rules.grace)
    publishable = (
        claims is not None and credential.verdict == "verified" and credential.holder != "failed" and judgement.reason != "issuer_blocked"
    )
    return Item(
        credential=credential,
        claims=claims,
        backing=int(trust.backing(credential, claims, rules.registries)) if claims else None,
        judgement=judgement,
        pieces=_seen_pieces(credential, claims),
        can_publish=publishable,
        why_not="" if publishable else _why_not(credential, judgement),
    )


def _why_not(credential: Credential, judgement: trust.Judgement) -> str:
    """What stands in the way of publishing: the check that did not pass, in its own words."""
    if credential.verdict != "verified":
        reason = REASONS.get(credential.code)
        return reason.sentence if reason else "Only credentials that passed every check can be published."
    if credential.holder == "failed" and credential.learner.account.email_confirmed_at is None:
        return "It was issued to an e-mail address, and yours is not confirmed yet. Open the link that we mailed to you."
    if credential.holder == "failed":
        return "It was issued to another e-mail address than the one you have confirmed."
    return judgement.sentence or "It could not be read."


def _inside(sentence: str) -> str:
    """A sentence as it continues another one."""
    return sentence[:1].lower() + sentence[1:]


def _seen_pieces(credential: Credential, claims: Claims | None) -> list[SeenPiece]:
    labels = labels_of_pieces(credential.publications)
    names = {organisation_label(o.id): name_of(o) for p in credential.publications for o in p.organisations}
    return [SeenPiece(piece, seen_by(labels.get(piece.pointer, frozenset()), names)) for piece in pieces(claims)]


def name_of(organisation: Organisation) -> str:
    """Its name, and that its recruiters see nothing now, where that is so."""
    shut = organisation.state != OrganisationState.APPROVED
    return f"{organisation.name} (suspended: they see nothing at the moment)" if shut else organisation.name


def seen_by(labels: frozenset[str], names: Mapping[str, str]) -> str:
    """ "all approved recruiters", "recruiters of Acme and Bolt", or nothing when nobody may see it. `names` has each label's name."""
    if RECRUITERS in labels:
        return "all approved recruiters"
    named = sorted(names[label] for label in labels)
    return "recruiters of " + (", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0]) if named else ""


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
