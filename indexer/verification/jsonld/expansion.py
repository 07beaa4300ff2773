"""What expansion hands out: nodes, where they stood, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Path = tuple[Any, ...]
"""A place, innermost first: ``("name", ("achievement", ()))``. Cheap to extend; `pointer` writes it out."""
Node = dict[str, Any]


class BadDocumentError(Exception):
    """The document breaks a rule of JSON-LD, e.g. a value object with a type and a language."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.pointer = pointer(path)


@dataclass(frozen=True, slots=True)
class Lost:
    """A word that means nothing: `word` at `pointer`, and the reason in words."""

    word: str
    pointer: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word that no pinned context explains: explained by a context inside the credential, or spelled out as an IRI. `word` is the
    key or type, `iri` what it stands for."""

    word: str
    path: Path
    iri: str


@dataclass(slots=True)
class Expansion:
    """The expanded form of one document and what was noticed on the way. `contexts` maps the URLs used to their hashes.

    `detours` are places where statements stand elsewhere than in the object that they are about (`@included`, `@graph`, `@nest`,
    `@reverse`): one text for the signature, and another one for readers of JSON.
    """

    nodes: list[Node] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    own_words: list[OwnWord] = field(default_factory=list)
    detours: list[Lost] = field(default_factory=list)
    contexts: dict[str, str] = field(default_factory=dict)
    places: dict[int, Path] = field(default_factory=dict)

    def pointer_of(self, node: Node) -> str:
        """Return the JSON Pointer of a node of this expansion in the original document."""
        return pointer(self.places.get(id(node), ()))


def pointer(path: Path) -> str:
    """Write a path as a JSON Pointer (RFC 6901)."""
    parts: list[str] = []
    while path:
        parts.append(str(path[0]).replace("~", "~0").replace("/", "~1"))
        path = path[1]
    return "".join(f"/{part}" for part in reversed(parts))
