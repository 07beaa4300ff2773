"""Judge any credential: `verify(raw, *, fetcher, now) -> Report`. A pure library: no Flask, Celery, SQLAlchemy, Elasticsearch."""

from indexer.verification.verify import verify

__all__ = ["verify"]
