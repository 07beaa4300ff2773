"""Sets and small numbers as bits of one large Python integer: the arithmetic of the embedded engine.

Every view has a bit. The views of a learner stand side by side, and above them stands one more bit, the learner's *guard*:

    bit     ... 9      8  7     6      5  4  3     2      1  0
            ... guard  views    guard  views       guard  views
                learner C       learner B          learner A

Intersection and union of two sets of views are one operation each, whatever their size. "Which learners have a view in this set?"
is an addition: the set plus a one in every place of the learner's views carries into the guard exactly when the set holds one of
them (`Groups.having`). Counting learners is then counting bits. Ten thousand learners with eight views each are 11 KB a set and
some microseconds an operation, without any library.

Numbers are sliced: `Numbers` holds, for each power of two, the set of members whose number has it. Adding points to a set of members
is a handful of operations on sets, and the members fall out in order of their numbers (`falling`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


def of_positions(positions: Sequence[int] | array[int]) -> int:
    """The set with these members."""
    if not positions:
        return 0
    octets = bytearray((max(positions) >> 3) + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def positions(bits: int) -> Iterator[int]:
    """The members of a set, rising."""
    digits = bin(bits)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def union(sets: Iterable[int]) -> int:
    total = 0
    for members in sets:
        total |= members
    return total


class Members:
    """A set as octets, for asking about single members quickly."""

    __slots__ = ("_octets",)

    def __init__(self, bits: int, size: int) -> None:
        self._octets = bits.to_bytes((size >> 3) + 1, "little")

    def __contains__(self, position: int) -> bool:
        return bool(self._octets[position >> 3] >> (position & 7) & 1)


@dataclass(slots=True)
class Groups:
    """Which bits belong to one learner. `views` has a one for every view, `guards` for every guard; `size` is the next free bit."""

    views: int = 0
    guards: int = 0
    size: int = 0

    def add(self, count: int) -> range:
        """Make room for a learner with `count` views; return their positions. The guard is the position behind the last."""
        places = range(self.size, self.size + count)
        self.views |= ((1 << count) - 1) << self.size
        self.guards |= 1 << (self.size + count)
        self.size += count + 1
        return places

    def having(self, views: int) -> int:
        """The guards of the learners with at least one of these views."""
        return (views + self.views) & self.guards


@dataclass(slots=True)
class Numbers:
    """A number, zero or more, for each member. `planes[i]` is the set of members whose number has the bit of value 2**i."""

    planes: list[int] = field(default_factory=list)

    def add(self, members: int, amount: int) -> None:
        """Add `amount` to the number of each of `members`."""
        for place in range(amount.bit_length()):
            if amount >> place & 1:
                self._carry(members, place)

    def _carry(self, members: int, place: int) -> None:
        while members:
            self.planes += [0] * (place + 1 - len(self.planes))
            self.planes[place], members = self.planes[place] ^ members, self.planes[place] & members
            place += 1

    def falling(self, members: int) -> Iterator[tuple[int, int]]:
        """(number, those of `members` that have it), the highest number first. Lazy: the first ones cost little."""
        return self._falling(members, len(self.planes), 0)

    def _falling(self, members: int, depth: int, number: int) -> Iterator[tuple[int, int]]:
        if not members:
            return
        if not depth:
            yield number, members
            return
        plane = self.planes[depth - 1]
        yield from self._falling(members & plane, depth - 1, number | 1 << (depth - 1))
        yield from self._falling(members & ~plane, depth - 1, number)

    def of(self, position: int) -> int:
        """The number of one member."""
        return sum((plane >> position & 1) << place for place, plane in enumerate(self.planes))
