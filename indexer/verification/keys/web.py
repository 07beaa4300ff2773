"""Fetching identity documents: small JSON objects, from the very site that was asked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from indexer.verification.errors import CheckFailedError, not_reached
from indexer.verification.intake import read_json
from indexer.verification.interface import Fetcher, FetchError

DOCUMENT_LIMIT = 256 * 1024
ACCEPT = "application/did+json, application/ld+json, application/json, */*;q=0.1"


def fetch_object(url: str, fetcher: Fetcher) -> dict[str, Any]:
    """Return the JSON object at `url`. Raises `CheckUnknownError` KEY_UNREACHABLE when it cannot be had, `CheckFailedError`
    KEY_UNRESOLVABLE when the site answers with something else."""
    try:
        answer = fetcher.fetch(url, limit=DOCUMENT_LIMIT, accept=ACCEPT)
    except FetchError as error:
        raise not_reached("KEY_UNREACHABLE", error) from error
    if urlsplit(answer.url).hostname != urlsplit(url).hostname:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"{url} redirects to another site, {answer.url:.200}.")
    try:
        found = read_json(answer.body)
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"{url} does not serve a JSON document.") from error
    if not isinstance(found, dict):
        raise CheckFailedError("KEY_UNRESOLVABLE", f"{url} does not serve a JSON object.")
    return found
