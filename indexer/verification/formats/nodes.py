"""Small readers of expanded JSON-LD: a node is a mapping from IRIs to lists of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.verification.formats.vocabulary import VERIFIABLE_CREDENTIAL
from indexer.verification.jsonld.expansion import Expansion

Node = dict[str, Any]


def members(node: Node | None, iris: Sequence[str]) -> list[Any]:
    """Return the values of a property, lists opened; [] when there are none."""
    found: list[Any] = []
    for iri in iris:
        for value in (node or {}).get(iri, ()):
            found.extend(value["@list"] if isinstance(value, dict) and "@list" in value else [value])
    return found


def nodes(node: Node | None, iris: Sequence[str]) -> list[Node]:
    """Return the values of a property that are nodes, taken out of their graphs."""
    found = []
    for value in members(node, iris):
        for item in value["@graph"] if isinstance(value, dict) and set(value) == {"@graph"} else [value]:
            if isinstance(item, dict) and "@value" not in item:
                found.append(item)
    return found


def first(node: Node | None, iris: Sequence[str]) -> Node | None:
    """Return the first node of a property, or None."""
    found = nodes(node, iris)
    return found[0] if found else None


def text(node: Node | None, iris: Sequence[str], language: str = "en") -> str | None:
    """Return one text of a property: that of `language` when there are several, identifiers as they are, numbers in words."""
    values = members(node, iris)
    preferred = [value for value in values if isinstance(value, dict) and value.get("@language", "").startswith(language)]
    for value in preferred + values:
        found = _plain(value)
        if found is not None:
            return found
    return None


def texts(node: Node | None, iris: Sequence[str]) -> tuple[str, ...]:
    """Return all texts of a property."""
    return tuple(found for value in members(node, iris) if (found := _plain(value)) is not None)


def identifier(node: Node | None) -> str | None:
    """Return the id of a node that has a real one."""
    found = (node or {}).get("@id")
    return found if isinstance(found, str) and not found.startswith("_:") else None


def types(node: Node | None) -> tuple[str, ...]:
    """Return the type IRIs of a node."""
    return tuple((node or {}).get("@type", ()))


def truth(node: Node | None, iris: Sequence[str]) -> bool:
    """Return a boolean property; ``"true"`` counts, as older contexts type it so."""
    return any(value in (True, "true", "True") for value in (_raw(item) for item in members(node, iris)))


def _raw(value: Any) -> Any:
    return value.get("@value") if isinstance(value, dict) else value


def _plain(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    if "@value" in value:
        inner = value["@value"]
        if isinstance(inner, bool):
            return "true" if inner else "false"
        return str(inner) if isinstance(inner, (str, int, float)) else None
    return identifier(value)


def credential_node(expansion: Expansion) -> Node | None:
    """Return the node of the credential itself: the one of that type, at the top of the document."""
    for node in expansion.nodes:
        if VERIFIABLE_CREDENTIAL in types(node):
            return node
    return expansion.nodes[0] if len(expansion.nodes) == 1 else None
