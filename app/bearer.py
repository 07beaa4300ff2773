"""The bearer token that a request to the API shows (RFC 6750).

A request that shows one is judged by it alone: its cookies count for nothing, so a page elsewhere that makes a browser send it gains
nothing, and no token of a form is wanted. Outside the API a bearer token means nothing here.
"""

from __future__ import annotations

from flask import request


def bearer() -> str | None:
    """The token's text, empty when there is none behind the word; None for a request that is judged by its session."""
    given = request.authorization
    if request.blueprint != "api" or given is None or given.type != "bearer":
        return None
    return given.token or ""
