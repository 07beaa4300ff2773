"""Levels as people read them: which step of how many, by the rubric that speaks for the competency."""

from __future__ import annotations

from app.domain.frameworks import key_of
from app.evidence.levels import Step, judged, step_for
from app.search.interface import HeldCompetency
from indexer.verification.claims import Achievement, Alignment, Claims, IssuerProfile, Result, ResultDescription, RubricCriterionLevel

SQL = "https://skills.example/sql"


def rubric(name: str, *levels: str, alignments: tuple[Alignment, ...] = (), required: str | None = None) -> ResultDescription:
    steps = tuple(RubricCriterionLevel(f"{name}/{level}", place, name=level) for place, level in enumerate(levels, start=1))
    return ResultDescription(name, name=name, required_level=required, rubric_criterion_levels=steps, alignments=alignments)


def claims(*descriptions: ResultDescription, results: tuple[Result, ...]) -> Claims:
    achievement = Achievement("a", "Course", result_descriptions=descriptions)
    return Claims(IssuerProfile("did:web:x.example"), achievement=achievement, results=results)


def test_a_result_shows_all_steps_and_the_one_reached() -> None:
    data = rubric("Data", "Basic", "Sound", "Expert", required="Data/Sound")
    found = claims(data, results=(Result("Data", achieved_level="Data/Sound"),))
    (one,) = judged(found)
    assert (one.name, one.reached, one.required, [s.name for s in one.steps]) == ("Data", 2, 2, ["Basic", "Sound", "Expert"])
    assert one.step == Step(2, 3, "Sound")


def test_a_value_is_shown_on_its_scale() -> None:
    description = ResultDescription("p", name="Points", value_min="0", value_max="100", required_value="50")
    (one,) = judged(claims(description, results=(Result("p", value="76"),)))
    assert (one.value, one.scale, one.step) == ("76", "from 0 to 100, 50 needed", None)


def test_of_two_rubrics_at_the_same_rank_the_one_that_names_the_competency_speaks() -> None:
    aligned = (Alignment("SQL", SQL),)
    found = claims(
        rubric("General", "One", "Two"),
        rubric("SQL", "Reads", "Writes", "Tunes", alignments=aligned),
        results=(Result("General", achieved_level="General/Two"), Result("SQL", achieved_level="SQL/Writes")),
    )
    assert step_for(found, HeldCompetency(key_of(SQL), "f", 2)) == Step(2, 3, "Writes")


def test_without_a_level_or_a_result_that_was_held_there_is_no_step() -> None:
    failed = claims(rubric("Data", "Basic"), results=(Result("Data", achieved_level="Data/Basic", held=False),))
    assert step_for(failed, HeldCompetency("k", "f", 1)) is None
    assert step_for(failed, HeldCompetency("k", "f", None)) is None


def test_an_unknown_level_or_description_breaks_nothing() -> None:
    odd = claims(rubric("Data", "Basic"), results=(Result("Data", achieved_level="elsewhere"), Result("missing", value="A"), Result()))
    assert [(r.reached, r.value, r.name) for r in judged(odd)] == [(None, "", "Data"), (None, "A", "Result"), (None, "", "Result")]
