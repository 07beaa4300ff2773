"""A search engine that is out of reach, or refuses somebody, for as long as a test wants; else the real one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.search.interface import SearchDocument, SearchEngine, SearchError, WriteFailure
from tests.factories.house import House


@dataclass
class Stubborn:
    """Stands before `engine`. `away` fails every write; `refused` are learners whose documents it does not take."""

    engine: SearchEngine
    away: bool = False
    refused: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def write(self, documents: Sequence[SearchDocument], *, visible: bool = True) -> list[WriteFailure]:
        self._answer()
        taken = [d for d in documents if d.learner_id not in self.refused]
        failures = self.engine.write(taken, visible=visible) if taken else []
        return [*failures, *(WriteFailure(d.learner_id, self.refused[d.learner_id]) for d in documents if d not in taken)]

    def remove(self, learners: Mapping[str, int], *, visible: bool = True) -> list[WriteFailure]:
        self._answer()
        return self.engine.remove(learners, visible=visible)

    def _answer(self) -> None:
        if self.away:
            raise SearchError("the server cannot be reached")


def make_stubborn(house: House) -> Stubborn:
    """Put one in front of the house's engine."""
    engine = Stubborn(house.services.engine)
    house.services = replace(house.services, engine=engine)
    return engine
