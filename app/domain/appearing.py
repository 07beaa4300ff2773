"""Since when a piece has been findable, and for whom: so that a search which finds many can tell who is new.

`Publication.published_at` is when the present audience was chosen. An organisation that could see the piece before and still can keeps
its earlier time (`Publication.earlier`): a learner's change of audience is news to those alone to whom something appears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.models import Audience, Publication
from app.domain.visibility import RECRUITERS, organisation_label


@dataclass(frozen=True, slots=True)
class Appeared:
    """When a piece appeared to its audience, and before that to holders of some labels (label -> ISO time)."""

    at: datetime
    earlier: Mapping[str, str]

    def to(self, label: str) -> datetime:
        """Since when holders of this label can see it."""
        return datetime.fromisoformat(self.earlier[label]) if label in self.earlier else self.at


def earlier_for(current: Publication, audience: Audience, organisation_ids: Collection[str]) -> dict[str, str]:
    """What to keep when a publication gets this audience instead: those who can see it before and after, each with their time."""
    named_before = {organisation_label(o.id) for o in current.organisations}
    named_now = set(map(organisation_label, organisation_ids))
    if current.audience == Audience.RECRUITERS:
        staying = named_now
    else:
        staying = named_before if audience == Audience.RECRUITERS else named_before & named_now
    appeared = Appeared(current.published_at, current.earlier)
    return {label: appeared.to(label).isoformat() for label in sorted(staying)}


def holders_by_time(labels: Collection[str], pieces: Iterable[Appeared]) -> Mapping[datetime, frozenset[str]]:
    """Since when holders of `labels` see these pieces together: time -> labels.

    Where all recruiters see them, an organisation that saw them earlier is named beside with its own time.
    """
    together = tuple(pieces)
    if not any(piece.earlier for piece in together):  # as it is for most
        return {max(piece.at for piece in together): frozenset(labels)}
    times = {label: max(piece.to(label) for piece in together) for label in labels}
    if RECRUITERS in times:
        known_before = {label for piece in together for label in piece.earlier}
        since = {label: max(piece.to(label) for piece in together) for label in known_before}
        times |= {label: at for label, at in since.items() if at < times[RECRUITERS]}
    grouped: dict[datetime, set[str]] = defaultdict(set)
    for label, at in times.items():
        grouped[at].add(label)
    return {at: frozenset(holders) for at, holders in grouped.items()}
