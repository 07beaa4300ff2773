"""CTDL-ASN, the Credential Registry's JSON-LD of competency frameworks: a graph of one framework and its competencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.domain.associations import LoadedAssociation
from app.domain.framework_files.interface import LeftOut, only_one
from app.domain.framework_files.linked import Node, address_of, links, nodes, types_of, word
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of
from app.domain.models import AssociationKind

RESOURCES = "https://credentialengineregistry.org/resources/"
FORWARD: Mapping[str, AssociationKind] = {
    "exactAlignment": AssociationKind.EXACT,
    "majorAlignment": AssociationKind.CLOSE,
    "minorAlignment": AssociationKind.RELATED,
    "alignTo": AssociationKind.RELATED,
    "alignFrom": AssociationKind.RELATED,
    "broadAlignment": AssociationKind.BROADER,
    "isChildOf": AssociationKind.BROADER,
    "supersededBy": AssociationKind.REPLACED,
}
BACKWARD: Mapping[str, AssociationKind] = {
    "narrowAlignment": AssociationKind.BROADER,
    "hasChild": AssociationKind.BROADER,
    "supersedes": AssociationKind.REPLACED,
}
UNUSED = ("prerequisiteAlignment", "crossSubjectAlignment", "skillEmbodied", "knowledgeEmbodied", "abilityEmbodied")


def recognises(part: Part) -> bool:
    return part.content is not None and any("competencyText" in node for node in nodes(part.content))


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    graph = nodes(only_one(parts).content)
    document: Node = next((node for node in graph if "CompetencyFramework" in types_of(node)), {})
    uri = _address(document) or next((link for node in graph for link in links(node, "isPartOf")), f"framework:{parts[0].name}")
    items = [node for node in graph if node is not document and ("Competency" in types_of(node) or "competencyText" in node)]
    associations = [a for node in items for a in _associations(node, left_out) if key_of(uri) not in (key_of(a.origin), key_of(a.target))]
    return LoadedFramework(
        uri=uri,
        title=word(document, "name") or parts[0].name,
        publisher=word(document, "publisherName"),
        version=word(document, "versionIdentifier", "version"),
        attribution=", ".join(f"Licence: {link}" for link in links(document, "license")[:1]),
        competencies=[_competency(node) for node in items],
        associations=associations,
    )


def _competency(node: Node) -> LoadedCompetency:
    text = word(node, "competencyText")
    label = word(node, "competencyLabel") or text
    description = text if text != label or len(label) > 500 else word(node, "comment")
    return LoadedCompetency(uri=_address(node), label=label, description=description, code=word(node, "codedNotation"))


def _associations(node: Node, left_out: LeftOut) -> Iterator[LoadedAssociation]:
    own = _address(node)
    for name, kind in FORWARD.items():
        yield from (LoadedAssociation(own, kind, other) for other in links(node, name))
    for name, kind in BACKWARD.items():
        yield from (LoadedAssociation(other, kind, own) for other in links(node, name))
    for name in UNUSED:
        for other in links(node, name):
            left_out.note("associations of a kind that is not used", f"{name} {other}")


def _address(node: Node) -> str:
    ctid = word(node, "ctid")
    return address_of(node) or (RESOURCES + ctid if ctid else "")
