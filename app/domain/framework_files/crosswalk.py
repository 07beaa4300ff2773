"""Crosswalks as tables: SSSOM, the shape in which ESCO publishes its ties to O*NET, and plain columns origin, kind, target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.associations import LoadedAssociation
from app.domain.framework_files.esco import is_occupation
from app.domain.framework_files.interface import LeftOut, only_one
from app.domain.framework_files.linked import local_name
from app.domain.framework_files.parts import Part
from app.domain.framework_files.tables import Table
from app.domain.frameworks import LoadedFramework
from app.domain.identifiers import ONET
from app.domain.models import AssociationKind

_ONET_ELEMENT = re.compile(r"\d\.[A-Z](\.[0-9a-z]+)*")
KINDS: Mapping[str, tuple[AssociationKind, bool]] = {
    "exact": (AssociationKind.EXACT, False),
    "same": (AssociationKind.EXACT, False),
    "sameas": (AssociationKind.EXACT, False),
    "equivalent": (AssociationKind.EXACT, False),
    "equivalentclass": (AssociationKind.EXACT, False),
    "exactmatchof": (AssociationKind.EXACT, False),
    "close": (AssociationKind.CLOSE, False),
    "related": (AssociationKind.RELATED, False),
    "isrelatedto": (AssociationKind.RELATED, False),
    "broad": (AssociationKind.BROADER, False),
    "broader": (AssociationKind.BROADER, False),
    "ischildof": (AssociationKind.BROADER, False),
    "subclassof": (AssociationKind.BROADER, False),
    "narrow": (AssociationKind.BROADER, True),
    "narrower": (AssociationKind.BROADER, True),
    "replacedby": (AssociationKind.REPLACED, False),
    "isreplacedby": (AssociationKind.REPLACED, False),
}
"""A word for a match, without "match" at its end -> the kind, and whether it is to be read from the target to the origin."""


@dataclass(frozen=True, slots=True)
class _Columns:
    origin: str
    kind: str
    target: str
    origin_title: str
    target_title: str


def recognises(part: Part) -> bool:
    return _columns(part.table) is not None


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    part = only_one(parts)
    table, columns = part.table, _columns(part.table)
    assert columns is not None, "only a part that is recognised is read"
    found = [a for row in table.rows() if (a := _association(row, columns, table.notes, left_out))]
    return LoadedFramework(
        uri=table.notes.get("mapping_set_id") or f"crosswalk:{part.name}",
        title=table.notes.get("mapping_set_title") or part.name.rpartition(".")[0] or part.name,
        version=table.notes.get("mapping_set_version", ""),
        attribution=f"Licence: {table.notes['license']}" if "license" in table.notes else "",
        competencies=[],
        associations=found,
    )


def _columns(table: Table) -> _Columns | None:
    """Which columns say what: by the names of SSSOM, of ESCO's crosswalks, or by what the names mean."""
    by_name = {re.sub(r"[\W_]+", " ", heading.lower()).strip(): heading for heading in table.headings}
    first = _first(by_name, ("subject id", "o net id", "origin uri", "origin", "source uri", "source id", "source", "from"))
    kind = _first(by_name, ("predicate id", "type of match", "match type", "mapping relation", "relation", "kind", "match", "type"))
    esco = [name for name in by_name if name.startswith("esco") and name.endswith("uri")]
    last = _first(by_name, ("object id", *esco, "target uri", "target id", "target", "destination uri", "destination", "to"))
    if not (first and kind and last):
        return None
    origin_title = _first(by_name, ("subject label", "o net title", "origin label", "origin title", "source label", "source title"))
    target_title = _first(by_name, ("object label", "esco or isco title", "esco title", "target label", "target title"))
    return _Columns(first, kind, last, origin_title, target_title)


def _first(by_name: Mapping[str, str], names: Sequence[str]) -> str:
    return next((by_name[name] for name in names if name in by_name), "")


def _association(
    row: Mapping[str, str], columns: _Columns, notes: Mapping[str, str], left_out: LeftOut
) -> LoadedAssociation | None:
    origin, target = (_address(row[name], notes) for name in (columns.origin, columns.target))
    word = re.sub(r"[\W_]+|match$", "", local_name(row[columns.kind]).lower())
    word = word.removesuffix("match")
    if word not in KINDS or row.get("predicate_modifier", "").lower() == "not":
        left_out.note("matches of a kind that is not used", f"{row.get('predicate_modifier', '')} {row[columns.kind]}".strip())
        return None
    if not origin or not target:
        left_out.note("matches of what is no competency", f"{row[columns.origin]} {row[columns.target]}")
        return None
    kind, is_backward = KINDS[word]
    titles = row.get(columns.origin_title, ""), row.get(columns.target_title, "")
    if is_backward:
        return LoadedAssociation(target, kind, origin, "", *reversed(titles))
    return LoadedAssociation(origin, kind, target, "", *titles)


def _address(cell: str, notes: Mapping[str, str]) -> str:
    """A whole address, a CURIE of the file's own map, or the number of an element of O*NET; empty for an occupation's."""
    prefix, colon, rest = cell.partition(":")
    if colon and (base := notes.get(f"curie_map.{prefix}")):
        return base + rest
    if _ONET_ELEMENT.fullmatch(cell):
        return ONET + cell
    return cell if colon and not is_occupation(cell) else ""
