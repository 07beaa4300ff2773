"""The port through which verification looks at the outside: a `Fetcher`. There is no other door to the network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class FetchError(Exception):
    """A document could not be had. `url` and `cause` (a sentence) say which and why; it never means "forged" or "revoked".

    `status` is the HTTP status when the server answered at all (404 and 410 have a meaning for hosted badges). `refused` says that
    the address is one that we never ask, so that waiting does not help.
    """

    def __init__(self, url: str, cause: str, *, status: int | None = None, refused: bool = False) -> None:
        super().__init__(f"{url}: {cause}")
        self.url = url
        self.cause = cause
        self.status = status
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to one GET: `url` is the final address after redirects."""

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime


class Fetcher(Protocol):
    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        """GET `url` and return at most `limit` bytes of body.

        Raises `FetchError` for everything that goes wrong: an address that is not allowed, a time-out, too many bytes, any status
        but 200. Never raises anything else.
        """
        ...
