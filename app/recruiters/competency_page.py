"""The page of one competency: what it is, where it stands, what is the same elsewhere, and how many people show it to this viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import frameworks
from app.domain.associations import Expansion, Hop, expansion
from app.domain.errors import NotFoundError
from app.domain.models import Competency, Framework, Role
from app.guard import allow
from app.recruiters.addresses import search_url
from app.recruiters.blueprint import recruiters
from app.recruiters.finding import people_showing
from app.recruiters.grammar import SearchForm
from app.signing_in import reading, services, signed_in
from app.viewers import current_viewer

GROUPS: Mapping[str, str] = {
    "exact": "Exactly the same",
    "broader": "Broader",
    "narrower": "Narrower",
    "close": "Close to it",
    "related": "Related",
    "replaced": "Replaced by",
    "replaces": "Stands in place of",
}
"""Kinds of hop in the order of the page, and what stands above them."""
MOST_SHOWN = 100
"""Neighbours of one kind; a branch of a framework may have many more."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A competency that an association leads to. `competency` is None when no loaded framework has it: only its address is known."""

    hop: Hop
    competency: Competency | None
    said_by: str
    """The framework or crosswalk that says so."""

    @property
    def name(self) -> str:
        return self.competency.label if self.competency else self.hop.uri

    @property
    def order(self) -> tuple[bool, str]:
        return self.competency is None, self.name.casefold()


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours of one kind, by name; `more` were left out."""

    kind: str
    title: str
    neighbours: Sequence[Neighbour]
    more: int

    @property
    def said_by(self) -> str:
        """Who says it of all of them; empty when several do."""
        names = {neighbour.said_by for neighbour in self.neighbours}
        return names.pop() if len(names) == 1 else ""


@recruiters.get("/competencies/<key>")
@allow(Role.RECRUITER)
def competency(key: str) -> ResponseReturnValue:
    """One competency, also one that its framework has given up: whoever kept the address can still read it."""
    viewer = current_viewer()
    if not viewer.labels:
        return render_template("recruiters/waiting.html", organisation=signed_in().organisation)
    found = frameworks.competencies_by_key(reading(), [key]).get(key)
    if found is None:
        raise NotFoundError("No competency has this address.", next_step="Look for it by its name on the search page.")
    groups = neighbours(reading(), expansion(reading(), [key])[key])
    shown = [key, *(n.competency.key for group in groups for n in group.neighbours if n.competency)]
    return render_template(
        "recruiters/competency.html",
        competency=found,
        groups=groups,
        people=people_showing(services(), reading(), viewer, shown),
        search=search_url(SearchForm().with_key("must", key)),
    )


def neighbours(session: Session, found: Expansion) -> list[Group]:
    """What the associations lead to, by kind and name; two queries."""
    hops = (*found.equivalents, *found.related)
    known = frameworks.competencies_by_key(session, [hop.key for hop in hops])
    titles = _titles(session, {hop.framework_key for hop in hops})
    groups = []
    for kind, title in GROUPS.items():
        of_kind = [Neighbour(hop, known.get(hop.key), titles[hop.framework_key]) for hop in hops if hop.kind == kind]
        of_kind.sort(key=lambda neighbour: neighbour.order)
        if of_kind:
            groups.append(Group(kind, title, of_kind[:MOST_SHOWN], max(0, len(of_kind) - MOST_SHOWN)))
    return groups


def _titles(session: Session, keys: set[str]) -> dict[str, str]:
    return {f.key: f.title for f in session.scalars(select(Framework).where(Framework.key.in_(keys)))}
