"""What a process remembers of the frameworks, for as long as none is loaded, reloaded or taken out of use.

Each search looks at the same few competencies, their associations and names, which change when an operator loads something. A reading
session asks once which frameworks there are; for as long as the answer is the same, what was looked up before still holds. Rows that
are remembered belong to no session: they are read and never changed. A writing session remembers nothing and is told nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.database import MEMORY
from app.domain.models import Competency, Framework
from indexer.verification.claims import Alignment

MOST = 20_000
"""Entries of each kind; with more, a process begins anew."""
_LOADED = select(Framework.key, Framework.loaded_at, Framework.title).order_by(Framework.key)
_HERE = "remembered"

Generation = tuple[tuple[str, datetime, str], ...]
"""Which frameworks there are: key, time of the last loading, title."""


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """What was looked up in one generation of the frameworks. Threads share it, and fill it with the same.

    Only the same object is equal: it stands for all that it holds.
    """

    generation: Generation = ()
    competencies: dict[str, Competency | None] = field(default_factory=dict)
    """By key; None for one that is not there."""
    expansions: dict[str, Any] = field(default_factory=dict)
    """By key: what `associations.expansion` found."""
    named: dict[str, Competency] = field(default_factory=dict)
    """By name: what `alignments.resolve` found."""
    nameless: set[Alignment] = field(default_factory=set)
    """Alignments that name no competency."""

    @property
    def is_full(self) -> bool:
        return max(map(len, (self.competencies, self.expansions, self.named, self.nameless))) >= MOST


def of(session: Session) -> Remembered:
    """What is remembered for the state that `session` sees. In a session that writes it is nothing, and is forgotten at once."""
    if MEMORY not in session.info:
        return Remembered()
    kept: Remembered | None = session.info.get(_HERE)
    if kept is None or kept.is_full:
        kept = session.info[_HERE] = _shared(session.info[MEMORY], kept.generation if kept else generation(session))
    return kept


def generation(session: Session) -> Generation:
    """A mark of all that is loaded: another one after each load, and after taking something out of use."""
    return tuple((row.key, row.loaded_at, row.title) for row in session.execute(_LOADED))


def _shared(memory: dict[str, Any], present: Generation) -> Remembered:
    """The one of this process, begun anew when frameworks have changed or there is no room."""
    kept: Remembered | None = memory.get(_HERE)
    if kept is None or kept.is_full or kept.generation != present:
        kept = memory[_HERE] = Remembered(present)
    return kept
