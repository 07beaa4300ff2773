"""What a credential says, in one shape for every format.

Read only from the verified form (the expanded, signed document), never from a second parse of the bytes: a term that a hostile
context redefines must not count as a name, an issuer, a competency or a level. Field names are those of Open Badges 3.0 and the VC
Data Model in snake case; older formats are upgraded to them after verification.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IssuerProfile:
    """Who says so. Only `id` is proven (by the key); name, url and the rest are the issuer's own words."""

    id: str
    name: str | None = None
    url: str | None = None
    email: str | None = None
    description: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identity of the recipient: OB 3.0 `IdentityObject`, OB 1/2 `recipient`. With `hashed`, value is ``sha256$hex``."""

    value: str
    type: str
    hashed: bool = False
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """A link of an achievement or result to a competency of a framework."""

    target_name: str
    target_url: str | None = None
    target_code: str | None = None
    target_framework: str | None = None
    target_type: str | None = None
    target_description: str | None = None
    pointer: str | None = None
    """Where it stands in the original document (RFC 6901), as for results and evidence."""


@dataclass(frozen=True, slots=True)
class RubricCriterionLevel:
    """One level of a rubric; `order` is its rank from 1 (lowest). `level` and `name` are the issuer's labels."""

    id: str
    order: int
    name: str | None = None
    level: str | None = None
    description: str | None = None
    points: str | None = None


@dataclass(frozen=True, slots=True)
class ResultDescription:
    id: str
    name: str | None = None
    result_type: str | None = None
    required_level: str | None = None
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None
    allowed_value: tuple[str, ...] = ()
    rubric_criterion_levels: tuple[RubricCriterionLevel, ...] = ()
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `held` is False when it says that the achievement was not reached (Failed, Withdrew, InProgress, below the
    required level or value): such a result is shown, and never indexed as a competency held."""

    result_description: str | None = None
    value: str | None = None
    status: str | None = None
    achieved_level: str | None = None
    held: bool = True
    alignments: tuple[Alignment, ...] = ()
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence. The signature covers the link and these words, not the linked content, unless `digest` is signed."""

    pointer: str
    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None
    types: tuple[str, ...] = ()
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Achievement:
    id: str | None
    name: str
    description: str | None = None
    criteria_narrative: str | None = None
    criteria_id: str | None = None
    achievement_type: str | None = None
    creator_id: str | None = None
    creator_name: str | None = None
    image: str | None = None
    field_of_study: str | None = None
    in_language: str | None = None
    tags: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    pointer: str | None = None
    criteria_pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """The whole credential. `achievement` is None for credentials that award none (a plain VC, a testimonial)."""

    issuer: IssuerProfile
    credential_id: str | None = None
    types: tuple[str, ...] = ()
    name: str | None = None
    description: str | None = None
    subject_id: str | None = None
    subject_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    awarded_date: datetime | None = None
    image: str | None = None
    achievement: Achievement | None = None
    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    endorsement_comment: str | None = None
    key: str | None = None
    """The verification method that signed, e.g. ``did:web:northfield.example#key-1``."""
