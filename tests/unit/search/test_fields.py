"""What of a view is indexed, and the mark by which drift of content is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from app.search.fields import NEVER, called, digest_of, microseconds, reached, view_fields, word_fields
from app.search.interface import HeldCompetency, HeldCriterion, SearchDocument, SearchView

HELD = (HeldCompetency("py", "esco", 3), HeldCompetency("sql", "esco", None), HeldCompetency("go", "esco", 30))
VIEW = SearchView("c", frozenset({"b", "a"}), "i", 5, "Badge", HELD, date(2026, 1, 1), None, frozenset(), "Nursing")
DOCUMENT = SearchDocument("ana", 1, "Nurse", frozenset({"a"}), (VIEW,))


def test_a_level_reached_stands_once_for_each_step_up_to_it() -> None:
    fields = view_fields(VIEW)
    assert fields["reached"] == sorted([f"go|{n}" for n in range(1, 21)] + ["py|1", "py|2", "py|3"])
    assert reached("py", 2) == ("reached", "py|2")
    assert reached("py", None) == reached("py", 0) == ("competency", "py")


def test_a_criterion_is_called_by_its_name_alone_and_with_its_achievement_at_each_level_up_to_the_one_reached() -> None:
    fields = view_fields(replace(VIEW, criteria=(HeldCriterion("Communications!", 2, "Ward round"), HeldCriterion("?!", 1))))
    names = ("commun", "commun ward round")
    assert fields["called"] == sorted(f"{name}{level}" for name in names for level in ("", "|1", "|2"))
    assert fields["criterion"] == ["?!", "Communications!", "Communications! (Ward round)"]
    assert (called("communication", None), called("Communication (Ward Round)", 2)) == ("commun", "commun ward round|2")


def test_only_a_view_without_any_competency_is_unaligned() -> None:
    assert view_fields(VIEW)["unaligned"] == []
    assert view_fields(replace(VIEW, competencies=()))["unaligned"] == ["yes"]


def test_an_expiry_keeps_its_microseconds_in_any_time_zone() -> None:
    noon = datetime(2026, 5, 3, 12, 0, 0, 1, tzinfo=UTC)
    assert microseconds(noon) % 1_000_000 == 1
    assert microseconds(noon.astimezone(timezone(timedelta(hours=9)))) == microseconds(noon)
    assert view_fields(VIEW)["expires"] == NEVER > microseconds(datetime(9999, 12, 31, tzinfo=UTC))


def test_words_that_occur_often_are_listed_by_how_often() -> None:
    assert word_fields("SQL sql, nurses and a nurse; sql") == {
        "text": "sql sql nurs and a nurs sql",
        "often": "sql|2 sql|3 nurs|2",
    }


def test_the_digest_changes_with_everything_that_is_indexed_and_with_nothing_else() -> None:
    mark = digest_of(DOCUMENT)
    assert digest_of(replace(DOCUMENT, version=2)) == mark
    assert digest_of(replace(DOCUMENT, views=(replace(VIEW, labels=frozenset({"a", "b"})),))) == mark
    changed = [
        replace(DOCUMENT, headline="Lead nurse"),
        replace(DOCUMENT, headline_labels=frozenset({"b"})),
        replace(DOCUMENT, views=(VIEW, VIEW)),
        *(
            replace(DOCUMENT, views=(replace(VIEW, **{name: value}),))
            for name, value in {
                "labels": frozenset({"a"}),
                "issuer": "j",
                "backing": 4,
                "kind": "Degree",
                "competencies": HELD[:1],
                "issued": date(2026, 1, 2),
                "expires": datetime(2027, 1, 1, tzinfo=UTC),
                "evidence": frozenset({"pdf"}),
                "openable": frozenset({"pdf"}),
                "text": "nursing",
                "since": datetime(2026, 1, 1, tzinfo=UTC),
                "place": "Graz",
                "criteria": (HeldCriterion("Communication", 2),),
            }.items()
        ),
    ]
    assert len({mark, *map(digest_of, changed)}) == len(changed) + 1
