"""Is the portal able to do its work? Three questions, each answered with a word or with what is not ready."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from app.domain import schema
from app.domain.visibility import RECRUITERS
from app.search.interface import CompetencyQuery, SearchError
from app.services import Services

log = logging.getLogger(__name__)


def questions(services: Services) -> dict[str, str]:
    """Part -> ``ready`` or a sentence that says what is missing and what to do."""
    return {"database": _database(services), "search": _search(services)}


def _database(services: Services) -> str:
    try:
        found = schema.current(services.database)
    except SQLAlchemyError as error:
        return f"The database does not answer ({type(error).__name__}). Check EVIDENT_DATABASE_URL and the server."
    if found != schema.newest():
        return f"The tables are at {found or 'nothing'}, expected {schema.newest()}. Run `evident db upgrade`."
    return "ready"


def _search(services: Services) -> str:
    """Ask the engine as a recruiter would; the answer itself is nobody's business here."""
    try:
        services.engine.search(CompetencyQuery(labels=frozenset({RECRUITERS}), now=services.clock(), size=1, facets=()))
    except SearchError as error:
        log.warning("not ready: %s", error)  # names servers of ours; whoever asks here is a stranger
        return "The search does not answer. The log says why; `evident index status` asks again."
    return "ready"
