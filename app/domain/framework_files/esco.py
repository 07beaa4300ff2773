"""ESCO, the European classification of skills: the tables of its download (one file, the folder or the zip), without occupations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.associations import LoadedAssociation
from app.domain.errors import InvalidError
from app.domain.framework_files.interface import LeftOut, text_of
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.models import AssociationKind

URI = "http://data.europa.eu/esco"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
SKILLS = frozenset({"conceptUri", "preferredLabel"})
BROADER = frozenset({"conceptUri", "broaderUri"})
RELATED = frozenset({"originalSkillUri", "relatedSkillUri"})
_LANGUAGE = re.compile(r"_([A-Za-z]{2})\.\w+\Z")
COMPETENCIES = ("KnowledgeSkillCompetence", "SkillGroup")
"""What `conceptType` says of the rows that are taken; a table without that column has skills only."""


def is_occupation(uri: str) -> bool:
    """Whether an address of ESCO is that of an occupation or of a group of them: no competency, whatever the file says of its type."""
    return "/esco/occupation/" in uri or "/esco/isco/" in uri


def recognises(part: Part) -> bool:
    return any(needed <= part.table.headings for needed in (SKILLS, BROADER, RELATED))


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    """The largest table first: the collections (digital, green, ...) repeat some skills of the one with all.

    Tables in several languages: English ones name the competencies, what the others call them are further names.
    """
    found: dict[str, LoadedCompetency] = {}
    skills = sorted((part for part in parts if part.table.headings >= SKILLS), key=lambda part: -len(part.text))
    languages = {language_of(part): None for part in skills}
    for language in sorted(languages, key=lambda each: each != "en"):
        own = _competencies((part for part in skills if language_of(part) == language), left_out)
        found |= {uri: _also_called(found[uri], each) if uri in found else each for uri, each in own.items()}
    if not found:
        raise InvalidError("Of ESCO there are no skills here. Expected skills_XX.csv; what stands beside it is read with it.")
    associations = [a for part in parts for a in _associations(part) if {a.origin, a.target} & found.keys()]
    return framework([*found.values()], associations)


def language_of(part: Part) -> str:
    """The language of a table: nothing in it tells, but its name does, as in skills_de.csv; empty when that does not, either."""
    ending = _LANGUAGE.search(part.name)
    return ending[1].lower() if ending else ""


def _competencies(parts: Iterable[Part], left_out: LeftOut) -> dict[str, LoadedCompetency]:
    found: dict[str, LoadedCompetency] = {}
    for row in (row for part in parts for row in part.table.rows()):
        if row.get("conceptType", "KnowledgeSkillCompetence") in COMPETENCIES and not is_occupation(row["conceptUri"]):
            found.setdefault(row["conceptUri"], _competency(row))
        else:
            left_out.note("concepts that are no skills", ", ".join((row["preferredLabel"], row.get("conceptType", "occupation"))))
    return found


def _also_called(competency: LoadedCompetency, other: LoadedCompetency) -> LoadedCompetency:
    names = dict.fromkeys((*competency.alt_labels, other.label, *other.alt_labels))
    return replace(competency, alt_labels=tuple(name for name in names if name != competency.label))


def _competency(row: Mapping[str, str]) -> LoadedCompetency:
    """Alternative labels stand one a line inside their cell."""
    return LoadedCompetency(
        uri=row["conceptUri"],
        label=row["preferredLabel"],
        alt_labels=tuple(dict.fromkeys(line.strip() for line in row.get("altLabels", "").splitlines() if line.strip())),
        description=text_of(row, "description", "definition"),
        code=row.get("code", ""),
        retired=row.get("status") == "obsolete",
    )


def _associations(part: Part) -> Iterator[LoadedAssociation]:
    if part.table.headings >= BROADER:
        for row in part.table.rows():
            yield LoadedAssociation(row["conceptUri"], AssociationKind.BROADER, row["broaderUri"])
    if part.table.headings >= RELATED:
        for row in part.table.rows():
            yield LoadedAssociation(row["originalSkillUri"], AssociationKind.RELATED, row["relatedSkillUri"])


def framework(competencies: Sequence[LoadedCompetency], associations: Sequence[LoadedAssociation]) -> LoadedFramework:
    """ESCO with these competencies, whichever file they came from."""
    return LoadedFramework(
        uri=URI,
        title="ESCO",
        publisher="European Commission",
        attribution=ATTRIBUTION,
        competencies=competencies,
        associations=associations,
    )
