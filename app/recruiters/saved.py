"""Saved searches as their owner sees them: what each asks for, how many people it finds now, and how many of them are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from app.domain.models import SavedSearch
from app.domain.saved_searches import MOST_REMEMBERED, new_since
from app.recruiters.describing import described
from app.recruiters.finding import Asked, ask, build_query
from app.recruiters.grammar import Notice, Parsed, SearchForm, parse, to_pairs
from app.recruiters.understanding import understand
from app.search.interface import SearchPage
from app.services import Services
from app.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Kept:
    """One saved search today. `notices` say why a dead one finds nobody; `new` counts who matches now and did not."""

    row: SavedSearch
    form: SearchForm
    parts: tuple[tuple[str, str], ...]
    notices: tuple[Notice, ...]
    total: int
    new: int

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
    """A saved search whose result is on the page: how many of all that it finds are new, and who the first of them are."""

    row: SavedSearch
    count: int
    new: frozenset[str]


def opened(services: Services, session: Session, viewer: Viewer, row: SavedSearch) -> Opened:
    """Who is new in a saved search that is being looked at."""
    parsed = parsed_address(row)
    known, notices = understand(session, parsed)
    if any(notice.stops for notice in notices):
        return Opened(row, 0, frozenset())
    return Opened(row, *_matching(ask(services, session, viewer, parsed.form, known), row)[1:])


def kept_searches(services: Services, session: Session, viewer: Viewer, rows: Sequence[SavedSearch]) -> list[Kept]:
    """Every saved search with what it finds for this viewer now."""
    return [_kept(services, session, viewer, row) for row in rows]


def _kept(services: Services, session: Session, viewer: Viewer, row: SavedSearch) -> Kept:
    parsed = parsed_address(row)
    known, notices = understand(session, parsed)
    parts = described(session, parsed.form, known, rules=services.rules)
    if any(notice.stops for notice in notices):
        return Kept(row, parsed.form, parts, notices, 0, 0)
    total, new, _ = _matching(ask(services, session, viewer, parsed.form, known), row)
    return Kept(row, parsed.form, parts, notices, total, new)


def people_matching(services: Services, session: Session, viewer: Viewer, parsed: Parsed) -> list[str] | None:
    """The ids of everybody whom a search finds now; nobody for a dead one, None for more people than are remembered."""
    known, notices = understand(session, parsed)
    if any(notice.stops for notice in notices):
        return []
    return _people(_found(ask(services, session, viewer, parsed.form, known)))


def _matching(asked: Asked, row: SavedSearch) -> tuple[int, int, frozenset[str]]:
    """How many the search finds, how many of them are new, and the first of these.

    By the marks of those who matched at the last look; where there were or are too many for that, by what has appeared since (decision 15).
    """
    found = _found(asked)
    people = _people(found)
    if people is None or row.seen is None:
        fresh = _found(asked, new_since=row.looked_at) if found.total else found
        return found.total, fresh.total, frozenset(hit.learner_id for hit in fresh.hits)
    new = new_since(row, people, secret=asked.services.settings.secret_key)
    return found.total, len(new), new


def _found(asked: Asked, *, new_since: datetime | None = None) -> SearchPage:
    query = build_query(asked, asked.form.on_page(1))
    return asked.services.engine.search(replace(query, new_since=new_since, size=MOST_REMEMBERED, facets=()))


def _people(page: SearchPage) -> list[str] | None:
    return [hit.learner_id for hit in page.hits] if page.total <= MOST_REMEMBERED else None
