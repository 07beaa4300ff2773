"""The way back to a search's results from the pages behind them: found out on the first one, then carried along in the addresses.

What is carried is the query of a search's address, and becomes only that again: whatever somebody writes into it, it leads nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for

from app.recruiters.addresses import CHOICE

BACK = "back"
PERSON = "person"
"""The name of a person who is compared, in the address of that page."""
LONGEST = 2000
"""Characters of a search that are carried along, which become more in an address, and servers refuse long ones; from a longer search the
browser's own Back leads back."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """`query` is that of the search's address; None when the page was opened otherwise."""

    query: str | None = None

    @property
    def address(self) -> str:
        """The address of the results, empty when there are none."""
        if self.query is None:
            return ""
        results = url_for("recruiters.search")
        return f"{results}?{self.query}" if self.query else results

    @property
    def onward(self) -> Mapping[str, Any]:
        """What the address of a further page takes along."""
        return {} if self.query is None else {BACK: self.query}


def way_back() -> WayBack:
    """The way back of this request: as its address says, else by the page that it comes from."""
    query = request.args.get(BACK)
    if query is None:
        query = _came_from()
    return WayBack(query if query is not None and len(query) <= LONGEST else None)


def _came_from() -> str | None:
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:  # whoever calls may send any text as a referrer
        return None
    if page.netloc != urlsplit(request.host_url).netloc:
        return None
    if page.path == url_for("recruiters.search"):
        return page.query
    if page.path == url_for("recruiters.compare"):
        pairs = parse_qsl(page.query, keep_blank_values=True)
        return urlencode([(CHOICE if name == PERSON else name, value) for name, value in pairs])
    return None
