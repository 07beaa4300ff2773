"""RDFC-1.0: one text for one RDF dataset, whatever its blank nodes are called (https://www.w3.org/TR/rdf-canon/).

Blank nodes that look alike make the algorithm try permutations, and a hostile graph makes that explode. Work is counted, not
timed, so the same graph is refused everywhere: see `Budget`. Step numbers are those of sections 4.4 to 4.8.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.rdf import Quad

WORK_LIMIT = 20_000
"""Units of work: one for each path that is tried and one for each neighbour hashed on it. Honest credentials need none."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical form: sorted N-Quads lines, and the label (``c14n0``) of each blank node, both without ``_:``."""

    lines: tuple[str, ...]
    labels: dict[str, str]

    @property
    def text(self) -> str:
        return "".join(self.lines)


class Budget:
    """Work that may be done. With a `parent`, what is spent is spent there, too: many small graphs are as bad as a large one."""

    def __init__(self, limit: int = WORK_LIMIT, parent: Budget | None = None) -> None:
        self._left = limit
        self._parent = parent

    def spend(self) -> None:
        """Take one unit. Raises `CheckFailedError` POISON when none is left."""
        self._left -= 1
        if self._left < 0:
            raise CheckFailedError("POISON")
        if self._parent is not None:
            self._parent.spend()


def canonize(quads: Iterable[Quad], *, algorithm: str = "sha256", budget: Budget | None = None) -> Canonical:
    """Canonicalise `quads`; `algorithm` is the hash inside (sha256, or sha384 with P-384 keys).

    Raises `CheckFailedError` POISON when that would take more than `WORK_LIMIT` units of work, or what `budget` has left.
    """
    state = _State(algorithm, Budget(parent=budget))
    return state.run(sorted(set(quads)))


def line(quad: Quad) -> str:
    """Write one statement as a line of N-Quads."""
    subject, predicate, target, graph = quad
    return f"{subject} {predicate} {target} {graph} .\n" if graph else f"{subject} {predicate} {target} .\n"


@dataclass(slots=True)
class _Issuer:
    """Issues labels in order (section 4.5)."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, name: str) -> str:
        found = self.issued.get(name)
        if found is None:
            found = self.issued[name] = f"{self.prefix}{len(self.issued)}"
        return found

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _State:
    def __init__(self, algorithm: str, budget: Budget) -> None:
        self._hash_of: Any = getattr(hashlib, algorithm)
        self._budget = budget
        self._quads_of: dict[str, list[Quad]] = defaultdict(list)
        self._first: dict[str, str] = {}
        self._canonical = _Issuer("_:c14n")

    def run(self, quads: list[Quad]) -> Canonical:
        for quad in quads:  # 2
            for part in {quad[0], quad[2], quad[3]}:
                if part[:1] == "_":
                    self._quads_of[part].append(quad)
        by_hash: dict[str, list[str]] = defaultdict(list)
        for name in self._quads_of:  # 3
            by_hash[self._first_degree(name)].append(name)
        self._label_unique(by_hash)
        self._label_alike(by_hash)
        labels = self._canonical.issued  # 6
        lines = sorted(line(_relabel(quad, labels)) for quad in quads)
        return Canonical(tuple(lines), {name[2:]: label[2:] for name, label in labels.items()})

    def _label_unique(self, by_hash: dict[str, list[str]]) -> None:
        for digest in sorted(by_hash):  # 4
            if len(by_hash[digest]) == 1:
                self._canonical.issue(by_hash[digest][0])

    def _label_alike(self, by_hash: dict[str, list[str]]) -> None:
        for digest in sorted(by_hash):  # 5
            if len(by_hash[digest]) == 1:
                continue
            found = []
            for name in by_hash[digest]:
                if name not in self._canonical.issued:
                    issuer = _Issuer("_:b")
                    issuer.issue(name)
                    found.append(self._n_degree(name, issuer))
            for _, issuer in sorted(found, key=lambda pair: pair[0]):
                for name in issuer.issued:
                    self._canonical.issue(name)

    def _hash(self, text: str) -> str:
        digest: str = self._hash_of(text.encode()).hexdigest()
        return digest

    def _first_degree(self, name: str) -> str:
        """Hash First Degree Quads (4.6): the node is ``_:a``, every other blank node ``_:z``."""
        found = self._first.get(name)
        if found is None:
            lines = sorted(line(_anonymous(quad, name)) for quad in self._quads_of[name])
            found = self._first[name] = self._hash("".join(lines))
        return found

    def _related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash Related Blank Node (4.7)."""
        label = self._canonical.issued.get(related) or issuer.issued.get(related)
        predicate = quad[1] if position != "g" else ""
        return self._hash(position + predicate + (label or self._first_degree(related)))

    def _neighbours(self, name: str, issuer: _Issuer) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads_of[name]:
            for part, position in ((quad[0], "s"), (quad[2], "o"), (quad[3], "g")):
                if part[:1] == "_" and part != name:
                    self._budget.spend()
                    found[self._related(part, quad, issuer, position)].append(part)
        return found

    def _n_degree(self, name: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash N-Degree Quads (4.8): the hash of everything around `name`, and the issuer that names it."""
        data = []
        neighbours = self._neighbours(name, issuer)  # 2, 3
        for digest in sorted(neighbours):  # 5
            path, issuer = self._best_path(neighbours[digest], issuer)
            data += [digest, path]
        return self._hash("".join(data)), issuer

    def _best_path(self, names: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        best: tuple[str, _Issuer] | None = None
        for order in permutations(names):  # 5.4
            self._budget.spend()
            found = self._path(order, issuer.copy(), best[0] if best else "")
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        assert best is not None  # the first order is never cut short
        return best

    def _path(self, order: tuple[str, ...], issuer: _Issuer, best: str) -> tuple[str, _Issuer] | None:
        """Follow one order; None as soon as it cannot be better than `best` (5.4.4.3, 5.4.5.5)."""
        path = ""
        pending = []
        for related in order:
            if related in self._canonical.issued:
                path += self._canonical.issued[related]
            else:
                if related not in issuer.issued:
                    pending.append(related)
                path += issuer.issue(related)
            if _hopeless(path, best):
                return None
        for related in pending:
            digest, inner = self._n_degree(related, issuer)
            path += f"{issuer.issue(related)}<{digest}>"
            issuer = inner
            if _hopeless(path, best):
                return None
        return path, issuer


def _hopeless(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best


def _relabel(quad: Quad, labels: Mapping[str, str]) -> Quad:
    return (labels.get(quad[0], quad[0]), quad[1], labels.get(quad[2], quad[2]), labels.get(quad[3], quad[3]))


def _anonymous(quad: Quad, name: str) -> Quad:
    return (_masked(quad[0], name), quad[1], _masked(quad[2], name), _masked(quad[3], name))


def _masked(part: str, name: str) -> str:
    if part[:1] != "_":
        return part
    return "_:a" if part == name else "_:z"


def relabelled(quads: Iterable[Quad], labels: Mapping[str, str]) -> list[str]:
    """Return the sorted lines of `quads` with blank nodes renamed; `labels` maps names with ``_:`` to names with ``_:``."""
    return sorted(line(_relabel(quad, labels)) for quad in set(quads))
