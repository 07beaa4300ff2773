"""The things of the demo world. Nothing here is signed or stored yet; `issuing/` does the one and `seed/` the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency of a framework; `target_type` is the OB 3.0 word for what the address names."""

    uri: str
    name: str
    framework: str
    description: str
    alt_labels: tuple[str, ...] = ()
    target_type: str = "ext:competency"


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """How well something was shown; levels run from the lowest to the highest."""

    slug: str
    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Somebody who signs. `registry` is the kind under which the demo's registry knows it, empty when it does not."""

    slug: str
    name: str
    kind: str
    registry: str
    identity: str
    form: str
    status: bool
    place: str
    email: str
    description: str
    assessors: tuple[str, ...]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A kind of evidence that a line of work leaves behind, e.g. a repository or a chart."""

    key: str
    kind: str
    genre: str
    names: tuple[str, ...]
    text: str
    layout: str = ""
    scene: str = ""
    steps: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """Sentences of one line of work, and the evidence that it leaves behind."""

    topics: tuple[str, ...]
    opener: tuple[str, ...]
    outcome: tuple[str, ...]
    remark: tuple[str, ...]
    pieces: dict[str, Piece]


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody worked on; see content/topics.toml."""

    subject: str
    client: str
    source: str
    finding: str
    measure: str
    labels: tuple[str, ...]
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Achievement:
    """What can be achieved. `issuer` is None for claims that people sign themselves."""

    slug: str
    issuer: Issuer | None
    creator: Issuer | None
    name: str
    type: str
    field: str
    description: str
    criteria: str
    competencies: tuple[Competency, ...]
    rubric: Rubric | None
    required: int
    pass_mark: int
    valid_years: int
    language: str
    bank: str
    topics: tuple[str, ...]
    """What it is about, where that is narrower than its bank."""
    evidence: tuple[str, ...]
    did: tuple[str, ...]
    assessor: int | None = None
    witness: tuple[str, ...] = ()
    witness_role: str = ""


@dataclass(frozen=True, slots=True)
class Learner:
    slug: str
    name: str
    email: str
    headline: str
    place: str
    persona: str

    @property
    def first(self) -> str:
        return self.name.split(" ", 1)[0]


class Flaw(StrEnum):
    """What is wrong with a credential that must not pass."""

    NONE = ""
    EXPIRED = "expired"
    REVOKED = "revoked"
    ALTERED = "altered"


class Audience(StrEnum):
    """What the learner did with a credential in the review tray."""

    EVERYONE = "everyone"
    ONE = "one"
    PRIVATE = "private"
    UNDECIDED = "undecided"
    SAMPLE = "sample"
    """Not imported yet: a file to try importing with."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence of one person. `url` is None for a mere narrative; `seed` makes its content repeatable."""

    key: str
    kind: str
    genre: str
    name: str
    description: str
    narrative: str
    url: str | None
    seed: int
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who was there and signs an endorsement with a key of their own."""

    slug: str
    name: str
    role: str
    comment: str


@dataclass(frozen=True, slots=True)
class Award:
    """One achievement awarded to one person: what becomes a signed credential."""

    id: str
    learner: Learner
    achievement: Achievement
    issued_at: datetime
    expires_at: datetime | None
    level: int | None
    points: int | None
    topic: Topic
    story: tuple[str, ...]
    assessor: str
    evidence: tuple[Evidence, ...]
    witness: Witness | None = None
    flaw: Flaw = Flaw.NONE
    audience: Audience = Audience.EVERYONE
    organisation: str = ""
    hidden_evidence: bool = False
    status_index: int = 0


@dataclass(frozen=True, slots=True)
class Testimonial:
    """Words about a person, signed by a group: an endorsement that stands on its own."""

    id: str
    learner: Learner
    issuer: Issuer
    comment: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    slug: str
    name: str
    domain: str
    state: str
    purpose: str


@dataclass(frozen=True, slots=True)
class World:
    """All of it, at one `now`. `port` is where the outside web answers; it is part of every address. `people` is the number of
    learners that it was cut down to, None for all."""

    now: datetime
    port: int
    people: int | None
    issuers: dict[str, Issuer]
    achievements: dict[str, Achievement]
    competencies: dict[str, Competency]
    learners: tuple[Learner, ...]
    awards: tuple[Award, ...]
    testimonials: tuple[Testimonial, ...]
    organisations: tuple[Organisation, ...]
    pages: dict[str, tuple[Award, Evidence]] = field(default_factory=dict)
    """Address of an evidence -> whose it is; what the outside web answers from."""
