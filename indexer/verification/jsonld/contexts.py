"""Where JSON-LD contexts come from: a closed list of published files, pinned by hash. Nothing is ever fetched for meaning.

One URL may have had several texts over time (the Open Badges 3.0.3 context was edited in place), and a credential was signed
under one of them. So a URL names a list of revisions, newest first, and a `ContextStore` is one choice among them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of a context: its parsed content, and the SHA-256 of its bytes, which names it everywhere."""

    url: str
    sha256: str
    context: Any
    raw: bytes = field(default=b"", repr=False, compare=False)

    @classmethod
    def of(cls, url: str, raw: bytes) -> Revision:
        """Read a context file. Raises ValueError when it is not JSON with an `@context`."""
        document = json.loads(raw)
        if not isinstance(document, dict) or "@context" not in document:
            raise ValueError(f"{url}: expected a JSON object with an @context")
        return cls(url, hashlib.sha256(raw).hexdigest(), document["@context"], raw)


class ContextUnavailableError(Exception):
    """No text is pinned for a context URL, so nobody can say what its terms mean."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class ContextStore:
    """A choice of one revision for each context URL."""

    def __init__(self, revisions: Mapping[str, tuple[Revision, ...]], chosen: Mapping[str, int] | None = None) -> None:
        self._revisions = revisions
        self._chosen = dict(chosen or {})

    def get(self, url: str) -> Revision:
        """Return the chosen revision of `url` or raise `ContextUnavailableError`."""
        found = self._revisions.get(url)
        if not found:
            raise ContextUnavailableError(url)
        return found[self._chosen.get(url, 0)]

    def texts(self, url: str) -> tuple[Revision, ...]:
        """Return every text of `url` that is kept; () for an address that is no vocabulary of ours."""
        return self._revisions.get(url, ())

    def others(self, urls: frozenset[str]) -> list[ContextStore]:
        """Return the stores in which one of `urls` has another text than here: what is tried when the newest does not fit."""
        return [
            ContextStore(self._revisions, {**self._chosen, url: index})
            for url in sorted(urls)
            for index in range(len(self._revisions.get(url, ())))
            if index != self._chosen.get(url, 0)
        ]


@cache
def pinned() -> ContextStore:
    """Return the store of the contexts that ship with the product, each held against its hash. Raises ValueError on a mismatch."""
    folder = files("indexer.verification") / "contexts"
    found: dict[str, tuple[Revision, ...]] = {}
    for entry in json.loads((folder / "index.json").read_bytes()):
        revision = Revision.of(entry["url"], (folder / entry["file"]).read_bytes())
        if revision.sha256 != entry["sha256"]:
            raise ValueError(f"{entry['file']}: expected SHA-256 {entry['sha256']}, found {revision.sha256}")
        found[revision.url] = (*found.get(revision.url, ()), revision)
    return ContextStore(found)
