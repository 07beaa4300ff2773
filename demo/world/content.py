"""Read the files of demo/content and demo/data into the things of `model`. A wrong name in them is an error at once."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from demo.world import addresses
from demo.world.model import Achievement, Bank, Competency, Issuer, Level, Organisation, Piece, Rubric, Topic

ROOT = Path(__file__).resolve().parent.parent
ESCO = "ESCO"
EVERYDAY_PREFIX = "everyday:"


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of people: how they call themselves and what they have learned, as slugs of achievements."""

    slug: str
    people: int
    headlines: tuple[str, ...]
    core: tuple[str, ...]
    likely: tuple[str, ...]
    side: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was written by hand, checked against each other."""

    issuers: dict[str, Issuer]
    achievements: dict[str, Achievement]
    competencies: dict[str, Competency]
    banks: dict[str, Bank]
    topics: dict[str, tuple[Topic, ...]]
    personas: tuple[Persona, ...]
    names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    places: tuple[str, ...]
    organisations: tuple[Organisation, ...]


def load_content(*, port: int) -> Content:
    """Read all of it; `port` enters the addresses of the demo's own framework."""
    competencies = _also_called({**_esco(), **_everyday(port)})
    rubrics = _rubrics()
    issuers, achievements = _issuers(competencies, rubrics)
    achievements |= _own_claims(competencies)
    return Content(
        issuers=issuers,
        achievements=achievements,
        competencies=competencies,
        banks=_banks(),
        topics=_topics(),
        personas=_personas(),
        names=tuple((tuple(g["given"]), tuple(g["family"])) for g in _toml("names.toml")["group"]),
        places=tuple(_toml("places.toml")["places"]),
        organisations=tuple(Organisation(**item) for item in _toml("organisations.toml")["organisation"]),
    )


def _toml(name: str) -> dict[str, Any]:
    with (ROOT / "content" / name).open("rb") as file:
        return tomllib.load(file)


def _esco() -> dict[str, Competency]:
    """ESCO by label, which is how the content files name skills; the labels of the ICT part are unique."""
    items = json.loads((ROOT / "data/esco/skills.json").read_text(encoding="utf-8"))
    return {
        i["prefLabel"]: Competency(
            i["uri"], i["prefLabel"], ESCO, i["description"] or "", tuple(i["altLabels"]), "ceasn:Competency"
        )
        for i in items
    }


def _everyday(port: int) -> dict[str, Competency]:
    data = json.loads((ROOT / "data/everyday.json").read_text(encoding="utf-8"))
    return {
        EVERYDAY_PREFIX + i["slug"]: Competency(
            addresses.everyday(i["slug"], port), i["name"], data["name"], i["description"], tuple(i["alt"])
        )
        for i in data["competencies"]
    }


def _also_called(competencies: dict[str, Competency]) -> dict[str, Competency]:
    """The same, with what they are called in other languages behind the alternative labels that they have."""
    named = dict(competencies)
    for names in tomllib.loads((ROOT / "data/names.toml").read_text(encoding="utf-8")).values():
        for key, labels in names.items():
            named[key] = replace(named[key], alt_labels=tuple(dict.fromkeys((*named[key].alt_labels, *labels))))
    return named


def _rubrics() -> dict[str, Rubric]:
    return {
        r["slug"]: Rubric(r["slug"], r["name"], tuple(Level(name, text) for name, text in r["levels"]))
        for r in _toml("rubrics.toml")["rubric"]
    }


def _issuers(
    competencies: dict[str, Competency], rubrics: dict[str, Rubric]
) -> tuple[dict[str, Issuer], dict[str, Achievement]]:
    read = [_toml(f"issuers/{path.name}") for path in sorted((ROOT / "content/issuers").glob("*.toml"))]
    issuers = {d["issuer"]["slug"]: Issuer(**{**d["issuer"], "assessors": tuple(d["issuer"]["assessors"])}) for d in read}
    achievements = {}
    for data in read:
        for item in data.get("achievement", []):
            achievements[item["slug"]] = _achievement(item, issuers[data["issuer"]["slug"]], issuers, competencies, rubrics)
    return issuers, achievements


def _achievement(
    item: dict[str, Any],
    issuer: Issuer,
    issuers: dict[str, Issuer],
    competencies: dict[str, Competency],
    rubrics: dict[str, Rubric],
) -> Achievement:
    return Achievement(
        slug=item["slug"],
        issuer=issuer,
        creator=issuers[item["creator"]] if "creator" in item else issuer,
        name=item["name"],
        type=item["type"],
        field=item["field"],
        description=item["description"],
        criteria=item["criteria"].strip(),
        competencies=tuple(competencies[name] for name in item["skills"]),
        rubric=rubrics[item["rubric"]] if item["rubric"] else None,
        required=item.get("required", 1),
        pass_mark=item.get("pass_mark", 0),
        valid_years=item.get("valid_years", 0),
        language=item.get("language", "en"),
        bank=item["bank"],
        topics=tuple(item.get("topics", ())),
        evidence=tuple(item["evidence"]),
        did=tuple(item["did"]),
        assessor=item.get("assessor"),
    )


def _own_claims(competencies: dict[str, Competency]) -> dict[str, Achievement]:
    return {
        item["slug"]: Achievement(
            slug=item["slug"],
            issuer=None,
            creator=None,
            name=item["name"],
            type=item["type"],
            field="",
            description=item["description"],
            criteria=item["criteria"],
            competencies=tuple(competencies[name] for name in item["skills"]),
            rubric=None,
            required=1,
            pass_mark=0,
            valid_years=0,
            language="en",
            bank="volunteer",
            topics=(),
            evidence=(),
            did=tuple(item["story"]),
            witness=tuple(item["witness"]),
            witness_role=item["witness_role"],
        )
        for item in _toml("own_claims.toml")["achievement"]
    }


def _banks() -> dict[str, Bank]:
    return {path.stem: _bank(_toml(f"narratives/{path.name}")) for path in sorted((ROOT / "content/narratives").glob("*.toml"))}


def _bank(data: dict[str, Any]) -> Bank:
    pieces = {
        p["key"]: Piece(
            key=p["key"],
            kind=p["kind"],
            genre=p["genre"],
            names=tuple(p["name"]),
            text=p["text"],
            layout=p.get("layout", ""),
            scene=p.get("scene", ""),
            steps=tuple(tuple(s) for s in p.get("steps", [])),
        )
        for p in data["piece"]
    }
    return Bank(tuple(data["topics"]), tuple(data["opener"]), tuple(data["outcome"]), tuple(data["remark"]), pieces)


def _topics() -> dict[str, tuple[Topic, ...]]:
    return {tag: tuple(_topic(*row) for row in rows) for tag, rows in _toml("topics.toml").items()}


def _topic(subject: str, client: str, source: str, finding: str, measure: str, labels: str, begins: int, ends: int) -> Topic:
    return Topic(subject, client, source, finding, measure, tuple(label.strip() for label in labels.split(",")), begins, ends)


def _personas() -> tuple[Persona, ...]:
    return tuple(
        Persona(
            slug=p["slug"],
            people=p["people"],
            headlines=tuple(p["headlines"]),
            core=tuple(p["core"]),
            likely=tuple(p["likely"]),
            side=tuple(p["side"]),
            claims=tuple(p["self"]),
        )
        for p in _toml("personas.toml")["persona"]
    )
