"""The world is the same every time, makes sense, and never grows old."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from demo.world.build import FLAWED, build_world
from demo.world.content import load_content
from demo.world.model import Audience, Flaw, World
from demo.world.people import HERO
from tests.unit.demo.conftest import NOW, PORT


def test_the_same_moment_gives_the_same_world(world: World) -> None:
    assert build_world(now=NOW, port=PORT) == world


def test_ten_years_later_everything_has_moved_along(world: World) -> None:
    later = build_world(now=NOW + timedelta(days=3650), port=PORT)
    ages = [NOW - a.issued_at for a in world.awards]
    later_ages = [later.now - a.issued_at for a in later.awards]
    assert max(abs(a - b) for a, b in zip(ages, later_ages, strict=True)) < timedelta(days=2)


def test_there_are_150_people_with_different_names(world: World) -> None:
    assert len({p.name for p in world.learners}) == len({p.email for p in world.learners}) == 150


def test_everybody_but_the_printed_learner_has_four_to_nine_credentials(world: World) -> None:
    counts = Counter(a.learner.slug for a in world.awards)
    assert set(counts) == {p.slug for p in world.learners}
    assert {n for slug, n in counts.items() if slug != HERO.slug} <= set(range(4, 10))


def test_nothing_is_issued_in_the_future_and_only_the_flawed_have_run_out(world: World) -> None:
    assert all(a.issued_at < NOW for a in world.awards)
    run_out = [a for a in world.awards if a.expires_at and a.expires_at <= NOW]
    assert run_out
    assert {a.flaw for a in run_out} == {Flaw.EXPIRED}


def test_a_few_credentials_of_each_kind_must_not_pass(world: World) -> None:
    flaws = Counter(a.flaw for a in world.awards)
    assert all(flaws[flaw] >= count for flaw, count in FLAWED.items())
    assert any(a.achievement.issuer and a.achievement.issuer.gone for a in world.awards)


def test_what_does_not_pass_waits_in_the_tray(world: World) -> None:
    failing = [a for a in world.awards if a.flaw is not Flaw.NONE]
    assert {a.audience for a in failing} <= {Audience.UNDECIDED, Audience.SAMPLE}


def test_a_result_never_lies_below_the_required_level(world: World) -> None:
    judged = [a for a in world.awards if a.level is not None]
    assert all(a.achievement.required <= (a.level or 0) <= len(a.achievement.rubric.levels) for a in judged if a.achievement.rubric)


def test_the_look_alike_differs_in_one_letter_and_in_its_domain(world: World) -> None:
    real, false = world.issuers["northfield-university"], world.issuers["northfield-university-awards"]
    assert real.name != false.name
    assert real.name == false.name.replace("ı", "i")
    assert not false.registry
    assert any(a.achievement.issuer is false and a.audience is Audience.EVERYONE for a in world.awards)


def test_no_placeholder_is_left_in_what_people_read(world: World) -> None:
    texts = [t for a in world.awards for e in a.evidence for t in (e.name, e.description, e.narrative)]
    assert not [t for t in texts if "{" in t or "}" in t]


def test_stories_of_different_people_differ(world: World) -> None:
    stories = [" ".join(a.story) for a in world.awards if a.achievement.evidence]
    assert len(set(stories)) == len(stories)


def test_a_world_can_be_cut_down_for_tests() -> None:
    small = build_world(now=datetime(2030, 1, 1, tzinfo=UTC), port=6000, people=3)
    assert small.learners[0].slug == HERO.slug
    assert len({a.learner.slug for a in small.awards}) == 3


def test_the_written_content_fits_together() -> None:
    content = load_content(port=PORT)
    for item in content.achievements.values():
        assert set(item.evidence) <= set(content.banks[item.bank].pieces), item.slug
        assert item.rubric is None or 1 <= item.required <= len(item.rubric.levels), item.slug
        assert 1 <= len(item.competencies) <= 6, item.slug
    used = {slug for p in content.personas for slug in (*p.core, *p.likely, *p.side, *p.claims)}
    assert used == set(content.achievements)


def test_every_bank_speaks_of_topics_that_exist() -> None:
    content = load_content(port=PORT)
    assert all(set(bank.topics) <= set(content.topics) for bank in content.banks.values())
    assert all(set(item.topics) <= set(content.topics) for item in content.achievements.values())
