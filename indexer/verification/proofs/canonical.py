"""Canonical forms within one verification: each document once, and all of them from one budget of work."""

from __future__ import annotations

from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.canon import WORK_LIMIT, Budget, Canonical, canonize
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.jsonld.rdf import to_quads

_ALL_TOGETHER = 4 * WORK_LIMIT


class Canonicalizer:
    """Canonicalises expansions and remembers the outcome, also the bad one: ten proofs on one poisoned graph cost one try."""

    def __init__(self) -> None:
        self._budget = Budget(_ALL_TOGETHER)
        # The expansion stands beside its result, so that its identity stays true.
        self._known: dict[tuple[int, str], tuple[Expansion, Canonical | CheckFailedError]] = {}

    def canonical(self, expansion: Expansion, algorithm: str) -> Canonical:
        """Return the canonical form of `expansion`. Raises `CheckFailedError` POISON."""
        key = (id(expansion), algorithm)
        if key not in self._known:
            self._known[key] = (expansion, self._work(expansion, algorithm))
        found = self._known[key][1]
        if isinstance(found, CheckFailedError):
            raise found
        return found

    def _work(self, expansion: Expansion, algorithm: str) -> Canonical | CheckFailedError:
        try:
            return canonize(to_quads(expansion.nodes), algorithm=algorithm, budget=self._budget)
        except CheckFailedError as error:
            return error
