"""A reader of N-Quads for the canonicalisation vectors; the product only ever writes them."""

from __future__ import annotations

import re

from indexer.verification.jsonld.rdf import Quad, literal

_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>\"{}|^`\\\x00-\x20]*)*>"
_LITERAL = rf'"(?:[^"\\\n\r]|\\.)*"(?:\^\^{_IRI}|@[A-Za-z0-9-]+)?'
_LINE = re.compile(rf"\s*({_IRI}|_:\S+)\s*({_IRI})\s*({_IRI}|_:[^\s<]+|{_LITERAL})\s*({_IRI}|_:[^\s.]+)?\s*\.\s*(?:#.*)?")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read_nquads(text: str) -> set[Quad]:
    """Return the statements of an N-Quads text. Raises ValueError for a line that is none."""
    found = set()
    for line in re.split(r"[\n\r]+", text):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a statement: {line!r}")
        subject, predicate, target, graph = match.groups()
        found.add((_plain(subject), _plain(predicate), _target(target), _plain(graph or "")))
    return found


def _target(text: str) -> str:
    if text[0] != '"':
        return _plain(text)
    body, _, tail = text[1:].rpartition('"')
    value = _plain(body)
    if tail.startswith("@"):
        return literal(value, language=tail[1:])
    return literal(value, datatype=_plain(tail[3:-1]) if tail else None)


def _plain(text: str) -> str:
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else _SHORT.get(code, code)
