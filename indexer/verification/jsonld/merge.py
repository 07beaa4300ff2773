"""One node for one identifier: in RDF all objects with the same `@id` are the same thing, wherever their members stand in the JSON.

Whoever holds a credential can move a member from one object to another with the same identifier without touching the signature. So
what a credential says is read from merged nodes, and what readers of JSON see is compared with them.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.expansion import Expansion, Node

PLACES_LIMIT = 1_000_000
"""Whoever reads merged nodes reads each of them at each of its places: this many readings at most, a thousand places of one thing."""


def merged(expansion: Expansion) -> Expansion:
    """Return the expansion with the nodes of each identifier merged; itself when no identifier is described in two places.

    The result may contain circles, and is for looking things up, not for walking. Raises `CheckFailedError` POISON.
    """
    found: dict[str, list[Node]] = defaultdict(list)
    for node in _described(expansion.nodes):
        found[node["@id"]].append(node)
    if all(len(nodes) == 1 for nodes in found.values()):
        return expansion
    if sum(len(nodes) ** 2 for nodes in found.values()) > PLACES_LIMIT:
        raise CheckFailedError("POISON", "The same things are described in very many places.")
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
        whole = _together(nodes)
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


def _together(nodes: list[Node]) -> Node:
    """Statements are a set: a plain value that is there already adds nothing. Nodes are kept, each with its place."""
    whole: Node = {}
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        for key, values in node.items():
            if key == "@id" or not isinstance(values, list):
                whole[key] = values
                continue
            whole.setdefault(key, []).extend(value for value in values if _is_new(key, value, seen))
    return whole


def _is_new(key: str, value: Any, seen: set[tuple[str, str]]) -> bool:
    if not _is_plain(value):
        return True
    name = key, json.dumps(value, sort_keys=True)
    if name in seen:
        return False
    seen.add(name)
    return True


def _is_plain(value: Any) -> bool:
    return not isinstance(value, dict) or "@value" in value or set(value) == {"@id"}
