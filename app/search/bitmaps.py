"""All visible things of the embedded index in memory: for each value of each field, the set of views that have it.

It only grows: a learner who changed gets new bits and the old ones are dead (their guard is not in `alive`). The engine loads it
afresh when more is dead than alive. A set is kept as a list of positions and becomes bits when first asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.search.bits import Groups, Members, of_positions, union
from app.search.fields import NEVER

DENSE = 1300
"""A set with fewer members than a 1,300th of all positions is counted member by member; from there on, bits are faster (measured)."""
NUMBERS = ("issued", "expires", "since")


class Postings:
    """One set of views: positions as they were added, and bits for as many of them as were asked for."""

    __slots__ = ("_bits", "_done", "positions")

    def __init__(self) -> None:
        self.positions = array("I")
        self._bits = 0
        self._done = 0

    def bits(self) -> int:
        if self._done < len(self.positions):
            self._bits |= of_positions(self.positions[self._done :])
            self._done = len(self.positions)
        return self._bits


class Bitmaps:
    """The index in memory. Sets are integers of `bits.py`; a position is a view's, a guard stands for a learner."""

    def __init__(self) -> None:
        self.groups = Groups()
        self.fields: dict[str, dict[str, Postings]] = defaultdict(dict)
        self.headlines: dict[str, Postings] = {}
        self.by_day: dict[int, Postings] = {}
        self.guard_of = array("I")
        self.since = array("q")
        self.learner_at: dict[int, str] = {}
        self.alive = 0
        self.last_doc = 0
        self._docs: dict[int, tuple[int, int]] = {}
        self._held: dict[str, tuple[int, int]] = {}
        self._expiring: list[tuple[int, int]] = []
        self._expired: dict[int, int] = {}
        self._issued_since: dict[int, tuple[int, int]] = {}
        self._until: dict[int, tuple[int, int]] = {}

    def put(self, doc: int, learner_id: str, headline_labels: Iterable[str], views: Sequence[Mapping[str, Any]]) -> None:
        """Take in the newest state of a learner, as `fields.view_fields` made it; without views they only go."""
        self._drop(learner_id)
        self.last_doc = max(self.last_doc, doc)
        if not views:
            return
        places = self.groups.add(len(views))
        guard = places.stop
        self.guard_of.extend([guard] * (len(views) + 1))
        self.since.extend([*(view["since"] for view in views), 0])
        for position, view in zip(places, views, strict=True):
            self._put_view(position, view)
        for label in headline_labels:
            self.headlines.setdefault(label, Postings()).positions.append(guard)
        self.learner_at[guard] = learner_id
        self._docs[doc], self._held[learner_id] = (places.start, guard), (guard, doc)
        self.alive |= 1 << guard

    def _put_view(self, position: int, view: Mapping[str, Any]) -> None:
        self.by_day.setdefault(view["issued"], Postings()).positions.append(position)
        if view["expires"] != NEVER:
            insort(self._expiring, (view["expires"], position))
            self._expired.clear()
        for name, values in view.items():
            if name in NUMBERS:
                continue
            sets = self.fields[name]
            for value in values:
                if (found := sets.get(value)) is None:
                    found = sets[value] = Postings()
                found.positions.append(position)

    def _drop(self, learner_id: str) -> None:
        if learner_id in self._held:
            guard, doc = self._held.pop(learner_id)
            self.alive &= ~(1 << guard)
            del self._docs[doc], self.learner_at[guard]

    @property
    def is_mostly_dead(self) -> bool:
        return self.groups.guards.bit_count() > 2 * len(self._held) + 1000

    def guards(self, learner_ids: Iterable[str]) -> int:
        return union(1 << self._held[learner][0] for learner in learner_ids if learner in self._held)

    def place(self, doc: int, slot: int) -> int | None:
        """The position of a document's view, its guard for a slot behind the last; None when the document is not (or no more) here."""
        found = self._docs.get(doc)
        return min(found[0] + slot, found[1]) if found else None

    def having(self, field: str, values: Iterable[str]) -> int:
        """The views that have one of `values`."""
        sets = self.fields.get(field, {})
        return union(sets[value].bits() for value in values if value in sets)

    def shown_headlines(self, labels: Iterable[str]) -> int:
        """The guards of the learners whose headline holders of `labels` may search."""
        return union(self.headlines[label].bits() for label in labels if label in self.headlines)

    def issued_since(self, day: int) -> int:
        """The views issued on that day (proleptic ordinal) or later."""
        size = self.groups.size
        done, bits = self._issued_since.get(day, (0, 0))
        if done != size:
            if len(self._issued_since) > 200:
                self._issued_since.clear()
            bits = union(found.bits() for issued, found in self.by_day.items() if issued >= day)
            self._issued_since[day] = (size, bits)
        return bits

    def appeared_until(self, moment: int) -> int:
        """The views that had appeared at that moment (microseconds)."""
        size = self.groups.size
        done, bits = self._until.get(moment, (0, 0))
        if done != size:
            if len(self._until) > 20:
                self._until.clear()
            bits |= of_positions([place for place in range(done, size) if self.since[place] <= moment]) & self.groups.views
            self._until[moment] = (size, bits)
        return bits

    def expired(self, moment: int) -> int:
        """The views that are expired at that moment (microseconds)."""
        count = bisect_right(self._expiring, (moment, self.groups.size))
        if count not in self._expired:
            if len(self._expired) > 20:
                self._expired.clear()
            self._expired[count] = of_positions([position for _, position in self._expiring[:count]])
        return self._expired[count]

    def counts(self, field: str, views: int, learners: int) -> dict[str, int]:
        """Value -> how many of `learners` (guards) have one of `views` with that value; values with none are left out."""
        counted: dict[str, int] = {}
        few = self.groups.size // DENSE
        inside, among = Members(views, self.groups.size), Members(learners, self.groups.size)
        for value, found in self.fields.get(field, {}).items():
            if len(found.positions) <= few:
                count = self._count_singly(found, inside, among)
            else:
                count = (((found.bits() & views) + self.groups.views) & learners).bit_count()
            if count:
                counted[value] = count
        return counted

    def _count_singly(self, found: Postings, inside: Members, among: Members) -> int:
        guards = {self.guard_of[position] for position in found.positions if position in inside}
        return sum(guard in among for guard in guards)
