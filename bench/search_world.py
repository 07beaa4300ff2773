"""A large seeded population for the search benchmarks: 8 credentials a learner, 3 competencies each, of 900, unevenly spread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from app.search.interface import EVERY_FACET, CompetencyQuery, HeldCompetency, Requirement, SearchDocument, SearchView

NOW = datetime(2026, 5, 3, tzinfo=UTC)
TODAY = date(2026, 5, 3)
LABELS = frozenset({"recruiters", "org:3"})
KINDS = ("Certificate", "Badge", "Degree", "MicroCredential", "Course", "Competency")
EVIDENCE = ("text", "image", "pdf", "link")
WORDS = tuple(f"{a}{b}" for a in ("data", "trans", "port", "nurs", "hos", "pro", "net", "sys") for b in range(250))


def people(count: int, *, seed: int = 1) -> Iterator[SearchDocument]:
    """`count` learners, made one by one."""
    dice = random.Random(seed)
    for number in range(count):
        views = tuple(_view(dice, f"c{number}-{n}") for n in range(8))
        labels = frozenset[str]().union(*(view.labels for view in views))
        yield SearchDocument(f"learner-{number:07}", 1, _text(dice, 6), labels, views)


def _view(dice: random.Random, credential_id: str) -> SearchView:
    return SearchView(
        credential_id=credential_id,
        labels=frozenset({"recruiters"}) if dice.random() < 0.9 else frozenset({f"org:{dice.randrange(20)}"}),
        issuer=f"issuer-{int(dice.paretovariate(0.8)) % 300}",
        backing=dice.choice((1, 2, 3, 4, 5, 5, 5, 6, 6)),
        kind=dice.choice(KINDS),
        competencies=tuple(HeldCompetency(competency(dice), f"f{n}", dice.choice((None, 1, 2, 3, 4, 5))) for n in range(3)),
        issued=TODAY - timedelta(days=dice.randrange(2900)),
        expires=None if dice.random() < 0.8 else NOW + timedelta(days=dice.randrange(-100, 900)),
        evidence=frozenset(dice.sample(EVIDENCE, dice.randrange(3))),
        text=_text(dice, 60),
    )


def competency(dice: random.Random) -> str:
    """Few are common, most are rare."""
    return f"competency-{min(int(dice.expovariate(1 / 120)), 899)}"


def _text(dice: random.Random, length: int) -> str:
    return " ".join(WORDS[min(int(dice.expovariate(1 / 300)), len(WORDS) - 1)] for _ in range(length))


def queries(kind: str, count: int, *, seed: int = 2) -> list[CompetencyQuery]:
    """`count` searches of one kind of `KINDS_OF_QUERY`."""
    dice = random.Random(f"{seed}{kind}")
    return [KINDS_OF_QUERY[kind](dice) for _ in range(count)]


def _asked(dice: random.Random, **conditions: int) -> Requirement:
    return Requirement((competency(dice),), **conditions)  # type: ignore[arg-type]  # the names are those of the fields


def _two_musts(dice: random.Random) -> CompetencyQuery:
    must = (_asked(dice, min_level=2), _asked(dice))
    return CompetencyQuery(LABELS, NOW, must=must, nice=tuple(_asked(dice) for _ in range(3)), facets=())


def _selected(dice: random.Random) -> CompetencyQuery:
    chosen = {"kind": KINDS[:2], "year": ("2024", "2025"), "backing": ("5", "6")}
    return CompetencyQuery(LABELS, NOW, must=(_asked(dice),), selections=chosen)


KINDS_OF_QUERY: dict[str, Callable[[random.Random], CompetencyQuery]] = {
    "one requirement": lambda dice: CompetencyQuery(LABELS, NOW, must=(_asked(dice, min_level=3),), facets=()),
    "two musts, three nice": _two_musts,
    "words + requirement": lambda dice: CompetencyQuery(LABELS, NOW, must=(_asked(dice),), words=_text(dice, 1)),
    "requirement + 8 facets": lambda dice: CompetencyQuery(LABELS, NOW, must=(_asked(dice),)),
    "3 selections + 8 facets": _selected,
    "words + 8 facets": lambda dice: CompetencyQuery(LABELS, NOW, words=_text(dice, 2)),
    "words + all facets": lambda dice: CompetencyQuery(LABELS, NOW, words=_text(dice, 2), facets=EVERY_FACET),
    "browse + all facets": lambda dice: CompetencyQuery(LABELS, NOW, sort="newest", facets=EVERY_FACET),
    "browse + 8 facets": lambda dice: CompetencyQuery(LABELS, NOW, sort="newest"),
}
