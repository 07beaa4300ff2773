"""1EdTech CASE: a CFPackage, the whole of one framework as `GET .../CFPackages/{id}` answers it (CASE 1.0 and 1.1).

A package without CFItems is a crosswalk: it only says how the items of other packages stand to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.associations import LoadedAssociation
from app.domain.errors import InvalidError
from app.domain.framework_files.interface import LeftOut, only_one, text_of
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of
from app.domain.identifiers import is_identifier
from app.domain.models import AssociationKind

KINDS: Mapping[str, AssociationKind] = {
    "exactmatchof": AssociationKind.EXACT,
    "istranslationof": AssociationKind.EXACT,
    "isrelatedto": AssociationKind.RELATED,
    "ispeerof": AssociationKind.RELATED,
    "ischildof": AssociationKind.BROADER,
    "ispartof": AssociationKind.BROADER,
    "replacedby": AssociationKind.REPLACED,
}
"""CASE 1.1, 6.2.2. `precedes`, `hasSkillLevel` and `exemplar` lead to no competency that somebody who has the one would have."""


def recognises(part: Part) -> bool:
    return isinstance(part.content, dict) and bool({"CFDocument", "CFAssociations"} & set(_package(part)))


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    part = only_one(parts)
    package = _package(part)
    document, items, said = (package.get(name, none) for name, none in (("CFDocument", {}), ("CFItems", []), ("CFAssociations", [])))
    if not isinstance(document, dict) or not isinstance(items, list) or not isinstance(said, list):
        raise InvalidError(f"{part.name}: expected a CFPackage with a CFDocument and lists of CFItems and CFAssociations.")
    uri = _address(document) or f"crosswalk:{part.name}"
    return LoadedFramework(
        uri=uri,
        title=text_of(document, "title") or part.name,
        publisher=text_of(document, "publisher", "creator"),
        version=text_of(document, "version"),
        attribution=_licence(document),
        competencies=[_competency(item) for item in items if isinstance(item, dict)],
        associations=list(_associations(said, uri, left_out)),
    )


def _package(part: Part) -> Mapping[str, Any]:
    package: Mapping[str, Any] = part.content
    inner = package.get("CFPackage")
    return inner if isinstance(inner, dict) else package


def _competency(item: Mapping[str, Any]) -> LoadedCompetency:
    """`fullStatement` is the one text that every CFItem has; the shorter ones are better names when they are there."""
    statement = text_of(item, "fullStatement")
    label = text_of(item, "abbreviatedStatement", "alternativeLabel") or statement
    other = text_of(item, "alternativeLabel")
    return LoadedCompetency(
        uri=_address(item),
        label=label,
        alt_labels=(other,) if other and other != label else (),
        description="" if statement == label and len(label) <= 500 else statement,
        code=text_of(item, "humanCodingScheme"),
        until=_day(text_of(item, "statusEndDate")),
    )


def _associations(said: Sequence[Any], document: str, left_out: LeftOut) -> Iterator[LoadedAssociation]:
    for item in (item for item in said if isinstance(item, dict)):
        name = text_of(item, "associationType")
        origin, target = _end(item.get("originNodeURI")), _end(item.get("destinationNodeURI"))
        kind = KINDS.get(name.lower())
        if kind is None:
            left_out.note("associations of a kind that is not used", name)
        elif not target or key_of(target) != key_of(document):  # the top of the tree is a child of its document
            titles = (_title(item.get("originNodeURI")), _title(item.get("destinationNodeURI")))
            yield LoadedAssociation(origin, kind, target, text_of(item, "uri") or text_of(item, "identifier"), *titles)


def _end(node: Any) -> str:
    """CASE 1.0 has an object with `uri` and `identifier` here; some servers write the bare address."""
    return node.strip() if isinstance(node, str) else _address(node) if isinstance(node, dict) else ""


def _title(node: Any) -> str:
    return text_of(node, "title") if isinstance(node, dict) else ""


def _address(item: Mapping[str, Any]) -> str:
    """The item's address, or its GUID, which is as good; some servers write the path only, which is an address on none."""
    uri, identifier = text_of(item, "uri"), text_of(item, "identifier")
    if ":" not in uri and is_identifier(identifier):
        return f"urn:uuid:{identifier}"
    return uri


def _licence(document: Mapping[str, Any]) -> str:
    licence = document.get("licenseURI")
    named = text_of(licence, "uri", "title") if isinstance(licence, dict) else text_of(document, "licenseURI")
    return f"Licence: {named}" if named else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:  # none, or none that is a day
        return None
