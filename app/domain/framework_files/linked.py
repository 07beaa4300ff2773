"""JSON-LD as publishers of frameworks write it, read by the local names of its members.

This is no JSON-LD processor: contexts are not loaded, and nothing depends on them. `skos:prefLabel`, `prefLabel` and the whole address
are the same name, a value may be a text, a language map, an object with `@value` or `literalForm`, or a list of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LOCAL = re.compile(r"[^#/:]*$")
_TEXTS = ("@value", "literalForm", "nodeLiteral", "literal", "value")
_NAMING = frozenset({"prefLabel", "preferredLabel", "altLabel", "alternativeLabel", "description", "definition", "scopeNote"})
Node = Mapping[str, Any]


def nodes(content: Any) -> list[Node]:
    """The objects of a document: of its graph, of a list, or the one that it is. Each with local names."""
    if isinstance(content, dict):
        inside = next((content[name] for name in ("@graph", "graph") if isinstance(content.get(name), list)), None)
        content = inside if inside is not None else _wrapped(content)
    found = content if isinstance(content, list) else [content]
    return [_local(node) for node in found if isinstance(node, dict)]


def _wrapped(content: Node) -> Any:
    """Requests to registries put the graph one level down."""
    inner = next((v for v in content.values() if isinstance(v, dict) and isinstance(v.get("@graph"), list)), None)
    return inner["@graph"] if inner else content


def _local(node: Node) -> Node:
    """SKOS-XL has names like those of SKOS for labels that are nodes of their own; where both stand, the plain ones count."""
    plain = {local_name(name): value for name, value in node.items() if "xl" not in name.lower()}
    return {local_name(name): value for name, value in node.items()} | plain


def with_texts(found: Sequence[Node]) -> list[Node]:
    """The nodes, with the texts that stand in nodes of their own (labels of SKOS-XL, descriptions of ESCO) put where they belong."""
    texts = {address_of(node): node for node in found if {"literalForm", "nodeLiteral"} & node.keys()}
    if not texts:
        return list(found)
    return [{name: _placed(value, texts) if name in _NAMING else value for name, value in node.items()} for node in found]


def _placed(value: Any, texts: Mapping[str, Node]) -> Any:
    if isinstance(value, list):
        return [_placed(one, texts) for one in value]
    address = address_of(value) if isinstance(value, dict) else value if isinstance(value, str) else ""
    return texts.get(address, value)


def local_name(name: str) -> str:
    """What stands behind the last #, / or colon of a name or type."""
    found = _LOCAL.search(name)
    return found[0] if found and not name.startswith("@") else name


def types_of(node: Node) -> set[str]:
    """Local names of the node's types."""
    value = node.get("@type", node.get("type"))
    return {local_name(t) for t in (value if isinstance(value, list) else [value]) if isinstance(t, str)}


def address_of(node: Node) -> str:
    """The node's own address; empty for one without."""
    return next((v.strip() for name in ("@id", "id", "uri") if isinstance(v := node.get(name), str) and v.strip()), "")


def word(node: Node, *names: str) -> str:
    """The first text under the first of these names, English before other languages; empty when there is none."""
    return next((text for name in names for text in words(node, name)), "")


def words(node: Node, name: str) -> tuple[str, ...]:
    """All texts under a name, each once: those in English, or in whatever language comes first."""
    return tuple(dict.fromkeys(text for text in _texts(node.get(name)) if text))


def links(node: Node, *names: str) -> list[str]:
    """The addresses that a node points to under these names."""
    return [address for name in names for address in _links(node.get(name))]


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _links(one)
    elif isinstance(value, dict):
        if isinstance(value.get("@list"), list):
            yield from _links(value["@list"])
        elif address := address_of(value):
            yield address
    elif isinstance(value, str) and value.strip():
        yield value.strip()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.strip()]
    if isinstance(value, list):
        local = [_local(v) if isinstance(v, dict) else v for v in value]
        tagged = [v for v in local if isinstance(v, dict) and _language(v)]
        return [text for v in _in_one_language(tagged) or local for text in _texts(v)]
    if not isinstance(value, dict):
        return []
    value = _local(value)
    inside = next((value[name] for name in _TEXTS if name in value), None)
    return _texts(inside) if inside is not None else _texts(_of_map(value))


def _in_one_language(values: Sequence[Node]) -> list[Node]:
    languages = [_language(v) for v in values]
    chosen = next((tag for tag in languages if _is_english(tag)), languages[0] if languages else "")
    return [v for v, tag in zip(values, languages, strict=True) if tag == chosen]


def _language(value: Node) -> str:
    """The language of a text, its own or that of the text inside it; empty for one that tells none."""
    inside: Node = next((value[name] for name in _TEXTS if isinstance(value.get(name), dict)), {})
    tag = next((v for name in ("@language", "language") for v in (value.get(name), inside.get(name)) if isinstance(v, str)), "")
    return tag.lower()


def _of_map(value: Node) -> Any:
    """A language map (`{"en": ...}`) in English, or in whatever it has; None for any other object."""
    tags = [tag for tag in value if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", tag) or tag == "@none"]
    chosen = next((tag for tag in tags if _is_english(tag.lower())), tags[0] if tags else None)
    return None if chosen is None else value[chosen]


def _is_english(tag: str) -> bool:
    return tag == "en" or tag.startswith("en-")
