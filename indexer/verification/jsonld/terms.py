"""Terms and the table they stand in: what a word of a JSON document means, and how IRIs are read from it (section 5.2)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

KEYWORDS = frozenset(
    {
        "@base", "@container", "@context", "@default", "@direction", "@explicit", "@embed", "@graph", "@id",
        "@included", "@index", "@json", "@language", "@list", "@nest", "@none", "@omitDefault", "@preserve",
        "@protected", "@reverse", "@requireAll", "@set", "@type", "@value", "@version", "@vocab", "@import",
        "@prefix", "@propagate",
    }
)
KEYWORD_LIKE = re.compile(r"@[A-Za-z]+")
# An absolute IRI as it may stand in N-Quads: what would close the angle bracket could forge a statement, so it is no IRI.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"\\\x7f]*")


class BadContextError(Exception):
    """A context breaks the rules of JSON-LD; `code` is the standard's error code in words."""


class Unset:
    """Stands for "says nothing", where null says something."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class Term:
    """What one term means. Two definitions are equal when only `protected` or `origin` differ (section 4.2.2, step 27)."""

    iri: str | None
    prefix: bool = False
    reverse: bool = False
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: Any = UNSET
    direction: Any = UNSET
    context: Any = UNSET
    nest: str | None = None
    index: str | None = None
    protected: bool = field(default=False, compare=False)
    pinned: bool = field(default=False, compare=False)


_serials = itertools.count()


class ActiveContext:
    """A table of terms and defaults. Never changed once `Processor.process` has returned it."""

    __slots__ = ("base", "direction", "language", "previous", "serial", "shared", "terms", "vocab", "vocab_pinned")

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.base: str | None = None
        self.vocab: str | None = None
        self.vocab_pinned = False
        self.language: str | None = None
        self.direction: str | None = None
        self.previous: ActiveContext | None = None
        self.shared = False
        self.serial = next(_serials)

    def copy(self) -> ActiveContext:
        other = ActiveContext()
        other.terms = dict(self.terms)
        other.base, other.vocab, other.vocab_pinned = self.base, self.vocab, self.vocab_pinned
        other.language, other.direction, other.previous = self.language, self.direction, self.previous
        return other

    def expand_iri(self, value: str, *, document: bool = False, vocab: bool = False) -> str | None:
        """Expand a term, compact IRI or relative IRI; keywords stay, what only looks like one becomes None."""
        if vocab and (term := self.terms.get(value)) is not None:
            return term.iri
        return expand_iri(self, value, document=document, vocab=vocab)


def is_absolute(value: str) -> bool:
    """Say whether `value` is an absolute IRI that may stand in N-Quads."""
    return _ABSOLUTE.fullmatch(value) is not None


def expand_iri(
    active: ActiveContext,
    value: str,
    *,
    document: bool = False,
    vocab: bool = False,
    define: Callable[[str], None] | None = None,
) -> str | None:
    """Expand `value`. While a context is being read, `define` is called with each term that the answer rests on."""
    if value in KEYWORDS:
        return value
    if value[:1] == "@" and KEYWORD_LIKE.fullmatch(value):
        return None
    if define is not None:
        define(value)
    term = active.terms.get(value)
    if term is not None and (vocab or term.iri in KEYWORDS):
        return term.iri
    colon = value.find(":", 1)
    if colon > 0:
        compact = _compact_iri(active, value, colon, define)
        if compact is not None:
            return compact
    if vocab and active.vocab is not None:
        return active.vocab + value
    if document and active.base is not None:
        return urljoin(active.base, value)
    return value


def _compact_iri(
    active: ActiveContext, value: str, colon: int, define: Callable[[str], None] | None
) -> str | None:
    prefix, suffix = value[:colon], value[colon + 1 :]
    if prefix == "_" or suffix.startswith("//"):
        return value
    if define is not None:
        define(prefix)
    owner = active.terms.get(prefix)
    if owner is not None and owner.iri is not None and owner.prefix:
        return owner.iri + suffix
    return value if is_absolute(value) else None
