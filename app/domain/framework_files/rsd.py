"""Rich Skill Descriptors of the Open Skills Network, as OSMT gives them away: JSON of one, of many or of a collection, and its CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from app.domain.associations import LoadedAssociation
from app.domain.framework_files.interface import LeftOut, text_of
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.models import AssociationKind

COLUMNS = frozenset({"Canonical URL", "RSD Name"})
_ALIGNMENT_URL = re.compile(r"Alignment( \d+)? URL")


def recognises(part: Part) -> bool:
    return bool(_descriptors(part.content)) or part.table.headings >= COLUMNS


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    items = [_of_json(item) for part in parts for item in _descriptors(part.content)]
    items += [_of_row(row) for part in parts if part.table.headings >= COLUMNS for row in part.table.rows()]
    collection: Mapping[str, Any] = parts[0].content if len(parts) == 1 and isinstance(parts[0].content, dict) else {}
    collection = collection if "skills" in collection else {}
    host = _host(items[0][0].uri if items else "") or parts[0].name
    return LoadedFramework(
        uri=text_of(collection, "id") or f"https://{host}",
        title=text_of(collection, "name") or f"Rich skills of {host}",
        publisher=text_of(collection, "creator", "author"),
        competencies=[competency for competency, _ in items],
        associations=[a for competency, others in items for a in _associations(competency.uri, others, left_out)],
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # no address at all, e.g. https://[
        return ""


_Item = tuple[LoadedCompetency, list[tuple[str, str]]]
"""A descriptor, and address and name of each skill that it is aligned to."""


def _descriptors(content: Any) -> list[Mapping[str, Any]]:
    if isinstance(content, dict):
        content = next((content[name] for name in ("skills", "content") if isinstance(content.get(name), list)), [content])
    found = content if isinstance(content, list) else []
    return [item for item in found if isinstance(item, dict) and "skillName" in item]


def _of_json(item: Mapping[str, Any]) -> _Item:
    said = item.get("alignments")
    aligned = [a for a in said if isinstance(a, dict)] if isinstance(said, list) else []
    retired = text_of(item, "status").lower() in ("archived", "deleted")
    uri = text_of(item, "id", "uri") or (f"urn:uuid:{item['uuid']}" if text_of(item, "uuid") else "")
    found = LoadedCompetency(uri, text_of(item, "skillName"), description=text_of(item, "skillStatement"), retired=retired)
    return found, [(text_of(a, "id", "url"), text_of(a, "skillName")) for a in aligned]


def _of_row(row: Mapping[str, str]) -> _Item:
    columns = [name for name, value in row.items() if _ALIGNMENT_URL.fullmatch(name) and value]
    aligned = [(row[name], row.get(name.replace("URL", "Name"), "")) for name in columns]
    return LoadedCompetency(row["Canonical URL"], row["RSD Name"], description=row.get("Skill Statement", "")), aligned


def _associations(uri: str, others: Sequence[tuple[str, str]], left_out: LeftOut) -> Iterator[LoadedAssociation]:
    """A descriptor does not say how it stands to what it is aligned to, so it counts as related and no more."""
    for other, name in others:
        if other:
            yield LoadedAssociation(uri, AssociationKind.RELATED, other, target_title=name)
        else:
            left_out.note("alignments without an address", uri)
