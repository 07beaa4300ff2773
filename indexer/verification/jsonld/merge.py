"""One node for one identifier: in RDF all objects with the same `@id` are the same thing, wherever their members stand in the JSON.

Whoever holds a credential can move a member from one object to another with the same identifier without touching the signature. So
what a credential says is read from merged nodes, and what readers of JSON see is compared with them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.verification.jsonld.expansion import Expansion, Node


def merged(expansion: Expansion) -> Expansion:
    """Return the expansion with the nodes of each identifier merged; itself when no identifier is described in two places.

    The result may contain circles, and is for looking things up, not for walking.
    """
    found: dict[str, list[Node]] = defaultdict(list)
    for node in _described(expansion.nodes):
        found[node["@id"]].append(node)
    if all(len(nodes) == 1 for nodes in found.values()):
        return expansion
    return _merge(expansion)


def _described(nodes: list[Any]) -> Iterator[Node]:
    """Yield the nodes of the default graph that have an identifier and say something about it, the outer before the inner ones: what a
    credential says itself comes before what those inside it say of the same thing."""
    waiting = deque(nodes)
    while waiting:
        node = waiting.popleft()
        if not isinstance(node, dict) or "@value" in node:
            continue
        if "@id" in node and len(node) > 1:
            yield node
        for key, values in node.items():
            if key[0] != "@" or key in ("@list", "@included"):
                waiting.extend(values)


def _merge(expansion: Expansion) -> Expansion:
    places: dict[int, Any] = {}
    copied = [_copy(node, expansion, places) for node in expansion.nodes]
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in list(_described(copied)):
        by_name[node["@id"]].append(node)
    for nodes in by_name.values():
        whole: Node = {}
        for node in nodes:
            _add(whole, node)
        for node in nodes:
            node.clear()
            node.update(whole)
    return replace(expansion, nodes=copied, places=places)


def _copy(value: Any, expansion: Expansion, places: dict[int, Any]) -> Any:
    if isinstance(value, list):
        return [_copy(item, expansion, places) for item in value]
    if not isinstance(value, dict) or "@value" in value:
        return value
    other = {key: _copy(item, expansion, places) for key, item in value.items()}
    if id(value) in expansion.places:
        places[id(other)] = expansion.places[id(value)]
    return other


def _add(whole: Node, node: Node) -> None:
    for key, values in node.items():
        if key == "@id" or not isinstance(values, list):
            whole[key] = values
            continue
        known = whole.setdefault(key, [])
        # Statements are a set: a plain value that is there already adds nothing. Nodes are kept, each with its place.
        for value in values:
            if not (_is_plain(value) and value in known):
                known.append(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict) or "@value" in value or set(value) == {"@id"}
