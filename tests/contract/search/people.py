"""Generated people and searches: small vocabularies, so that everything meets everything. The same seed, the same world."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from app.search.interface import (
    CRITERION,
    FACETS,
    MORE_FACETS,
    CompetencyQuery,
    HeldCompetency,
    HeldCriterion,
    Requirement,
    SearchDocument,
    SearchView,
)

T = TypeVar("T")
NOW = datetime(2026, 5, 3, 12, 30, 15, 123456, tzinfo=UTC)
LABELS = ("all", "org:1", "org:2", "org:3", "org:4")
ISSUERS = tuple(f"issuer-{n}" for n in range(12))
COMPETENCIES = tuple((f"key{n:02}", ("esco", "case", "onet", "rsd")[n % 4]) for n in range(40))
KINDS = ("Certificate", "Badge", "Degree", "MicroCredential", "Competency")
SETTINGS = ("formal", "non-formal", "work", "community")
EVIDENCE = ("text", "image", "pdf", "link")
WORDS = (
    "data", "pipeline", "pipelines", "stream", "streaming", "python", "sql", "c++", "c#", ".NET", "Node.js",
    "front-end", "public", "transport", "hospital", "roster", "café", "über", "naïve", "Łódź", "数据库", "AND",
    "OR", "NOT", "title:x", "the", "the", "of", "and", "nurse", "nursing", "nurses", "team", "teams",
    "lead", "2024", "v2.0", "l'eau",
)
CRITERIA = ("Communication", "communications!", "Team work", "Bedside manner", "数据", "C++")
RUBRICS = ("", "Ward round", "Team lead course")
ASKED_CRITERIA = (*CRITERIA, "Communication (Ward round)", "Bedside manner Team lead course", "Manner", "?!")
WIDENED = float(os.environ.get("EVIDENT_TEST_SEARCH_WIDENED", "0.25"))
"""How many of the requirements also name related competencies, criteria and phrases, as a recruiter's search does: a share for each."""
RARE = ("zymurgy", "quokka", "palimpsest")


def people(seed: int, count: int) -> list[SearchDocument]:
    dice = random.Random(seed)
    return [person(dice, f"person-{n:05}-{dice.randrange(16**4):04x}") for n in range(count)]


def person(dice: random.Random, learner_id: str, version: int = 1) -> SearchDocument:
    views = [view for n in range(dice.choice((0, 1, 2, 4, 6, 8))) for view in credential(dice, f"{learner_id}/{n}")]
    labels = frozenset[str]().union(*(view.labels for view in views))
    return SearchDocument(learner_id, version, text(dice, 6), labels, tuple(views))


def credential(dice: random.Random, credential_id: str) -> list[SearchView]:
    """A credential: one view, or a second one with evidence that fewer may see."""
    base = SearchView(
        credential_id=credential_id,
        labels=frozenset({"all"}) if dice.random() < 0.6 else some(dice, LABELS[1:], 2),
        issuer=dice.choice((*ISSUERS, "")),
        backing=dice.randint(1, 6),
        kind=dice.choice(KINDS),
        competencies=competencies(dice),
        issued=date(2026, 5, 3) - timedelta(days=int(dice.triangular(-30, 2600, 100))),
        expires=expiry(dice),
        evidence=some(dice, EVIDENCE, 2) if dice.random() < 0.5 else frozenset(),
        text=text(dice, dice.choice((0, 5, 20, 40))),
        scale=dice.choice(("macro", "micro", "nano", "")),
        setting=dice.choice(SETTINGS),
        language=dice.choice(("en", "de", "pl", "")),
        place=dice.choice(("Łódź", "Graz", "")),
        criteria=criteria(dice) if dice.random() < 0.4 else (),
    )
    base = replace(base, since=NOW - timedelta(days=dice.randrange(100)), openable=frozenset(sorted(base.evidence)[: dice.randrange(3)]))
    if dice.random() < 0.7:
        return [base]
    more = f"{base.text} {text(dice, 8)} {dice.choice(RARE)}"
    later = base.since + timedelta(days=dice.randrange(3))
    shown: dict[str, Any] = {"since": later, "openable": base.openable | {"pdf"}, "evidence": base.evidence | {"pdf"}}
    return [base, replace(base, labels=some(dice, LABELS[1:], 1), text=more, **shown)]


def competencies(dice: random.Random) -> tuple[HeldCompetency, ...]:
    chosen = {COMPETENCIES[min(int(dice.expovariate(0.1)), 39)] for _ in range(dice.randrange(4))}
    levels = (None, None, 1, 2, 3, 4, 5, 7)
    return tuple(HeldCompetency(key, framework, dice.choice(levels)) for key, framework in sorted(chosen))


def criteria(dice: random.Random) -> tuple[HeldCriterion, ...]:
    within, levels = dice.choice(RUBRICS), (None, 1, 2, 3, 4, 7, 30)
    return tuple(HeldCriterion(name, dice.choice(levels), within) for name in sorted(some(dice, CRITERIA, 3)))


