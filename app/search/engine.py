"""Which engine the address in the settings means."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from app.search.embedded import EmbeddedEngine
from app.search.interface import SearchEngine, SearchError


def open_engine(search_url: str) -> SearchEngine:
    """The engine for ``embedded:/path/file`` or ``http(s)://host:9200/index``. Nothing is connected to before its first use.

    Raises `SearchError` for Elasticsearch when its client is not installed: the embedded engine must run without it.
    """
    parts = urlsplit(search_url)
    if parts.scheme == "embedded":
        return EmbeddedEngine(Path(search_url.removeprefix("embedded:") or "search.sqlite3"))
    try:
        from app.search.elasticsearch import ElasticsearchEngine
    except ModuleNotFoundError as error:
        raise SearchError("Elasticsearch needs its client: pip install 'evident[production]'") from error
    return ElasticsearchEngine(search_url)
