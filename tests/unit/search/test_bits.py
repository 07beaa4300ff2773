"""The arithmetic of sets and numbers in large integers, against sets and dictionaries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.search.bits import Groups, Members, Numbers, of_positions, positions, union

sizes = st.lists(st.integers(1, 7), max_size=12)


@given(st.sets(st.integers(0, 300)))
def test_a_set_keeps_its_members_in_order(members: set[int]) -> None:
    bits = of_positions(sorted(members, reverse=True))
    assert list(positions(bits)) == sorted(members)
    asked = Members(bits, 301)
    assert {n for n in range(301) if n in asked} == members
    assert union([bits, of_positions([300])]) == of_positions([*members, 300])


@given(sizes, st.data())
def test_the_learners_having_a_view_are_those_with_one_in_the_set(counts: list[int], data: st.DataObject) -> None:
    groups = Groups()
    learners = [groups.add(count) for count in counts]
    everything = [place for places in learners for place in places]
    chosen = data.draw(st.sets(st.sampled_from(everything))) if everything else set()
    guards = {places.stop for places in learners if chosen & set(places)}
    assert set(positions(groups.having(of_positions(list(chosen))))) == guards
    assert groups.guards.bit_count() == len(counts)


@given(st.lists(st.tuples(st.sets(st.integers(0, 40), max_size=10), st.integers(0, 9000)), max_size=8), st.sets(st.integers(0, 40)))
def test_members_fall_out_by_the_sum_of_their_points(additions: list[tuple[set[int], int]], asked: set[int]) -> None:
    numbers = Numbers()
    expected = dict.fromkeys(range(41), 0)
    for members, amount in additions:
        numbers.add(of_positions(list(members)), amount)
        expected |= {member: expected[member] + amount for member in members}
    falling = [(number, set(positions(bits))) for number, bits in numbers.falling(of_positions(list(asked)))]
    by_number = {n: {m for m in asked if expected[m] == n} for n in sorted({expected[m] for m in asked}, reverse=True)}
    assert falling == list(by_number.items())
    assert all(numbers.of(member) == expected[member] for member in asked)
