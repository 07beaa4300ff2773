"""What each person has achieved, and when: the awards of one life, in a plausible order."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from demo.world.content import Content, Persona
from demo.world.model import Achievement, Audience, Award, Flaw, Learner, Topic, Witness
from demo.world.people import invent_name, slug_of
from demo.world.stories import gather_evidence, tell

YEAR = timedelta(days=365.25)
EARLIEST = 7 * YEAR
SPACE = uuid.UUID("6f0d2b1e-5b7c-4d0a-9a55-0f1c7d3e2a90")


@dataclass(frozen=True, slots=True)
class Frame:
    """What all lives share: the written content, the seed, the present, and the port of the outside web."""

    content: Content
    comments: tuple[tuple[str, str], ...]
    seed: str
    now: datetime
    port: int


def live(frame: Frame, learner: Learner, persona: Persona) -> tuple[Award, ...]:
    """The awards of one learner, oldest first."""
    rng = random.Random(f"{frame.seed}/life/{learner.slug}")
    items = _choose(frame.content, persona, rng)
    dates = _dates(frame.now, len(items), rng)
    private = rng.random() < 0.06
    told: set[str] = set()
    awards = [make_award(frame, learner, item, at, rng, told=told) for item, at in zip(items, dates, strict=True)]
    return tuple(_decide(award, rng, private=private) for award in awards)


def _choose(content: Content, persona: Persona, rng: random.Random) -> list[Achievement]:
    """The core of the persona, some likely and side steps mixed in, and sometimes a claim of one's own: three to eight in all."""
    extra = rng.sample(persona.likely, k=rng.randint(1, min(4, len(persona.likely))))
    extra += rng.sample(persona.side, k=rng.randint(0, min(2, len(persona.side))))
    order = list(persona.core)
    for slug in extra:
        order.insert(rng.randint(0, len(order)), slug)
    if len(order) < 4 or rng.random() < 0.35:
        order.append(rng.choice(persona.claims))
    return [content.achievements[slug] for slug in order[:8]]


def _dates(now: datetime, count: int, rng: random.Random) -> list[datetime]:
    start = now - timedelta(days=rng.uniform(1.5 * 365, EARLIEST.days))
    return sorted(_moment(start, now - timedelta(days=12), rng) for _ in range(count))


def _moment(start: datetime, end: datetime, rng: random.Random) -> datetime:
    """Some working minute between two instants."""
    day = start + (end - start) * rng.random()
    return day.replace(hour=rng.randint(8, 16), minute=rng.choice((0, 10, 15, 20, 30, 40, 45, 50)), second=0, microsecond=0)


def make_award(
    frame: Frame,
    learner: Learner,
    item: Achievement,
    at: datetime,
    rng: random.Random,
    *,
    told: set[str],
    flaw: Flaw = Flaw.NONE,
    topic: Topic | None = None,
) -> Award:
    """One award with its story, evidence, result and perhaps a witness; `told` as in `stories.tell`.

    A certificate that runs out is issued so that it is still valid, unless the flaw asked for is that it is not.
    """
    issued, expires = _validity(frame, item, at, rng, flaw=flaw)
    award = str(uuid.uuid5(SPACE, f"{learner.slug}/{item.slug}/{flaw}"))
    story = tell(frame.content, learner, item, rng, told=told, topic=topic)
    return Award(
        id=award,
        learner=learner,
        achievement=item,
        issued_at=issued,
        expires_at=expires,
        level=_level(item, rng),
        points=rng.randint(item.pass_mark, 98) if item.pass_mark else None,
        topic=story.topic,
        story=story.sentences,
        assessor=story.assessor,
        evidence=gather_evidence(frame.content, learner, item, story, award=award, port=frame.port, rng=rng),
        witness=_witness(frame, learner, item, rng),
        flaw=flaw,
        hidden_evidence=rng.random() < 0.1,
    )


def _validity(
    frame: Frame, item: Achievement, at: datetime, rng: random.Random, *, flaw: Flaw
) -> tuple[datetime, datetime | None]:
    if flaw is Flaw.EXPIRED:
        issued = _moment(frame.now - 5 * YEAR, frame.now - 4 * YEAR, rng)
        return issued, issued + (item.valid_years or 3) * YEAR * 0.7
    if not item.valid_years:
        return at, None
    oldest = frame.now - item.valid_years * YEAR * 0.85
    issued = at if at > oldest else _moment(oldest, frame.now - timedelta(days=20), rng)
    return issued, issued + item.valid_years * YEAR


def _level(item: Achievement, rng: random.Random) -> int | None:
    """A level from the required one upwards, the higher the rarer."""
    if item.rubric is None:
        return None
    levels = range(item.required, len(item.rubric.levels) + 1)
    return rng.choices(levels, weights=[5, 4, 2, 1, 1][: len(levels)])[0]


def _witness(frame: Frame, learner: Learner, item: Achievement, rng: random.Random) -> Witness | None:
    likely = 0.6 if item.issuer is None else 0.13 if item.evidence else 0.0
    if rng.random() >= likely:
        return None
    name = invent_name(frame.content, rng)
    if item.issuer is None:
        role, comment = item.witness_role, rng.choice(item.witness)
    else:
        role, comment = rng.choice(frame.comments)
    return Witness(slug_of(f"{name} {learner.slug}"), name, role, comment.format(first=learner.first))


def _decide(award: Award, rng: random.Random, *, private: bool) -> Award:
    audience, organisation = (Audience.PRIVATE, "") if private else _choice(rng)
    return with_decision(award, audience, organisation)


def _choice(rng: random.Random) -> tuple[Audience, str]:
    draw = rng.random()
    if draw < 0.82:
        return Audience.EVERYONE, ""
    if draw < 0.89:
        return Audience.ONE, rng.choice(("acme-mobility", "lakeland-health"))
    return (Audience.PRIVATE if draw < 0.95 else Audience.UNDECIDED), ""


def with_decision(award: Award, audience: Audience, organisation: str = "") -> Award:
    """What cannot be published waits in the tray: everything that fails, and what comes from an issuer that is gone."""
    issuer = award.achievement.issuer
    if audience is Audience.SAMPLE:
        return replace(award, audience=audience)
    if award.flaw is not Flaw.NONE or (issuer is not None and issuer.gone):
        audience, organisation = Audience.UNDECIDED, ""
    return replace(award, audience=audience, organisation=organisation)
