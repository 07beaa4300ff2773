"""Repositories on the demo's forge: what a project page shows. No code is invented beyond a start of the README."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from demo.outside.facts import day_of, series_of
from demo.world.model import Award, Evidence


@dataclass(frozen=True, slots=True)
class Change:
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Repository:
    """One project page."""

    owner: str
    name: str
    about: str
    language: str
    files: tuple[tuple[str, str], ...]
    readme: tuple[str, ...]
    start: str
    changes: tuple[Change, ...]


# Main language, files with what each is for, and how to start it, by line of work.
KINDS: dict[str, tuple[str, tuple[tuple[str, str], ...], str]] = {
    "pipeline": (
        "Python",
        (
            ("fetch.py", "copies what is new to the landing area"),
            ("rules.toml", "quality rules, editable without a programmer"),
            ("merge.sql", "merges by key; a second run changes nothing"),
            ("tests/", "late, doubled and malformed records, a case each"),
            ("RUNBOOK.md", "for the colleague on duty"),
        ),
        "make sample && python -m pipeline --date yesterday",
    ),
    "database": (
        "SQL",
        (
            ("migrations/", "every step of the schema, in order"),
            ("constraints.sql", "what keeps wrong data out, each with an example"),
            ("questions.sql", "the questions that are asked, with plans"),
            ("sample/", "invented rows to try it with"),
        ),
        "createdb sample && psql sample -f load.sql",
    ),
    "learning": (
        "Python",
        (
            ("features.py", "what is known at the time, and nothing later"),
            ("baseline.py", "the rule of four lines"),
            ("train.py", "fixed seeds, one command"),
            ("evaluate.py", "opens the data that were put aside, once"),
            ("CARD.md", "purpose, limits, who to ask"),
        ),
        "make evaluate",
    ),
    "web": (
        "JavaScript",
        (
            ("server.js", "pages are rendered here"),
            ("pages/", "one file a page, readable without scripts"),
            ("style.css", "one sheet, from telephone to paper"),
            ("tests/", "the journeys that matter"),
            ("BACKUP.md", "how to restore, tried each Sunday"),
        ),
        "npm start",
    ),
    "cloud": (
        "HCL",
        (
            ("network.tf", "two zones, one way in"),
            ("service.tf", "what runs, and how much of it"),
            ("policies/", "who may do what, until when"),
            ("rehearsals/", "notes of three rehearsals of the way back"),
        ),
        "make plan",
    ),
    "making": (
        "C++",
        (
            ("firmware/", "reads, keeps, sends; sleeps in between"),
            ("board/", "circuit diagram and parts list"),
            ("case/", "drawings with the dimensions that matter"),
            ("BUILD.md", "step by step, with photographs of mistakes"),
        ),
        "make flash",
    ),
    "map": (
        "Python",
        (
            ("layers/", "one folder a layer, each with its source"),
            ("rebuild.py", "makes the map again from the layers"),
            ("field/", "notes of the places that were visited"),
            ("style.json", "colours and legend"),
        ),
        "python rebuild.py",
    ),
}
OTHER = (
    "Python",
    (
        ("notebook.ipynb", "the whole way from the raw file to each figure"),
        ("clean.py", "what was corrected, and why"),
        ("tests/", "small and fast"),
        ("DATA.md", "where the data come from and how old they are"),
    ),
    "make",
)
USUAL = (
    "Start with the question, in words",
    "Read the data once, change nothing",
    "Add the smallest thing that works",
    "Test what was wrong yesterday",
    "Say what was expected when it is not there",
    "Remove what nobody uses",
    "Explain the strange line",
    "Rename after review: the old word meant two things",
    "Make the second run harmless",
    "Write down how to go back",
)


def describe(award: Award, evidence: Evidence, *, name: str) -> Repository:
    """The page of the repository that one evidence links to."""
    rng = random.Random(evidence.seed)
    language, files, start = KINDS.get(award.achievement.bank, OTHER)
    series = series_of(award)
    figures = ", ".join(f"{label} {value}" for label, value in zip(series.labels, series.values, strict=True))
    return Repository(
        owner=award.learner.slug,
        name=name,
        about=evidence.name,
        language=language,
        files=(("README.md", "what this is and how to start it"), *files, ("LICENSE", "free to use and to change")),
        readme=(
            f"{series.title}, made for {award.topic.client}.",
            f"It began with {award.topic.source}.",
            " ".join(award.story[1:-1]) or award.story[0],
            f"What came of it: {award.topic.finding}.",
            f"For comparison when you run it yourself ({series.measure}): {figures}.",
        ),
        start=start,
        changes=tuple(_changes(award, rng)),
    )


def _changes(award: Award, rng: random.Random) -> Iterator[Change]:
    moment = award.issued_at - timedelta(days=2)
    for text in rng.sample(USUAL, k=7):
        yield Change(day_of(moment), text)
        moment -= timedelta(days=rng.randint(1, 9))
