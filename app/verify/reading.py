"""A credential as a person reads it: which level was reached on which rubric, narratives made safe, hosts named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.trust import domain_of
from app.evidence import sanitise
from indexer.verification.claims import Claims, Result, ResultDescription


@dataclass(frozen=True, slots=True)
class ReachedLevel:
    """One result on a rubric: the rank reached of so many levels, with the issuer's label."""

    name: str
    rank: int
    count: int
    label: str


def levels(claims: Claims) -> list[ReachedLevel]:
    """The rubric levels that the credential's results reached, in its order."""
    if claims.achievement is None:
        return []
    described = {d.id: d for d in claims.achievement.result_descriptions}
    found = [_reached(result, described.get(result.result_description or "")) for result in claims.results]
    return [level for level in found if level is not None]


def _reached(result: Result, description: ResultDescription | None) -> ReachedLevel | None:
    if description is None:
        return None
    for level in description.rubric_criterion_levels:
        if level.id == result.achieved_level:
            count = max(other.order for other in description.rubric_criterion_levels)
            return ReachedLevel(description.name or "Level", level.order, count, level.name or level.level or "")
    return None


def prose(text: str | None) -> Markup:
    """A narrative as safe HTML, to stand under a third-level heading."""
    return sanitise.markdown(text, below=3)


FILTERS: dict[str, Callable[..., Any]] = {"levels": levels, "prose": prose, "host": sanitise.host_of, "domain": domain_of}