def expiry(dice: random.Random) -> datetime | None:
    days = (timedelta(days=90), timedelta(days=91), timedelta(days=-3))
    steps = (timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1), *days)
    return None if dice.random() < 0.6 else NOW + dice.choice(steps)


def text(dice: random.Random, length: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(length))


def some(dice: random.Random, of: tuple[T, ...], most: int) -> frozenset[T]:
    return frozenset(dice.sample(of, dice.randint(1, most)))


def searches(seed: int, count: int, learner_ids: list[str]) -> list[CompetencyQuery]:
    dice = random.Random(seed)
    return [times(search(dice, learner_ids), dice) for _ in range(count)]


def times(query: CompetencyQuery, dice: random.Random) -> CompetencyQuery:
    """The search, now and then as of an earlier moment, or for those alone who are new since then."""
    moment = NOW - timedelta(days=dice.randrange(100))
    if dice.random() < 0.1:
        return replace(query, visible_until=moment)
    return replace(query, new_since=moment, facets=()) if dice.random() < 0.1 else query


def search(dice: random.Random, learner_ids: list[str]) -> CompetencyQuery:
    return CompetencyQuery(
        labels=frozenset({"all"}) | some(dice, LABELS, 2) if dice.random() < 0.9 else some(dice, LABELS[1:], 1),
        now=NOW,
        must=requirements(dice, (0, 0, 1, 1, 1, 2, 3)),
        nice=requirements(dice, (0, 0, 0, 1, 2, 4)),
        must_not=requirements(dice, (0, 0, 0, 0, 1)),
        words=words(dice),
        selections=selections(dice),
        excluded_learners=frozenset(dice.sample(learner_ids, min(5, len(learner_ids)))) if dice.random() < 0.3 else frozenset(),
        hidden_issuers=some(dice, ISSUERS, 3) if dice.random() < 0.3 else frozenset(),
        sort=dice.choice(("best", "best", "newest")),
        offset=dice.choice((0, 0, 0, 7, 30, 5000)),
        size=dice.choice((0, 5, 20, 100)),
        facet_size=dice.choice((3, 10, 50)),
        facets=(*FACETS, *MORE_FACETS, CRITERION),
    )


def requirements(dice: random.Random, counts: tuple[int, ...]) -> tuple[Requirement, ...]:
    return tuple(requirement(dice) for _ in range(dice.choice(counts)))


def requirement(dice: random.Random) -> Requirement:
    keys = [key for key, _ in COMPETENCIES] + ["no-such-competency"]
    few = int(dice.expovariate(0.2))
    return Requirement(
        competencies=tuple(dice.sample(keys[:20], dice.choice((1, 1, 1, 2, 3)))) if few < 15 else (dice.choice(keys),),
        min_level=dice.choice((None, None, None, 1, 2, 3, 4, 5, 6)),
        min_backing=dice.choice((None, None, None, 1, 3, 5, 6)),
        issued_since=date(2026, 5, 3) - timedelta(days=dice.randrange(2000)) if dice.random() < 0.2 else None,
        evidence=dice.choice((None, None, None, "any", "pdf", "text")),
        evidence_opens=dice.random() < 0.15,
        criteria=tuple(sorted(some(dice, ASKED_CRITERIA, 2))) if dice.random() < WIDENED else (),
        related=tuple(dice.sample(keys, 3)) if dice.random() < WIDENED else (),
        phrases=(dice.choice(WORDS), "public transport", "?!") if dice.random() < WIDENED else (),
    )


def words(dice: random.Random) -> str:
    if dice.random() < 0.55:
        return ""
    typed = [dice.choice((*WORDS, *RARE)) for _ in range(dice.choice((1, 1, 2, 3)))]
    if dice.random() < 0.3:
        typed.append('"' + " ".join(dice.sample(WORDS, 2)) + '"')
    return " ".join(typed) if dice.random() < 0.95 else '*" ?'


def selections(dice: random.Random) -> dict[str, tuple[str, ...]]:
    if dice.random() < 0.4:
        return {}
    return {facet: values(dice, facet) for facet in dice.sample(FACETS + MORE_FACETS, dice.choice((1, 1, 2, 3)))}


def values(dice: random.Random, facet: str) -> tuple[str, ...]:
    known = {
        "competency": [key for key, _ in COMPETENCIES],
        "framework": ["esco", "case", "onet", "rsd"],
        "issuer": list(ISSUERS),
        "backing": list("123456"),
        "level": [*"12345", "none"],
        "kind": list(KINDS),
        "year": [str(year) for year in range(2019, 2027)],
        "evidence": [*EVIDENCE, "none"],
        "scale": ["macro", "micro", "nano"],
        "setting": list(SETTINGS),
        "status": ["valid", "expiring"],
        "language": ["en", "de", "pl"],
        "place": ["Łódź", "Graz"],
    }[facet]
    return tuple(dice.sample([*known, "gone"], dice.choice((0, 1, 1, 2, 3))))
