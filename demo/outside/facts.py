"""The words and figures of one evidence, ready to be put into a text, a page or a picture. The same evidence has the same figures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from demo.world.model import Award, Evidence


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows: one value for each label."""

    title: str
    measure: str
    labels: tuple[str, ...]
    values: tuple[int, ...]


def series_of(award: Award) -> Series:
    """The figures of an award's topic. Drawn from the award, so that its chart, report and notes agree."""
    rng = random.Random(f"series/{award.id}")
    topic = award.topic
    last = max(1, len(topic.labels) - 1)
    steady = [topic.begins + (topic.ends - topic.begins) * n / last for n in range(len(topic.labels))]
    values = [value * rng.uniform(0.86, 1.14) for value in steady]
    return Series(_capital(topic.subject), topic.measure, topic.labels, tuple(max(1, round(v)) for v in values))


def words_for(award: Award, evidence: Evidence) -> Mapping[str, str]:
    """Placeholders of content/texts."""
    rng = random.Random(evidence.seed)
    series = series_of(award)
    topic, item = award.topic, award.achievement
    done = [*award.story[1:-1], *award.story[:1]]
    return {
        "name": award.learner.name,
        "first": award.learner.first,
        "achievement": item.name,
        "assessor": award.assessor,
        "subject": topic.subject,
        "Subject": _capital(topic.subject),
        "SUBJECT": topic.subject.upper(),
        "client": topic.client,
        "source": topic.source,
        "Source": _capital(topic.source),
        "finding": topic.finding,
        "measure": topic.measure,
        "ending": topic.finding,
        "Ending": _capital(topic.finding) + ".",
        "opener": award.story[0],
        "did": done[0],
        "did2": done[min(1, len(done) - 1)],
        "remark": _remark(award),
        "year": str(award.issued_at.year),
        "small": str(rng.randint(3, 18)),
        **_dates(award),
        **_figures(series),
        **_times(rng),
        "rows": _measured_rows(series, rng),
        **_rubric(award),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _remark(award: Award) -> str:
    """What the assessor says somewhere in the evidence, without the name in front."""
    said = [e.narrative for e in award.evidence if "“" in e.narrative]
    return said[0].split(": ", 1)[1].strip("“”") if said else "Nothing to add."


def _dates(award: Award) -> dict[str, str]:
    days = {"date": 0, "date4": 6, "date3": 19, "date2": 33, "date1": 61}
    return {key: day_of(award.issued_at - timedelta(days=back)) for key, back in days.items()}


def day_of(moment: object) -> str:
    """A date as people write it: 3 May 2026."""
    return f"{moment:%d %B %Y}".lstrip("0")


def _figures(series: Series) -> dict[str, str]:
    last = len(series.labels) - 1
    found = {}
    for number in (1, 2, 3):
        index = min(number - 1, last)
        found[f"l{number}"], found[f"v{number}"] = series.labels[index], str(series.values[index])
    return found


def _times(rng: random.Random) -> dict[str, str]:
    minute, found = rng.randint(60, 1200), {}
    for number in range(8):
        found[f"t{number}"] = f"{minute // 60:02d}:{minute % 60:02d}"
        minute = min(minute + rng.randint(2, 34), 1439)
    return found


def _measured_rows(series: Series, rng: random.Random) -> str:
    rows = []
    for line in range(1, 13):
        place = series.labels[line % len(series.labels)]
        rows.append(f"{line:>4}   {place:<12} {rng.randint(9, 88):>8}   {rng.uniform(2.1, 18.4):>7.1f}   passed")
    return "\n".join(rows)


def _rubric(award: Award) -> dict[str, str]:
    rubric = award.achievement.rubric
    if rubric is None:
        return {"rubric_name": "", "rubric": "  No levels are given here: passed or not passed.\n", "level_line": "Passed."}
    lines = [
        f"  {'[x]' if number == award.level else '[ ]'} {number}  {level.name}: {level.description}\n"
        for number, level in enumerate(rubric.levels, start=1)
    ]
    level = rubric.levels[(award.level or 1) - 1]
    line = f"Level {award.level} of {len(rubric.levels)}, {level.name}. Required: level {award.achievement.required}."
    points = f" Examination: {award.points} of 100 points." if award.points is not None else ""
    return {"rubric_name": f" ({rubric.name})", "rubric": "".join(lines), "level_line": line + points}
