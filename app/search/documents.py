"""One builder makes what is indexed, and what the pages explain: both say the same because both come from here.

The indexer writes `build_document` into the engine. A recruiter's page calls `views_for` with the labels of its viewer and explains
a hit from what the database would show now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.orm import Session

from app.domain import frameworks, published, trust
from app.domain.alignments import named as competency_named
from app.domain.appearing import holders_by_time
from app.domain.models import Competency, Credential
from app.domain.plain import one_line
from app.domain.published import Published, PublishedLearner
from app.domain.visibility import CREDENTIAL, audiences
from app.search.interface import HeldCompetency, HeldCriterion, SearchDocument, SearchView
from app.search.kinds import language_of, scale_of, setting_of
from indexer.verification.claims import Alignment, Claims, Evidence, Result

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
TEXT_ENDINGS = (".txt", ".md")
LONGEST_FRAMEWORK = 100
LONGEST_CRITERION = 80
"""Characters of a criterion's name: it is counted as a whole, so an index holds it as a whole."""


@dataclass(frozen=True)
class Rules:
    """What judging needs from outside: the operator's registries and the grace for checks that could not look."""

    registries: trust.Registries
    grace: timedelta

    @cached_property
    def digest(self) -> str:
        """A mark of the rules: others have another."""
        lines = [f"{e.identifier}\t{e.name}\t{e.kind}\t{e.registry}" for _, e in sorted(self.registries.entries.items())]
        return hashlib.sha256("\n".join([str(self.grace), *lines]).encode()).hexdigest()


def load_learners(session: Session, learner_ids: Iterable[str]) -> dict[str, tuple[PublishedLearner, list[Published]]]:
    """Learners with their published credentials and everything that a document needs, in three queries whatever the number."""
    learners = published.learners(session, learner_ids)
    held = published.credentials(session, list(learners))
    return {learner.id: (learner, held[learner.id]) for learner in learners.values()}


def build_document(
    session: Session,
    learner: PublishedLearner,
    credentials: Iterable[Published],
    *,
    rules: Rules,
    now: datetime,
) -> SearchDocument:
    """The learner as indexed: every published and findable credential, once per audience that sees it differently."""
    read = with_claims(credentials)
    known = frameworks.resolve(session, (a for _, claims in read for a in alignments_of(claims)))
    return document_of(learner, read, known, rules=rules, now=now)


def with_claims(credentials: Iterable[Published]) -> list[tuple[Published, Claims]]:
    """Credentials beside their claims, which are read once; whatever could never be read is left out."""
    return [(credential, claims) for credential in credentials if (claims := credential.claims) is not None]


def document_of(
    learner: PublishedLearner,
    read: Iterable[tuple[Published, Claims]],
    known: Mapping[str, Competency],
    *,
    rules: Rules,
    now: datetime,
) -> SearchDocument:
    """The document from published credentials beside their claims; `known` has the competencies that they name."""
    place = one_line(learner.place, limit=200)
    findable = ((credential, claims) for credential, claims in read if trust.judge(credential, now=now, grace=rules.grace).findable)
    views = [view for credential, claims in findable for view in _views(credential, claims, known, rules=rules, place=place)]
    labels = frozenset[str]().union(*(view.labels for view in views))
    return SearchDocument(learner.id, learner.version, learner.headline, labels, tuple(views))


def good_until(held: Iterable[Published], rules: Rules, now: datetime) -> datetime | None:
    """When time alone changes which of these may be found: one that could not be checked loses its grace. None for never."""
    ends = (c.verified_at + rules.grace for c in held if c.verdict == "unknown" and c.verified_at is not None)
    return min((end for end in ends if end > now), default=None)


def views_for(document: SearchDocument, labels: frozenset[str], now: datetime) -> tuple[SearchView, ...]:
    """The views that a holder of `labels` sees now; where two are of one credential, the one that shows more."""
    seen: dict[str, SearchView] = {}
    for view in document.views:
        if view.labels & labels and (view.expires is None or view.expires > now):
            best = seen.get(view.credential_id)
            if best is None or len(view.text) >= len(best.text):
                seen[view.credential_id] = view
    return tuple(seen.values())


