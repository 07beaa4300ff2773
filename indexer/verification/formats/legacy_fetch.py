"""Fetching the documents that Open Badges 1 and 2 consist of: assertion, badge class, issuer, key, list of revoked badges."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from indexer.verification.case import Case
from indexer.verification.errors import CheckFailedError, CheckUnknownError, not_reached
from indexer.verification.intake import read_json
from indexer.verification.interface import Fetched, FetchError

LIMIT = 1024 * 1024
_ACCEPT = "application/ld+json, application/json, text/plain;q=0.5, */*;q=0.1"


def fetch_document(url: Any, case: Case, *, what: str) -> dict[str, Any]:
    """Return the JSON object at `url`. `what` names it in sentences.

    Raises `CheckFailedError` HOSTED_NOT_FOUND (404), REVOKED (410) or HOSTED_MISMATCH (something else is served), and
    `CheckUnknownError` HOSTED_UNREACHABLE when nobody could look.
    """
    answer = fetch_legacy(url, case, what=what)
    try:
        found = read_json(answer.body, limit=LIMIT)
    except CheckFailedError as error:
        raise CheckFailedError("HOSTED_MISMATCH", f"At {answer.url:.200} stands no {what}: {error.detail}") from error
    if not isinstance(found, dict):
        raise CheckFailedError("HOSTED_MISMATCH", f"At {answer.url:.200} stands no {what}.")
    return found


def fetch_legacy(url: Any, case: Case, *, what: str) -> Fetched:
    """Fetch an address that may be written with http, as old badges do: https is asked first."""
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https"):
        raise CheckFailedError("SCHEMA", f"The {what} must have a web address.")
    secure = "https://" + url.removeprefix("http://") if url.startswith("http://") else url
    try:
        answer = _first_answer((secure, url), case)
    except FetchError as error:
        raise _as_finding(error, what) from error
    if urlsplit(answer.url).hostname != urlsplit(url).hostname:
        raise CheckFailedError("HOSTED_MISMATCH", f"{url:.200} redirects to another site, {answer.url:.200}.")
    return answer


def _first_answer(urls: tuple[str, str], case: Case) -> Fetched:
    try:
        return case.fetcher.fetch(urls[0], limit=LIMIT, accept=_ACCEPT)
    except FetchError as error:
        if urls[0] == urls[1] or error.status == 410:
            raise
    return case.fetcher.fetch(urls[1], limit=LIMIT, accept=_ACCEPT)


def _as_finding(error: FetchError, what: str) -> CheckFailedError | CheckUnknownError:
    details = {"url": error.url, "cause": error.cause, "status": error.status}
    if error.status == 410:
        return CheckFailedError("REVOKED", f"{error.url:.200} is gone for good.", details=details)
    if error.status == 404:
        return CheckFailedError("HOSTED_NOT_FOUND", f"There is no {what} at {error.url:.200}.", details=details)
    return not_reached("HOSTED_UNREACHABLE", error)


def same_address(left: Any, right: Any) -> bool:
    """Say whether two addresses are one but for http and https."""
    if not isinstance(left, str) or not isinstance(right, str):
        return False
    return left.removeprefix("https:").removeprefix("http:") == right.removeprefix("https:").removeprefix("http:")
