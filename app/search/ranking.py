"""The rank: whole numbers from `search_templates/ranking.json`, the same in both engines, every part shown and adding up.

A requirement is scored on ONE view, the one that earns most; its parts are how it matches, the level, how recent and how well backed
it is, and, for a nice-to-have, that it is met at all. The score of a hit is the sum over its requirements. Words decide between
equal scores, by how often they occur in one credential.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.search.interface import CompetencyQuery, HeldCompetency, HeldCriterion, Requirement, SearchView
from app.search.matching import How, Match, is_visible, match
from app.search.templates import load
from app.search.words import Words, occurs_in, parse_words, stems_of

WORDS_SCALE = 64
"""One point of score outweighs all points for words: ``rank = score * WORDS_SCALE + words``."""
HIGHEST_RUNG = 6
"""The top of the provenance ladder."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points as data. Each step is (threshold, points) and adds up with the steps below it."""

    direct: int
    related: int
    level: tuple[tuple[int, int], ...]
    recency: tuple[tuple[int, int], ...]
    backing: tuple[tuple[int, int], ...]
    nice: int
    times: tuple[int, ...]
    counted: int


def read_weights(data: Any) -> Weights:
    """Weights from the data of ranking.json. Refuses numbers under which kinds of matches or words and score could mix."""
    weights = Weights(
        direct=data["match"]["direct"],
        related=data["match"]["related"],
        level=_steps(data["level"], "from"),
        recency=_steps(data["recency"], "days"),
        backing=_steps(data["backing"], "from"),
        nice=data["nice"],
        times=tuple(data["words"]["times"]),
        counted=data["words"]["counted"],
    )
    finer = sum(points for steps in (weights.level, weights.recency, weights.backing) for _, points in steps)
    if min(weights.related, weights.direct - weights.related) <= finer:
        raise ValueError(f"ranking.json: direct, related and by words must lie more than {finer} points apart")
    if weights.counted * len(weights.times) >= WORDS_SCALE:
        raise ValueError(f"ranking.json: words may earn less than {WORDS_SCALE} points together")
    return weights


def most_points(weights: Weights) -> ScoreParts:
    """The most that each part of one requirement can earn."""
    level, recency, backing = (sum(points for _, points in steps) for steps in (weights.level, weights.recency, weights.backing))
    return ScoreParts(weights.direct, level, recency, backing, weights.nice)


def _steps(data: list[dict[str, int]], threshold: str) -> tuple[tuple[int, int], ...]:
    return tuple((step[threshold], step["points"]) for step in data)


WEIGHTS = read_weights(load("ranking"))


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The points of one requirement on one view."""

    match: int
    level: int
    recency: int
    backing: int
    nice: int

    @property
    def total(self) -> int:
        return self.match + self.level + self.recency + self.backing + self.nice


@dataclass(frozen=True, slots=True)
class RequirementMatch:
    """One requirement and the view that earns most for it; without view it is not met."""

    requirement: Requirement
    is_nice: bool
    view: SearchView | None = None
    how: How | None = None
    held: HeldCompetency | None = None
    criterion: HeldCriterion | None = None
    parts: ScoreParts | None = None
    others: int = 0
    """Further views that meet it as well and earn no more."""


@dataclass(frozen=True, slots=True)
class WordsMatch:
    """Where the typed words are found together: a view, or the headline when there is no view. `points` decide among equals."""

    view: SearchView | None
    points: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a learner was found. `score` is the hit's score; `rank` its place in the order `best`."""

    requirements: tuple[RequirementMatch, ...]
    words: WordsMatch | None

    @property
    def score(self) -> int:
        return sum(found.parts.total for found in self.requirements if found.parts)

    @property
    def rank(self) -> int:
        return self.score * WORDS_SCALE + (self.words.points if self.words else 0)


def score_requirement(
    requirement: Requirement, view: SearchView, now: datetime, *, is_nice: bool = False
) -> ScoreParts | None:
    """The points that `view` earns for `requirement`; None when it does not meet it."""
    found = match(requirement, view)
    return _points(found, view, now, is_nice=is_nice) if found else None


def _points(found: Match, view: SearchView, now: datetime, *, is_nice: bool) -> ScoreParts:
    return ScoreParts(
        match={How.DIRECT: WEIGHTS.direct, How.RELATED: WEIGHTS.related, How.WORDS: 0}[found.how],
        level=sum(points for step, points in WEIGHTS.level if found.level >= step),
        recency=sum(points for since, points in recency_steps(now) if view.issued >= since),
        backing=sum(points for step, points in WEIGHTS.backing if view.backing >= step),
        nice=WEIGHTS.nice if is_nice else 0,
    )


def recency_steps(now: datetime) -> list[tuple[date, int]]:
    """(day, points): a view issued on that day or later earns the points."""
    return [(now.date() - timedelta(days=days), points) for days, points in WEIGHTS.recency]


def explain(query: CompetencyQuery, views: Iterable[SearchView], *, headline: str = "") -> Explanation:
    """Why a learner with these views is found by `query`: per requirement the best view and its points.

    `views` may be more than the viewer sees; only those visible to the query count. `headline` is empty when they may not see it.
    """
    seen = [view for view in views if is_visible(view, query)]
    asked = [(r, False) for r in query.must] + [(r, True) for r in query.nice]
    return Explanation(
        requirements=tuple(_best(r, seen, query.now, is_nice=is_nice) for r, is_nice in asked),
        words=_words_match(parse_words(query.words), seen, headline),
    )


def _best(requirement: Requirement, views: Sequence[SearchView], now: datetime, *, is_nice: bool) -> RequirementMatch:
    """The view that earns most; of equal ones the latest, then the one that shows more, then the first by id."""
    scored = [(_points(found, view, now, is_nice=is_nice), found, view) for view in views if (found := match(requirement, view))]
    if not scored:
        return RequirementMatch(requirement, is_nice)
    by_id = sorted(scored, key=lambda each: each[2].credential_id)
    parts, found, view = max(by_id, key=lambda each: (each[0].total, each[2].issued, len(each[2].text)))
    return RequirementMatch(requirement, is_nice, view, found.how, found.held, found.criterion, parts, len(scored) - 1)


def _words_match(words: Words, views: Sequence[SearchView], headline: str) -> WordsMatch | None:
    """Where all words occur together and earn most. Views come before the headline: they are evidence, it is a claim."""
    places = [(view, view.text) for view in views] + [(None, headline)] if words else []
    found = [(view, word_points(words, stems_of(text))) for view, text in places if _all_occur(words, text)]
    return WordsMatch(*max(found, key=lambda place: place[1])) if found else None


def _all_occur(words: Words, text: str) -> bool:
    return all(occurs_in(sequence, text) for sequence in words.sequences)


def word_points(words: Words, stems: Sequence[str]) -> int:
    """A point for each word that occurs twice, another when three times."""
    counts = [stems.count(stem) for stem in words.stems[: WEIGHTS.counted]]
    return sum(count >= times for count in counts for times in WEIGHTS.times)
