"""SKOS concepts in JSON: ESCO's JSON-LD, a plain list of its skills, and any other vocabulary whose concepts have preferred labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.domain.associations import LoadedAssociation
from app.domain.framework_files import esco
from app.domain.framework_files.interface import LeftOut
from app.domain.framework_files.linked import Node, address_of, links, local_name, nodes, types_of, with_texts, word, words
from app.domain.framework_files.parts import Part
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.identifiers import canonical
from app.domain.models import AssociationKind

LABELS = ("prefLabel", "preferredLabel")
NO_SKILLS = frozenset({"Occupation", "ISCOGroup", "Qualification", "OccupationGroup"})
FORWARD: Mapping[str, AssociationKind] = {
    "exactMatch": AssociationKind.EXACT,
    "closeMatch": AssociationKind.CLOSE,
    "related": AssociationKind.RELATED,
    "relatedMatch": AssociationKind.RELATED,
    "relatedEssentialSkill": AssociationKind.RELATED,
    "relatedOptionalSkill": AssociationKind.RELATED,
    "broader": AssociationKind.BROADER,
    "broadMatch": AssociationKind.BROADER,
    "isReplacedBy": AssociationKind.REPLACED,
}
"""SKOS Reference 8 and 10, ESCO's own relations, and dcterms:isReplacedBy."""
BACKWARD: Mapping[str, AssociationKind] = {
    "narrower": AssociationKind.BROADER,
    "narrowMatch": AssociationKind.BROADER,
    "replaces": AssociationKind.REPLACED,
}


def recognises(part: Part) -> bool:
    """Looks at the first concept of a list, and at every node of a graph: the scheme may come first."""
    return any(_is_concept(node) for node in nodes(part.content)) if part.content is not None else False


def read(parts: Sequence[Part], left_out: LeftOut) -> LoadedFramework:
    all_nodes = with_texts([node for part in parts for node in nodes(part.content)])
    concepts = [node for node in all_nodes if _is_concept(node)]
    skills = [node for node in concepts if _is_skill(node)]
    for node in concepts:
        if not _is_skill(node):
            left_out.note("concepts that are no skills", word(node, *LABELS))
    competencies = [_competency(node) for node in skills]
    associations = [a for node in skills for a in _associations(node)]
    if any(canonical(c.uri).startswith(esco.URI + "/") for c in competencies[:1]):
        return esco.framework(competencies, associations)
    return _framework(all_nodes, parts[0].name, competencies, associations)


def _is_concept(node: Node) -> bool:
    return bool(address_of(node)) and "ConceptScheme" not in types_of(node) and any(name in node for name in LABELS)


def _is_skill(node: Node) -> bool:
    return not types_of(node) & NO_SKILLS and not esco.is_occupation(address_of(node))


def _competency(node: Node) -> LoadedCompetency:
    label = word(node, *LABELS)
    others = [text for name in ("altLabel", "altLabels", "alternativeLabel") for text in words(node, name)]
    return LoadedCompetency(
        uri=address_of(node),
        label=label,
        alt_labels=tuple(dict.fromkeys(other for other in others if other != label)),
        description=word(node, "description", "definition", "scopeNote"),
        code=word(node, "notation", "code"),
        retired=local_name(word(node, "status")) in ("obsolete", "deprecated") or node.get("deprecated") in (True, "true"),
    )


def _associations(node: Node) -> Iterator[LoadedAssociation]:
    own = address_of(node)
    for name, kind in FORWARD.items():
        yield from (LoadedAssociation(own, kind, other) for other in links(node, name))
    for name, kind in BACKWARD.items():
        yield from (LoadedAssociation(other, kind, own) for other in links(node, name))


def _framework(
    all_nodes: Sequence[Node],
    name: str,
    competencies: Sequence[LoadedCompetency],
    associations: Sequence[LoadedAssociation],
) -> LoadedFramework:
    """The scheme says what the vocabulary is; without one the file's name has to do."""
    scheme: Node = next((node for node in all_nodes if "ConceptScheme" in types_of(node)), {})
    return LoadedFramework(
        uri=address_of(scheme) or f"vocabulary:{name}",
        title=word(scheme, "title", *LABELS, "label") or name,
        publisher=word(scheme, "publisher", "creator"),
        version=word(scheme, "versionInfo"),
        attribution=", ".join(f"Licence: {text}" for text in links(scheme, "license", "rights")[:1]),
        competencies=competencies,
        associations=associations,
    )
