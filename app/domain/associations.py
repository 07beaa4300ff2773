"""Ways from one competency to others: what frameworks and crosswalks say is the same, close, broader, narrower or in its place.

A search expands by them: what is exactly the same counts as the competency itself, however many such steps lead there; everything else
is one hop away, is shown with the name of that hop, and ranks lower. Both look at keys only, so a way may lead over, or to, a
competency that no loaded framework has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.identifiers import key_of
from app.domain.models import Association, AssociationKind

MOST_EQUIVALENTS = 100
"""Of one competency. A crosswalk that calls everything the same as everything else must not make every search a search for all."""
MOST_RELATED = 500
LONGEST_WAY = 8
"""Exact steps that are followed, one after the other."""

HOP_WORDS: Mapping[str, str] = {
    "exact": "same as",
    "close": "close to",
    "related": "related to",
    "broader": "broader",
    "narrower": "narrower",
    "replaces": "replaced by this",
    "replaced": "replaces this",
}
"""What a page calls a hop, seen from the competency that was asked for: the other one is "broader", "replaced by this", ..."""
HOP_SENTENCES: Mapping[str, str] = {
    "exact": "is the same as",
    "close": "is close to",
    "related": "is related to",
    "broader": "is broader than",
    "narrower": "is narrower than",
    "replaces": "has replaced",
    "replaced": "was replaced by",
}
"""The same between the two names, the other one first: "SQLite is narrower than SQL"."""
_BACK = {AssociationKind.BROADER: "narrower", AssociationKind.REPLACED: "replaces"}
_NEAREST = ("replaces", "replaced", "close", "narrower", "broader", "related")


@dataclass(frozen=True, slots=True)
class LoadedAssociation:
    """One association as a file states it: addresses, not keys, and what it calls the two ends."""

    origin: str
    kind: AssociationKind
    target: str
    identifier: str = ""
    origin_title: str = ""
    target_title: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """A competency that one association leads to. `uri` is its address, all that is known of it when no framework has it."""

    key: str
    kind: str
    """A name in `HOP_WORDS`."""
    via: str
    """The key from which the association leads here: the one asked for, or an equivalent."""
    uri: str
    framework_key: str
    """Which framework or crosswalk says so."""
    identifier: str = ""
    """The association's own address, if it has one."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """What else one competency is found by. Neither part holds the competency itself, and no key is in both."""

    key: str
    equivalents: tuple[Hop, ...] = ()
    related: tuple[Hop, ...] = ()

    @property
    def competencies(self) -> tuple[str, ...]:
        """The competency and everything that is exactly the same, as `Requirement.competencies` wants it."""
        return (self.key, *(hop.key for hop in self.equivalents))

    @property
    def related_keys(self) -> tuple[str, ...]:
        """Everything one hop away, as `Requirement.related` wants it."""
        return tuple(hop.key for hop in self.related)

    def hop_to(self, key: str) -> Hop | None:
        """How `key` came in; None for the competency itself and for strangers."""
        return next((hop for hop in (*self.equivalents, *self.related) if hop.key == key), None)


@dataclass
class _Growing:
    """The equivalents of one competency while they are being followed."""

    key: str
    found: dict[str, Hop] = field(default_factory=dict)
    edge: set[str] = field(default_factory=set)

    def follow(self, hops: Mapping[str, Sequence[Hop]]) -> None:
        edge, self.edge = self.edge, set()
        for hop in (hop for key in sorted(edge) for hop in hops.get(key, ()) if hop.kind == AssociationKind.EXACT):
            if hop.key != self.key and hop.key not in self.found and len(self.found) < MOST_EQUIVALENTS:
                self.found[hop.key] = hop
                self.edge.add(hop.key)


def expansion(session: Session, keys: Iterable[str]) -> dict[str, Expansion]:
    """Per key: what is exactly the same (over any number of steps) and what is one hop away from any of these.

    The nearest come first. A key without associations has an empty expansion. One query for each step of the longest way.
    """
    wanted, kept = list(dict.fromkeys(keys)), remembered.of(session).expansions
    if new := [key for key in wanted if key not in kept]:
        kept.update(_expanded(session, new))
    return {key: kept[key] for key in wanted}


def _expanded(session: Session, keys: Iterable[str]) -> dict[str, Expansion]:
    growing = [_Growing(key, edge={key}) for key in dict.fromkeys(keys)]
    hops: dict[str, Sequence[Hop]] = {}
    for _ in range(LONGEST_WAY):
        edge = set[str]().union(*(each.edge for each in growing))
        if not edge:
            break
        hops |= _hops(session, edge)
        for each in growing:
            each.follow(hops)
    hops |= _hops(session, {key for each in growing for key in each.found} - hops.keys())
    return {each.key: Expansion(each.key, tuple(each.found.values()), _related(each, hops)) for each in growing}


def _related(grown: _Growing, hops: Mapping[str, Sequence[Hop]]) -> tuple[Hop, ...]:
    own = {grown.key, *grown.found}
    near = (hop for key in (grown.key, *grown.found) for hop in hops.get(key, ()))
    away = [hop for hop in near if hop.kind != AssociationKind.EXACT and hop.key not in own]
    away.sort(key=lambda hop: (_NEAREST.index(hop.kind), hop.key))
    nearest: dict[str, Hop] = {}
    for hop in away:
        nearest.setdefault(hop.key, hop)
    return tuple(nearest.values())[:MOST_RELATED]


def _hops(session: Session, keys: Iterable[str]) -> Mapping[str, Sequence[Hop]]:
    """Every association at these keys, in either direction, by the key that it starts from: all of these and no others."""
    wanted = sorted(set(keys))
    hops: dict[str, list[Hop]] = {key: [] for key in wanted}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        at = or_(Association.origin_key.in_(some), Association.target_key.in_(some))
        for row in session.scalars(select(Association).where(at).order_by(Association.origin_key, Association.target_key)):
            for hop in (_there(row), _back(row)):
                if hop.via in some:
                    hops[hop.via].append(hop)
    return hops


def _there(row: Association) -> Hop:
    return Hop(row.target_key, row.kind, row.origin_key, row.target_uri, row.framework_key, row.identifier)


def _back(row: Association) -> Hop:
    kind = _BACK.get(AssociationKind(row.kind), row.kind)
    return Hop(row.origin_key, kind, row.target_key, row.origin_uri, row.framework_key, row.identifier)


def replace_all(session: Session, framework_key: str, associations: Iterable[LoadedAssociation]) -> int:
    """Store what a framework or crosswalk says, in place of all that it said before. Returns how many associations it now has.

    What leads from a competency to itself, also by another of its addresses, says nothing and is left out.
    """
    session.execute(delete(Association).where(Association.framework_key == framework_key))
    rows = {(row["origin_key"], row["kind"], row["target_key"]): row for a in associations if (row := _row(framework_key, a))}
    if rows:
        session.execute(insert(Association), list(rows.values()))
    return len(rows)


def _row(framework_key: str, association: LoadedAssociation) -> dict[str, str] | None:
    origin_key, target_key = key_of(association.origin), key_of(association.target)
    if origin_key == target_key:
        return None
    return {
        "framework_key": framework_key,
        "origin_key": origin_key,
        "kind": association.kind.value,
        "target_key": target_key,
        "origin_uri": association.origin[:2000],
        "target_uri": association.target[:2000],
        "identifier": association.identifier[:2000],
    }
