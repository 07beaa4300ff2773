"""A whole search over the bitmaps, step by step as `interface.py` defines it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Protocol

from app.search.bitmaps import Bitmaps
from app.search.bits import Members, Numbers, positions, union
from app.search.facets import ANY, EXPIRING, NONE, STATUS, VALID, VALUES, active, ordered
from app.search.fields import called, expiring_before, microseconds, reached
from app.search.interface import CompetencyQuery, FacetValue, Hit, Requirement, SearchPage
from app.search.matching import finds_nothing
from app.search.ranking import HIGHEST_RUNG, WEIGHTS, WORDS_SCALE, recency_steps
from app.search.words import Words, analyse, parse_words


class Texts(Protocol):
    """The index of words. Each answers (positions of views, guards of headlines)."""

    def find(self, sequences: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
        """Where every sequence occurs."""
        ...

    def find_any(self, sequences: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
        """Where at least one of the sequences occurs."""
        ...

    def often(self, stem: str, times: int) -> tuple[int, int]:
        """Where the word occurs at least so many times."""
        ...


@dataclass(frozen=True, slots=True)
class Met:
    """The visible views that meet a requirement, by how they do; a view that does in several ways counts for the first."""

    direct: int
    related: int
    words: int

    @property
    def views(self) -> int:
        return self.direct | self.related | self.words


class Evaluation:
    """One query over one state of the index. Sets of views and sets of guards (learners) are integers; names say which."""

    def __init__(self, index: Bitmaps, texts: Texts, query: CompetencyQuery) -> None:
        self.index = index
        self.texts = texts
        self.query = query
        self.words = parse_words(query.words)
        self.selections = active(query.selections)

    def page(self) -> SearchPage:
        if finds_nothing(self.query):
            return SearchPage((), 0, {facet: self._shown(facet, {}) for facet in self.query.facets})
        facets = {facet: self._shown(facet, self._counts(facet)) for facet in self.query.facets}
        return SearchPage(tuple(self._hits()), self.found.bit_count(), facets)

    @cached_property
    def visible(self) -> int:
        """Views that exist for this query."""
        until = self.query.visible_until
        return self._ever if until is None else self._ever & self.index.appeared_until(microseconds(until))

    @cached_property
    def _ever(self) -> int:
        """The same, however late they appeared."""
        seen = self.index.having("labels", self.query.labels)
        seen &= ~self.index.expired(microseconds(self.query.now))
        return seen & ~self.index.having("issuer", self.query.hidden_issuers)

    @cached_property
    def must(self) -> list[Met]:
        return [self._met(requirement) for requirement in self.query.must]

    @cached_property
    def nice(self) -> list[Met]:
        return [self._met(requirement) for requirement in self.query.nice]

    @cached_property
    def asked(self) -> int:
        """M: the visible views that meet any requirement, all of them when there is none."""
        met = self.must + self.nice
        return union(one.views for one in met) if met else self.visible

    @cached_property
    def learners(self) -> int:
        """Guards of the learners who match everything but the selections."""
        having = self.index.groups.having
        found = having(self.visible) & self.index.alive & ~self.index.guards(self.query.excluded_learners)
        for met in self.must:
            found &= having(met.views)
        for requirement in self.query.must_not:
            found &= ~having(self._met(requirement, among=self._ever).views)
        if self.words:
            views, headlines = self._places_of_words
            found &= having(views) | headlines
        return found

    @cached_property
    def found(self) -> int:
        """Guards of the learners who match everything."""
        found = self.learners
        if self.selections:
            found &= self.index.groups.having(self._selected())
        return found & ~self._known if self.query.new_since else found

    @property
    def _known(self) -> int:
        """Guards of the learners who would be found without what is new."""
        before = replace(self.query, new_since=None, visible_until=self.query.new_since)
        return Evaluation(self.index, self.texts, before).found

    def _selected(self, *, but: str = "") -> int:
        """The views of M that have a selected value in every facet, apart from the facet `but`."""
        views = self.asked
        for facet, values in self.selections.items():
            if facet != but:
                views &= self._with_value(facet, values)
        return views

    def _with_value(self, facet: str, values: Iterable[str]) -> int:
        """Views with one of these values. Fields that are no facet (the labels!) must not be asked about by selecting them."""
        if facet == STATUS:
            return union(self._with_status(value) for value in values)
        return self.index.having(facet, values) if facet in VALUES else 0

    def _with_status(self, value: str) -> int:
        near = self.index.expired(expiring_before(self.query.now))
        return {VALID: self.visible & ~near, EXPIRING: self.visible & near}.get(value, 0)

    def _counts(self, facet: str) -> dict[str, int]:
        views = self._selected(but=facet)
        if facet == STATUS:
            having = self.index.groups.having
            return {v: (having(views & self._with_status(v)) & self.learners).bit_count() for v in (VALID, EXPIRING)}
        return self.index.counts(facet, views, self.learners) if facet in VALUES else {}

    def _shown(self, facet: str, counts: dict[str, int]) -> tuple[FacetValue, ...]:
        return ordered(counts, self.selections.get(facet, ()), self.query.facet_size)

    def _met(self, requirement: Requirement, *, among: int | None = None) -> Met:
        views = self._conditions(requirement, self.visible if among is None else among)
        direct = views & self._reached(requirement.competencies, requirement.min_level)
        related = views & ~direct & self._reached(requirement.related, requirement.min_level)
        by_words = self._named(requirement) | self._called(requirement, requirement.min_level)
        return Met(direct, related, views & ~(direct | related) & by_words)

    def _conditions(self, requirement: Requirement, views: int) -> int:
        if requirement.min_backing is not None:
            views &= self._backed(requirement.min_backing)
        if requirement.issued_since is not None:
            views &= self.index.issued_since(requirement.issued_since.toordinal())
        if requirement.evidence == ANY:
            views &= ~self.index.having("evidence", [NONE])
        elif requirement.evidence is not None:
            views &= self.index.having("evidence", [requirement.evidence])
        if requirement.evidence_opens:
            views &= self.index.having("opens", [requirement.evidence or ANY])
        return views

    def _reached(self, competencies: Iterable[str], level: int | None) -> int:
        return union(self.index.having(field, [value]) for field, value in (reached(key, level) for key in competencies))

    def _called(self, requirement: Requirement, level: int | None) -> int:
        """Views with a criterion that is called as asked, at that level."""
        return self.index.having("called", {called(name, level) for name in requirement.criteria})

    def _backed(self, rung: int) -> int:
        return self.index.having("backing", map(str, range(rung, HIGHEST_RUNG + 1)))

    def _named(self, requirement: Requirement) -> int:
        """Views without any competency whose words name the one asked for."""
        if (requirement.min_level or 0) > 0:
            return 0
        names = sorted({tuple(analyse(name)) for name in requirement.phrases} - {()})
        found, _ = self.texts.find_any(tuple(names))
        return found & self.index.having("unaligned", ["yes"])

    def _points(self, requirement: Requirement, met: Met) -> Numbers:
        """The points of each view that meets the requirement, nice-to-have apart."""
        points = Numbers()
        points.add(met.direct, WEIGHTS.direct)
        points.add(met.related, WEIGHTS.related)
        for step, amount in WEIGHTS.level:
            points.add(met.direct & self._reached(requirement.competencies, step), amount)
            points.add(met.related & self._reached(requirement.related, step), amount)
            points.add(met.words & self._called(requirement, step), amount)
        for day, amount in recency_steps(self.query.now):
            points.add(met.views & self.index.issued_since(day.toordinal()), amount)
        for step, amount in WEIGHTS.backing:
            points.add(met.views & self._backed(step), amount)
        return points

    @cached_property
    def _places_of_words(self) -> tuple[int, int]:
        """(visible views, shown headlines) in which all the words occur."""
        views, headlines = self.texts.find(self.words.sequences)
        return views & self.visible, headlines & self.index.shown_headlines(self.query.labels)

    @cached_property
    def ranks(self) -> Numbers:
        """The rank of each learner found, by guard: the best view of each requirement, then the words."""
        ranks = Numbers()
        for requirements, met, extra in (
            (self.query.must, self.must, 0),
            (self.query.nice, self.nice, WEIGHTS.nice),
        ):
            for requirement, one in zip(requirements, met, strict=True):
                self._add_best(ranks, self._points(requirement, one).falling(one.views), extra)
        if self.words:
            self._add_words(ranks)
        return ranks

    def _add_best(self, ranks: Numbers, falling: Iterator[tuple[int, int]], extra: int) -> None:
        """Give each learner the points of their best view: the first time that one of theirs falls."""
        open_for = self.found
        for points, views in falling:
            learners = self.index.groups.having(views) & open_for
            ranks.add(learners, (points + extra) * WORDS_SCALE)
            open_for &= ~learners

    def _add_words(self, ranks: Numbers) -> None:
        in_views, in_headlines = self._places_of_words
        view_points, headline_points = self._word_points(self.words)
        by_points: dict[int, int] = dict(headline_points.falling(in_headlines))
        for points, views in view_points.falling(in_views):
            by_points[points] = by_points.get(points, 0) | self.index.groups.having(views)
        open_for = self.found
        for points, learners in sorted(by_points.items(), reverse=True):
            ranks.add(learners & open_for, points)
            open_for &= ~learners

    def _word_points(self, words: Words) -> tuple[Numbers, Numbers]:
        in_views, in_headlines = Numbers(), Numbers()
        for stem in words.stems[: WEIGHTS.counted]:
            for times in WEIGHTS.times:
                views, headlines = self.texts.often(stem, times)
                in_views.add(views, 1)
                in_headlines.add(headlines, 1)
        return in_views, in_headlines

    def _hits(self) -> Iterator[Hit]:
        """The page asked for."""
        falling = self._by_issue() if self.query.sort == "newest" else self.ranks.falling(self.found)
        end = self.query.offset + self.query.size
        for rank, guard in islice(self._in_order(falling), self.query.offset, end):
            score = self.ranks.of(guard) // WORDS_SCALE
            yield Hit(self.index.learner_at[guard], score, rank)

    def _in_order(self, falling: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """(rank, guard) in the order of the hits, behind `after`. Equal ranks stand in the order of learner ids."""
        top, behind = self.query.after or (None, "")
        for rank, guards in falling:
            if top is not None and rank > top:
                continue
            equals = sorted((self.index.learner_at[guard], guard) for guard in positions(guards))
            for learner_id, guard in equals:
                if rank != top or learner_id > behind:
                    yield rank, guard

    def _by_issue(self) -> Iterator[tuple[int, int]]:
        """(day, guards) of the learners found, by the latest visible issue date, latest first."""
        seen, open_for = Members(self.visible, self.index.groups.size), self.found
        for day in sorted(self.index.by_day, reverse=True):
            if not open_for:
                return
            views = [place for place in self.index.by_day[day].positions if place in seen]
            guards = union(1 << self.index.guard_of[place] for place in views) & open_for
            if guards:
                yield day, guards
                open_for &= ~guards
