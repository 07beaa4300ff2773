"""ESCO, the European classification of skills: the CSV of its download page, and a plain JSON list of the same facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.framework_files.interface import FrameworkFile, text_of, texts_of
from app.domain.frameworks import LoadedCompetency, LoadedFramework

URI = "http://data.europa.eu/esco"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."


def recognises_csv(file: FrameworkFile) -> bool:
    return bool(file.rows) and {"conceptUri", "preferredLabel"} <= set(file.rows[0])


def read_csv(file: FrameworkFile) -> LoadedFramework:
    """`skills_XX.csv`: alternative labels stand one a line inside their cell; obsolete skills are left out, and so get retired."""
    return _framework(
        [
            LoadedCompetency(
                uri=row["conceptUri"].strip(),
                label=row["preferredLabel"].strip(),
                alt_labels=tuple(dict.fromkeys(line.strip() for line in row.get("altLabels", "").splitlines() if line.strip())),
                description=text_of(row, "description", "definition"),
            )
            for row in file.rows
            if row.get("status", "released") != "obsolete"
        ]
    )


def recognises_json(file: FrameworkFile) -> bool:
    first = file.content[0] if isinstance(file.content, list) and file.content else None
    return isinstance(first, dict) and {"uri", "prefLabel"} <= set(first) and "/esco/" in text_of(first, "uri")


def read_json(file: FrameworkFile) -> LoadedFramework:
    items: list[Mapping[str, Any]] = [item for item in file.content if isinstance(item, dict)]
    return _framework(
        [
            LoadedCompetency(
                uri=text_of(item, "uri"),
                label=text_of(item, "prefLabel"),
                alt_labels=texts_of(item, "altLabels"),
                description=text_of(item, "description"),
            )
            for item in items
        ]
    )


def _framework(competencies: Sequence[LoadedCompetency]) -> LoadedFramework:
    return LoadedFramework(
        uri=URI, title="ESCO", publisher="European Commission", attribution=ATTRIBUTION, competencies=competencies
    )
