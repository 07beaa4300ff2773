"""Saved searches as their owner sees them: what each asks for, how many people it finds now, and how many of them are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from app.domain.models import SavedSearch
from app.domain.saved_searches import MOST_REMEMBERED, new_since
from app.recruiters.describing import described
from app.recruiters.finding import Asked, ask, build_query
from app.recruiters.grammar import Notice, Parsed, SearchForm, parse, to_pairs
from app.recruiters.understanding import understand
from app.services import Services
from app.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Kept:
    """One saved search today. `notices` say why a dead one finds nobody; `new` is None when too many match to tell them apart."""

    row: SavedSearch
    form: SearchForm
    parts: tuple[tuple[str, str], ...]
    notices: tuple[Notice, ...]
    total: int
    new: int | None

    @property
    def dead(self) -> bool:
        return any(notice.stops for notice in self.notices)


def address_to_keep(form: SearchForm) -> str:
    """The query string that is kept of a search: all but the page."""
    return urlencode(to_pairs(form.on_page(1)))


def parsed_address(saved: SavedSearch) -> Parsed:
    return parse(parse_qsl(saved.address, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved search whose result is on the page. `new` are the new people of all that it finds, None when they are too many."""

    row: SavedSearch
    new: frozenset[str] | None


def opened(services: Services, session: Session, viewer: Viewer, row: SavedSearch) -> Opened:
    """Who is new in a saved search that is being looked at."""
    people = people_matching(services, session, viewer, parsed_address(row))
    if people is None or row.seen is None:
        return Opened(row, None)
    return Opened(row, new_since(row, people, secret=services.settings.secret_key))


def kept_searches(services: Services, session: Session, viewer: Viewer, rows: Sequence[SavedSearch]) -> list[Kept]:
    """Every saved search with what it finds for this viewer now."""
    return [_kept(services, session, viewer, row) for row in rows]


def _kept(services: Services, session: Session, viewer: Viewer, row: SavedSearch) -> Kept:
    parsed = parsed_address(row)
    known, notices = understand(session, parsed)
    parts = described(session, parsed.form, known, rules=services.rules)
    if any(notice.stops for notice in notices):
        return Kept(row, parsed.form, parts, notices, 0, 0)
    total, people = _matching(ask(services, session, viewer, parsed.form, known))
    new = None if people is None or row.seen is None else len(new_since(row, people, secret=services.settings.secret_key))
    return Kept(row, parsed.form, parts, notices, total, new)


def people_matching(services: Services, session: Session, viewer: Viewer, parsed: Parsed) -> list[str] | None:
    """The ids of everybody whom a search finds now; nobody for a dead one, None for more people than are told apart."""
    known, notices = understand(session, parsed)
    if any(notice.stops for notice in notices):
        return []
    return _matching(ask(services, session, viewer, parsed.form, known))[1]


def _matching(asked: Asked) -> tuple[int, list[str] | None]:
    query = build_query(asked, asked.form.on_page(1))
    page = asked.services.engine.search(replace(query, sort="best", size=MOST_REMEMBERED, facets=()))
    return page.total, [hit.learner_id for hit in page.hits] if page.total <= MOST_REMEMBERED else None
