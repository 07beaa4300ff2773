"""Put the world together: `build_world(now=, port=)` gives the same world for the same arguments, in well under a second."""

from __future__ import annotations

import random
import tomllib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from demo.world.content import ROOT, load_content
from demo.world.heroine import collect
from demo.world.lives import SPACE, Frame, live, make_award, with_decision
from demo.world.model import Audience, Award, Evidence, Flaw, Learner, Testimonial, World
from demo.world.people import HERO, invent_people

SEED = "evident-demo-1"
FLAWED = {Flaw.EXPIRED: 6, Flaw.REVOKED: 5, Flaw.ALTERED: 5}
LOOKALIKE = "executive-master-in-data-leadership"
DECEIVED = 3
BITS = 131_072


def build_world(*, now: datetime, port: int, people: int | None = None) -> World:
    """Everybody and everything, with dates relative to `now`. `people` keeps only that many learners (tests)."""
    content = load_content(port=port)
    endorsements = tomllib.loads((ROOT / "content/endorsements.toml").read_text(encoding="utf-8"))
    comments = tuple((role, text) for role, text in endorsements["comments"])
    frame = Frame(content, comments, SEED, now, port)
    learners = invent_people(content, seed=SEED)[:people]
    awards = _lead_lives(frame, learners)
    return World(
        now=now,
        port=port,
        people=people,
        issuers=content.issuers,
        achievements=content.achievements,
        competencies=content.competencies,
        learners=learners,
        awards=awards,
        testimonials=_testify(frame, learners, endorsements["testimonials"]),
        organisations=content.organisations,
        pages=_pages(awards),
    )


def _lead_lives(frame: Frame, learners: Sequence[Learner]) -> tuple[Award, ...]:
    personas = {p.slug: p for p in frame.content.personas}
    awards = list(collect(frame))
    for learner in learners:
        if learner is not HERO and learner.slug != HERO.slug:
            awards += live(frame, learner, personas[learner.persona])
    awards += _deceived(frame, learners, awards)
    return _numbered(_spoil(frame, awards))


def _deceived(frame: Frame, learners: Sequence[Learner], awards: Sequence[Award]) -> list[Award]:
    """A few people fell for the university with the dotless i, and show its degree to everybody."""
    rng = random.Random(f"{frame.seed}/deceived")
    held = {a.learner.slug for a in awards if a.achievement.slug == LOOKALIKE}
    free = [person for person in learners if person.slug not in held]
    item = frame.content.achievements[LOOKALIKE]
    chosen = rng.sample(free, k=min(DECEIVED, len(free)))
    days = [timedelta(days=rng.randint(40, 300)) for _ in chosen]
    made = [make_award(frame, person, item, frame.now - back, rng, told=set()) for person, back in zip(chosen, days, strict=True)]
    return [with_decision(award, Audience.EVERYONE) for award in made]


def _spoil(frame: Frame, awards: list[Award]) -> list[Award]:
    """Replace a few awards by ones that must not pass: expired, revoked, altered after signing."""
    rng = random.Random(f"{frame.seed}/flaws")
    result = {award.id: award for award in awards}
    for flaw, count in FLAWED.items():
        fit = [a for a in result.values() if a.learner.slug != HERO.slug and _can_have(a, flaw)]
        for award in rng.sample(fit, k=min(count, len(fit))):
            spoilt = make_award(frame, award.learner, award.achievement, award.issued_at, rng, told=set(), flaw=flaw)
            result[award.id] = with_decision(spoilt, Audience.UNDECIDED)
    return list(result.values())


def _can_have(award: Award, flaw: Flaw) -> bool:
    issuer = award.achievement.issuer
    if award.flaw is not Flaw.NONE or issuer is None or issuer.gone or not award.achievement.evidence:
        return False
    if flaw is Flaw.EXPIRED:
        return award.achievement.valid_years > 0
    return issuer.status if flaw is Flaw.REVOKED else True


def _numbered(awards: Iterable[Award]) -> tuple[Award, ...]:
    """Give each award its place in its issuer's status list; drawn, so that the place tells nothing (Bitstring Status List, privacy)."""
    rng = random.Random(f"{SEED}/status")
    places: dict[str, set[int]] = {}
    numbered = []
    for award in awards:
        taken = places.setdefault(award.achievement.issuer.slug if award.achievement.issuer else "", set())
        index = next(i for i in iter(lambda: rng.randrange(BITS), None) if i not in taken)
        taken.add(index)
        numbered.append(replace(award, status_index=index))
    return tuple(numbered)


def _testify(frame: Frame, learners: Sequence[Learner], written: list[list[str]]) -> tuple[Testimonial, ...]:
    rng = random.Random(f"{frame.seed}/testimonials")
    chosen = rng.sample(learners[1:], k=min(len(written), len(learners) - 1))
    return tuple(
        Testimonial(
            id=str(uuid.uuid5(SPACE, f"testimonial/{learner.slug}")),
            learner=learner,
            issuer=frame.content.issuers[slug],
            comment=text.format(first=learner.first),
            issued_at=frame.now - timedelta(days=rng.randint(30, 900)),
        )
        for learner, (slug, text) in zip(chosen, written, strict=False)
    )


def _pages(awards: Iterable[Award]) -> dict[str, tuple[Award, Evidence]]:
    return {e.url: (award, e) for award in awards for e in award.evidence if e.url}
