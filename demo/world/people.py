"""Invent the people: a name, a place, a headline and a kind of life for each."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from demo.world.content import Content, Persona
from demo.world.model import Learner

HERO = Learner(
    slug="ana-petrova",
    name="Ana Petrova",
    email="ana.petrova@people.example",
    headline="Data engineer, public transport and open data",
    place="Eastmere",
    persona="data-engineer",
)
"""The learner whose sign-in the demo prints. Her collection is chosen by hand (`heroine.py`)."""


def invent_people(content: Content, *, seed: str) -> tuple[Learner, ...]:
    """All learners, the same for the same seed: as many of each persona as content says, all names different."""
    taken = Counter((HERO.name, *HERO.name.split(" ", 1)))
    people = [HERO]
    for persona in content.personas:
        rng = random.Random(f"{seed}/people/{persona.slug}")
        wanted = persona.people - sum(p.persona == persona.slug for p in people)
        people += [_invent(content, persona, rng, taken) for _ in range(wanted)]
    return tuple(people)


def invent_name(content: Content, rng: random.Random) -> str:
    """A name; one in six mixes two parts of the world, as families do."""
    given, family = rng.choice(content.names)
    if rng.random() < 1 / 6:
        _, family = rng.choice(content.names)
    return f"{rng.choice(given)} {rng.choice(family)}"


def slug_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _invent(content: Content, persona: Persona, rng: random.Random, taken: Counter[str]) -> Learner:
    name = next(n for n in _names(content, rng) if _is_fresh(n, taken))
    taken.update((name, *name.split(" ", 1)))
    slug = slug_of(name)
    return Learner(
        slug=slug,
        name=name,
        email=f"{slug.replace('-', '.')}@people.example",
        headline=rng.choice(persona.headlines),
        place=rng.choice(content.places),
        persona=persona.slug,
    )


def _is_fresh(name: str, taken: Counter[str]) -> bool:
    """A name that nobody has, of parts that are not yet met at every corner."""
    return not taken[name] and all(taken[part] < 2 for part in name.split(" ", 1))


def _names(content: Content, rng: random.Random) -> Iterator[str]:
    while True:
        yield invent_name(content, rng)
