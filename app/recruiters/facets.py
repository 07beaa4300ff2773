"""Facets as a person reads them: values get their names, links know what they would select, gone values are said to be gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain import frameworks
from app.domain.models import Issuer
from app.evidence.shown import called, spaced
from app.pages import BACKING_WORDS
from app.recruiters.grammar import Notice, SearchForm
from app.recruiters.languages import language_name
from app.search.documents import Rules
from app.search.interface import EVERY_FACET, FacetValue, SearchPage

TITLES: Mapping[str, str] = {
    "competency": "Competency",
    "framework": "Framework",
    "issuer": "Issuer",
    "backing": "Backed by",
    "level": "Level",
    "kind": "Kind",
    "year": "Year of issue",
    "evidence": "Evidence",
    "scale": "Size of achievement",
    "setting": "Where it was earned",
    "status": "Validity",
    "language": "Language",
    "place": "Place of the person",
}
ORDER = (
    *("backing", "issuer", "competency", "level", "scale", "setting", "kind", "year", "evidence", "status", "place", "language"),
    "framework",
)
"""The order of the page: first what recruiters narrow by most."""
BY_VALUE = {"backing": True, "level": False, "year": True}
"""Facets listed by their value, with whether the highest comes first; the others by falling count."""
EVIDENCE_WORDS = {"text": "Text to read here", "image": "Pictures", "pdf": "PDF", "link": "Links to work", "none": "No evidence"}
FIXED_WORDS: Mapping[str, Mapping[str, str]] = {
    "evidence": EVIDENCE_WORDS,
    "scale": {"macro": "Degree or trade (macro)", "micro": "Course, certificate, badge (micro)", "nano": "One thing done (nano)"},
    "setting": {
        "formal": "School or university degree",
        "non-formal": "Course or exam",
        "work": "At work",
        "community": "In a community",
    },
    "status": {"valid": "Valid for longer than 90 days", "expiring": "Ends within 90 days"},
}
"""Facets whose values are known beforehand, each as a person reads it."""
FEW = 6
"""Values shown at once; the rest opens on request."""
_NAMED_ISSUERS = select(Issuer.id, Issuer.identifier, Issuer.name).where(Issuer.id.in_(bindparam("ids", expanding=True)))
_KEY = re.compile(r"[a-z2-7]{12}")
_ID = re.compile(r"[0-9a-z]{1,40}")


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value: its name, how many people, whether it is selected. `facet` and `asked` are what it stands in."""

    value: str
    label: str
    count: int
    selected: bool
    facet: str
    asked: SearchForm

    @property
    def form(self) -> SearchForm:
        """The search after a click on it. Made when asked for: a program does without, and a page shows a part of the values."""
        return self.asked.toggled(self.facet, self.value)


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet. `choices` are those to show; `listed` counts all that there were before searching `within`."""

    name: str
    title: str
    choices: tuple[FacetChoice, ...]
    listed: int
    within: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def selected(self) -> tuple[FacetChoice, ...]:
        return tuple(choice for choice in self.choices if choice.selected)


def facet_groups(
    session: Session, page: SearchPage, form: SearchForm, *, rules: Rules, within: Mapping[str, str]
) -> tuple[FacetGroup, ...]:
    """Every facet of the page that has a value, in the order of the page."""
    assert set(ORDER) == set(EVERY_FACET), "every facet has its place on the page"
    groups = []
    for facet in ORDER:
        values = page.facets.get(facet, ())
        if values:
            labels = labels_of(session, facet, [v.value for v in values], rules=rules)
            groups.append(_group(facet, values, labels, form, within.get(facet, "")))
    return tuple(groups)


def _group(
    facet: str, values: Iterable[FacetValue], labels: Mapping[str, str], form: SearchForm, within: str
) -> FacetGroup:
    choices = [FacetChoice(v.value, labels.get(v.value, "No longer here"), v.count, v.selected, facet, form) for v in values]
    if facet in BY_VALUE:
        choices.sort(key=lambda choice: choice.value, reverse=BY_VALUE[facet])
    wanted = within.strip().casefold()
    kept = tuple(c for c in choices if c.selected or not wanted or wanted in c.label.casefold())
    gone = tuple(_gone(facet, c) for c in choices if c.selected and c.value not in labels)
    return FacetGroup(facet, TITLES[facet], kept, len(choices), within.strip(), gone)


def _gone(facet: str, choice: FacetChoice) -> Notice:
    shown = "".join(c for c in choice.value if c.isprintable())[:40]
    return Notice(
        f"The filter “{TITLES[facet]}” asks for something that is not here (any more): “{shown}”. "
        "Nobody matches it; take the filter off."
    )


def labels_of(session: Session, facet: str, values: Iterable[str], *, rules: Rules) -> Mapping[str, str]:
    """Value -> what a person reads. A value that means nothing here (any more) is left out."""
    wanted = [value for value in values if value]
    if facet == "issuer":
        return _issuer_names(session, wanted, rules)
    if facet == "competency":
        return {key: each.label for key, each in frameworks.competencies_by_key(session, _ids(wanted)).items()}
    if facet == "framework":
        stated = {value: value for value in wanted if value.isprintable() and not _KEY.fullmatch(value)}
        return {**stated, **frameworks.titles(session)}
    return {value: label for value in wanted if (label := fixed_label(facet, value))}


def _issuer_names(session: Session, ids: Iterable[str], rules: Rules) -> Mapping[str, str]:
    rows = session.execute(_NAMED_ISSUERS, {"ids": _ids(ids)})
    return {row.id: called(row.identifier, row.name, rules.registries) for row in rows}


def _ids(values: Iterable[str]) -> list[str]:
    """Values that can be ids at all: an address may hold anything."""
    return [value for value in values if _ID.fullmatch(value)]


def fixed_label(facet: str, value: str) -> str:
    """The name of a value that needs no look-up; empty when there is no such value."""
    if facet == "backing":
        return BACKING_WORDS[int(value)][0] if value in {str(rung) for rung in BACKING_WORDS} else ""
    if facet == "level":
        return _level(value)
    if facet in FIXED_WORDS:
        return FIXED_WORDS[facet].get(value, "")
    if facet == "language":
        return language_name(value) if re.fullmatch(r"[a-z]{2,3}", value) else ""
    if facet == "place":
        return value if value.isprintable() else ""
    if facet == "year":
        return value if re.fullmatch(r"\d{4}", value) else ""
    return spaced(value) if facet == "kind" else ""


def _level(value: str) -> str:
    if value == "none":
        return "No level given"
    if value == "5":
        return "Level 5 or higher"
    return f"Level {value}" if value in ("1", "2", "3", "4") else ""