def _views(
    credential: Published, claims: Claims, known: Mapping[str, Competency], *, rules: Rules, place: str
) -> list[SearchView]:
    held, kind, criteria = held_competencies(claims, known), kind_of(claims), held_criteria(claims, known)
    backing = int(trust.backing(credential, claims, rules.registries))
    known_as = trust.known_as(credential.issuer, rules.registries)
    kinds = [(evidence, kind_of_evidence(evidence)) for evidence in claims.evidence]
    return [
        SearchView(
            credential_id=credential.id,
            labels=holders,
            since=since,
            issuer=credential.issuer_id or "",
            backing=backing,
            kind=kind,
            competencies=held,
            issued=issued_on(claims, credential).date(),
            expires=claims.valid_until,
            evidence=frozenset(kind for e, kind in kinds if e.pointer in pieces),
            openable=frozenset(kind for e, kind in kinds if e.pointer in pieces and leads_somewhere(e)),
            text=text_of(claims, known, criteria, pieces),
            scale=scale_of(kind),
            setting=setting_of(kind, backing, known_as=known_as),
            language=language_of(claims),
            place=place,
            criteria=criteria,
        )
        for labels, pieces in audiences(credential.pieces).items()
        if CREDENTIAL in pieces
        for since, holders in holders_by_time(labels, (credential.appeared[piece] for piece in pieces)).items()
    ]


def claims_of(credential: Credential) -> Claims:
    """The stored claims of a credential that has been read at least once."""
    claims = credential.claims
    assert claims is not None, "only a credential with claims can be published"
    return claims


def alignments_of(claims: Claims) -> list[Alignment]:
    """Every alignment of the achievement, its result descriptions and the results."""
    found = list(claims.achievement.alignments) if claims.achievement else []
    if claims.achievement:
        found += [a for description in claims.achievement.result_descriptions for a in description.alignments]
    return found + [a for result in claims.results for a in result.alignments]


def held_competencies(claims: Claims, known: Mapping[str, Competency]) -> tuple[HeldCompetency, ...]:
    """Competencies that the credential shows as held, each at the highest level reached.

    A result whose description (or itself) names competencies speaks for those; one that names none speaks for the achievement's. A
    result that was not reached takes its competencies away: "Failed" is no skill.
    """
    if claims.achievement is None:
        return ()
    own = _named(claims.achievement.alignments, known)
    levels: dict[str, int | None] = {c.key: None for c in own}
    reached: set[str] = set()
    denied: set[str] = set()
    for result in claims.results:
        named = _named(_spoken_for(claims, result), known) or own
        (reached if result.held else denied).update(c.key for c in named)
        if result.held:
            rank = rank_of(claims, result) or 0
            levels |= {c.key: max(levels.get(c.key) or 0, rank) or None for c in named}
    held = [(key, level) for key, level in sorted(levels.items()) if key in reached or key not in denied]
    frameworks_of = _frameworks(claims, known)
    return tuple(HeldCompetency(key, frameworks_of[key], level) for key, level in held)


def _frameworks(claims: Claims, known: Mapping[str, Competency]) -> Mapping[str, str]:
    """Competency key -> the key of its framework; for one that is only mentioned, what the credential calls its framework."""
    stated: dict[str, str] = {}
    for alignment in alignments_of(claims):
        if found := competency_named(known, alignment):
            name = one_line(alignment.target_framework or "", limit=LONGEST_FRAMEWORK) if found.mentioned else found.framework_key
            stated[found.key] = stated.get(found.key) or name
    return stated


def held_criteria(claims: Claims, known: Mapping[str, Competency]) -> tuple[HeldCriterion, ...]:
    """Criteria of the rubric that name no known competency, by name, each at the highest level reached on it."""
    if claims.achievement is None:
        return ()
    within = one_line(claims.achievement.name, limit=LONGEST_CRITERION)
    levels: dict[str, int | None] = {}
    for result in claims.results:
        name = _criterion_name(claims, result)
        if name and result.held and not _named(_spoken_for(claims, result), known):
            levels[name] = max(levels.get(name) or 0, rank_of(claims, result) or 0) or None
    return tuple(HeldCriterion(name, level, within) for name, level in sorted(levels.items()))


