"""An outside world in memory: a `Fetcher` that answers from a mapping, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from indexer.verification.interface import Fetched, FetchError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class FakeWeb:
    """Answers GETs from `documents`: bytes are a good answer, a number is an HTTP status, everything else was never there.

    `missing` is the status with which that is said: 404 when the world is known to be no larger than `documents`.
    """

    def __init__(
        self, documents: Mapping[str, bytes | int] | None = None, *, now: datetime = NOON, missing: int | None = None
    ) -> None:
        self.documents: dict[str, bytes | int] = dict(documents or {})
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []
        self._now = now
        self._missing = missing

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        """Answer like a `Fetcher`; the size limit holds here, too."""
        self.asked.append(url)
        target = self.moved.get(url, url)
        found = self.documents.get(target)
        if found is None:
            raise FetchError(url, "the server could not be reached", status=self._missing)
        if isinstance(found, int):
            raise FetchError(url, f"the server answered with status {found}", status=found)
        if len(found) > limit:
            raise FetchError(url, f"the document is larger than {limit} bytes")
        return Fetched(target, found, "", self._now)
