"""What one viewer may see of a credential: the only door through which pages and the API get at one.

`shown` answers None for whatever may not be seen, without saying why, so that "not there" and "not for you" cannot be told apart.
The claims that it hands out are cut down: evidence that this viewer may not see is not in them, nor is anything that names the
holder (identifiers, their hashes and salts). So no template can show by mistake what was never given to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import frameworks, trust
from app.domain.alignments import named as competency_named
from app.domain.models import Competency, Issuer
from app.domain.published import Published, PublishedIssuer, PublishedLearner
from app.domain.trust import Registries
from app.domain.visibility import CREDENTIAL
from app.evidence.levels import Step, step_for
from app.search.documents import Rules, alignments_of, held_competencies, issued_on, kind_of, kind_of_evidence, load_learners
from indexer.verification.claims import Claims, Evidence


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A piece of evidence that the viewer may see. `number` counts from 1 within the credential and stands in its addresses."""

    number: int
    kind: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ShownCompetency:
    """A competency that the credential shows as held, and the step reached on its rubric."""

    key: str
    label: str
    framework: str
    step: Step | None
    pointer: str | None = None
    """Where the original names it."""


@dataclass(frozen=True, slots=True)
class ShownCredential:
    """A credential as one viewer sees it. `row` is the stored credential: for its dates and verdict, never for its claims."""

    row: Published
    claims: Claims
    issuer_name: str
    backing: int
    kind: str
    issued: datetime
    known: Mapping[str, Competency]
    """The competencies that its alignments name, as `known_competencies` has them."""
    evidence: tuple[ShownEvidence, ...]
    whole: bool
    """All of its evidence is shown to this viewer."""
    names_holder: bool
    """The file holds an address of the learner in the clear."""

    @property
    def competencies(self) -> tuple[ShownCompetency, ...]:
        """The competencies that it shows as held. Worked out when asked for: a list of hits does without."""
        return competencies_of(self.claims, self.known)

    @property
    def kind_words(self) -> str:
        """The kind of achievement as words."""
        return spaced(self.kind)

    @property
    def original_offered(self) -> bool:
        """The file holds everything that was signed, so it goes only to those who may see all of it."""
        return self.whole and not self.names_holder


def known_competencies(session: Session, credentials: Iterable[Published]) -> Mapping[str, Competency]:
    """Address -> competency for everything that these credentials point to, in one query."""
    return frameworks.resolve(session, (a for c in credentials if (claims := c.claims) for a in alignments_of(claims)))


def shown(
    credential: Published,
    labels: frozenset[str],
    known: Mapping[str, Competency],
    *,
    rules: Rules,
    now: datetime,
    claims: Claims | None = None,
) -> ShownCredential | None:
    """The credential as a holder of `labels` sees it at `now`; None when they may not see it at all.

    `claims` are the credential's own, from whoever has them at hand.
    """
    seen = frozenset(piece for piece, needed in credential.pieces.items() if needed & labels)
    if CREDENTIAL not in seen or not trust.judge(credential, now=now, grace=rules.grace).findable:
        return None
    claims = claims or credential.claims
    if claims is None or (claims.valid_until is not None and claims.valid_until <= now):
        return None
    return _shown(credential, claims, seen, known, rules)


def _shown(
    credential: Published, claims: Claims, seen: frozenset[str], known: Mapping[str, Competency], rules: Rules
) -> ShownCredential:
    evidence = tuple(
        ShownEvidence(number, kind_of_evidence(e), e) for number, e in enumerate(claims.evidence, start=1) if e.pointer in seen
    )
    return ShownCredential(
        row=credential,
        claims=_cut_down(claims, seen),
        issuer_name=name_of(credential.issuer, rules.registries),
        backing=int(trust.backing(credential, claims, rules.registries)),
        kind=kind_of(claims),
        issued=issued_on(claims, credential),
        known=known,
        evidence=evidence,
        whole=len(evidence) == len(claims.evidence),
        names_holder=any(not identity.hashed and "@" in identity.value for identity in claims.identifiers),
    )


def _cut_down(claims: Claims, seen: frozenset[str]) -> Claims:
    evidence = tuple(e for e in claims.evidence if e.pointer in seen)
    return replace(claims, evidence=evidence, identifiers=(), subject_id=None, subject_name=None)


def competencies_of(claims: Claims, known: Mapping[str, Competency]) -> tuple[ShownCompetency, ...]:
    """The competencies held, as a person reads them: those with a level first, the highest on top."""
    named = {c.key: (c, a) for a in reversed(alignments_of(claims)) if (c := competency_named(known, a))}
    found = []
    for held in held_competencies(claims, known):
        competency, alignment = named[held.key]
        framework = held.framework if competency.mentioned else competency.framework.title
        found.append(ShownCompetency(held.key, competency.label, framework, step_for(claims, held), alignment.pointer))
    return tuple(sorted(found, key=lambda c: (-(c.step.rank if c.step else 0), c.label.casefold())))


def spaced(kind: str) -> str:
    """An achievement type as words: "MicroCredential" is "Micro credential", "ext:Talk" is "Talk"."""
    name = kind.removeprefix("ext:").strip()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:].lower() if words != name else name


def name_of(issuer: Issuer | PublishedIssuer | None, registries: Registries) -> str:
    """What to call an issuer: as a registry that we rely on calls it, else as it calls itself."""
    return called(issuer.identifier, issuer.name, registries) if issuer else "Unknown issuer"


def called(identifier: str, name: str, registries: Registries) -> str:
    """`name_of`, for an issuer's identifier and its own name."""
    entry = registries.find(identifier)
    return entry.name if entry else name


def load_shown(
    session: Session, learner_id: str, credential_id: str, labels: frozenset[str], *, rules: Rules, now: datetime
) -> tuple[PublishedLearner, ShownCredential] | None:
    """One credential of one learner as a holder of `labels` sees it; None when there is none, or none for them."""
    learner, held = load_learners(session, [learner_id]).get(learner_id, (None, []))
    credential = next((c for c in held if c.id == credential_id), None)
    if learner is None or credential is None:
        return None
    found = shown(credential, labels, known_competencies(session, [credential]), rules=rules, now=now)
    return (learner, found) if found else None