def _criterion_name(claims: Claims, result: Result) -> str:
    """What the achievement calls that which a result measures; empty when it has no name."""
    assert claims.achievement is not None
    named = (d.name or "" for d in claims.achievement.result_descriptions if d.id == result.result_description)
    return one_line(next(named, ""), limit=LONGEST_CRITERION)


def _named(alignments: Iterable[Alignment], known: Mapping[str, Competency]) -> list[Competency]:
    return [found for a in alignments if (found := competency_named(known, a)) is not None]


def _spoken_for(claims: Claims, result: Result) -> list[Alignment]:
    assert claims.achievement is not None
    described = [d.alignments for d in claims.achievement.result_descriptions if d.id == result.result_description]
    return [*result.alignments, *(a for group in described for a in group)]


def rank_of(claims: Claims, result: Result) -> int | None:
    """The rank (1 = lowest) of the rubric level that a result reached; None when no rubric says so."""
    if claims.achievement is None or result.achieved_level is None:
        return None
    for description in claims.achievement.result_descriptions:
        for level in description.rubric_criterion_levels:
            if level.id == result.achieved_level:
                return level.order
    return None


def kind_of(claims: Claims) -> str:
    """The achievement type, or what stands for it in credentials without one."""
    if claims.achievement is None:
        return "Testimonial" if "EndorsementCredential" in claims.types else "Credential"
    return claims.achievement.achievement_type or "Achievement"


def kind_of_evidence(evidence: Evidence) -> str:
    """How a piece of evidence can be looked at: ``image``, ``pdf``, ``text`` (readable here) or ``link`` (leaves)."""
    if evidence.id is None or not evidence.id.startswith(("http://", "https://", "data:image/")):
        return "text"
    if evidence.id.startswith("data:image/"):
        return "image"
    address = _split(evidence.id)
    path = address.path.lower() if address else ""
    if path.endswith(IMAGE_ENDINGS):
        return "image"
    if path.endswith(".pdf"):
        return "pdf"
    return "text" if path.endswith(TEXT_ENDINGS) else "link"


def leads_somewhere(evidence: Evidence) -> bool:
    """Whether there is something to open: an address on the web, or a picture inside the credential."""
    address = evidence.id or ""
    if address.startswith("data:image/"):
        return True
    parts = _split(address) if address.startswith(("http://", "https://")) else None
    return parts is not None and bool(parts.hostname)


@lru_cache(maxsize=100)
def _split(address: str) -> SplitResult | None:
    """The parts of an address, for several questions about it one after the other; None for what is none, e.g. ``https://[``."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def issued_on(claims: Claims, credential: Credential | Published) -> datetime:
    """When it was awarded: the awarded date, else the start of validity, else the day of its import."""
    return (claims.awarded_date or claims.valid_from or credential.imported_at).astimezone(UTC)


def text_of(claims: Claims, known: Mapping[str, Competency], criteria: Iterable[HeldCriterion], pieces: frozenset[str]) -> str:
    """The words by which a credential is found: its own, its competencies', its criteria's, and of the evidence among `pieces`."""
    parts: list[str | None] = [claims.name, claims.description, claims.issuer.name, claims.endorsement_comment]
    if achievement := claims.achievement:
        parts += [achievement.name, achievement.description, achievement.criteria_narrative, achievement.field_of_study]
        parts += achievement.tags
    alignments = alignments_of(claims)
    parts += [a.target_name for a in alignments]
    for competency in _named(alignments, known):
        parts += [competency.label, *competency.alt_labels]
    parts += [criterion.name for criterion in criteria]
    for evidence in claims.evidence:
        if evidence.pointer in pieces:
            parts += [evidence.name, evidence.description, evidence.narrative, evidence.genre]
    return "\n".join(dict.fromkeys(part for part in parts if part))
