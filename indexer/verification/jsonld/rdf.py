"""From the expanded form to RDF statements (JSON-LD-API section 8), each part already written as in canonical N-Quads.

A statement is four strings: subject, predicate, object, graph (empty for the default one). The first character tells what a part
is: ``<`` an IRI, ``_`` a blank node, ``"`` a literal.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any

from indexer.verification.jsonld.jcs import canonical_json
from indexer.verification.jsonld.terms import is_absolute

Quad = tuple[str, str, str, str]
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FIRST, _REST, _NIL, _TYPE = (f"<{_RDF}{name}>" for name in ("first", "rest", "nil", "type"))
# Canonical N-Quads (RDFC-1.0 section 5): short escapes where they exist, \u for the other controls.
_ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"},
}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')


def to_quads(nodes: Iterable[Any]) -> set[Quad]:
    """Return the statements of an expanded document. What has no address on the web of data was reported lost before."""
    writer = _Writer()
    for node in nodes:
        writer.node(node, "")
    return writer.quads


def literal(value: str, *, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal; strings carry no datatype."""
    text = _ESCAPED.sub(lambda match: _ESCAPES[match.group()], value)
    if language is not None:
        return f'"{text}"@{language}'
    if datatype is None or datatype == f"{_XSD}string":
        return f'"{text}"'
    return f'"{text}"^^<{datatype}>'


class _Writer:
    def __init__(self) -> None:
        self.quads: set[Quad] = set()
        self._labels: dict[str, str] = {}
        self._numbers = itertools.count()

    def node(self, node: Any, graph: str) -> str:
        """Write one node with everything below it; return its name."""
        subject = self._name(node["@id"]) if "@id" in node else self._blank()
        for key, value in node.items():
            if key == "@type":
                for iri in value:
                    self._add(subject, _TYPE, self._name(iri), graph)
            elif key == "@graph":
                for item in value:
                    self._member(item, subject)
            elif key == "@included":
                for item in value:
                    self.node(item, graph)
            elif key == "@reverse":
                self._reverse(subject, value, graph)
            elif key[0] != "@":
                predicate = f"<{key}>"
                for item in value:
                    self._add(subject, predicate, self._object(item, graph), graph)
        return subject

    def _member(self, item: Any, graph: str) -> None:
        if isinstance(item, dict) and "@value" not in item and "@list" not in item:
            self.node(item, graph)

    def _reverse(self, target: str, value: dict[str, Any], graph: str) -> None:
        for iri, items in value.items():
            for item in items:
                self._add(self.node(item, graph), f"<{iri}>", target, graph)

    def _object(self, item: Any, graph: str) -> str:
        if "@value" in item:
            return _literal(item)
        if "@list" in item:
            return self._list(item["@list"], graph)
        return self.node(item, graph)

    def _list(self, items: list[Any], graph: str) -> str:
        head = _NIL
        for item in reversed(items):
            cell = self._blank()
            self._add(cell, _FIRST, self._object(item, graph), graph)
            self._add(cell, _REST, head, graph)
            head = cell
        return head

    def _add(self, subject: str, predicate: str, target: str, graph: str) -> None:
        # A relative name has no place in RDF; it was reported as lost when it was expanded.
        if subject and target and (graph or graph == "") and predicate[1] != "_":
            self.quads.add((subject, predicate, target, graph))

    def _name(self, iri: str) -> str:
        if iri.startswith("_:"):
            if iri not in self._labels:
                self._labels[iri] = self._blank()
            return self._labels[iri]
        return f"<{iri}>" if is_absolute(iri) else ""

    def _blank(self) -> str:
        return f"_:b{next(self._numbers)}"


def _literal(item: dict[str, Any]) -> str:
    value, kind = item["@value"], item.get("@type")
    if kind == "@json":
        return literal(canonical_json(value).decode(), datatype=f"{_RDF}JSON")
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=kind or f"{_XSD}boolean")
    if isinstance(value, (int, float)):
        return _number(value, kind)
    return literal(value, datatype=kind, language=item.get("@language"))


def _number(value: int | float, kind: str | None) -> str:
    """Integers in decimals, everything else as a canonical double (JSON-LD-API section 8.6)."""
    whole = isinstance(value, int) or value.is_integer()
    if whole and abs(value) < 1e21 and kind != f"{_XSD}double":
        return literal(str(int(value)), datatype=kind or f"{_XSD}integer")
    mantissa, _, exponent = f"{value:.15E}".partition("E")
    mantissa = mantissa.rstrip("0")
    if mantissa.endswith("."):
        mantissa += "0"
    return literal(f"{mantissa}E{int(exponent)}", datatype=kind or f"{_XSD}double")
