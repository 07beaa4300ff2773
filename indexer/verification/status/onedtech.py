"""The 1EdTech revocation list of Open Badges 3.0: a plain JSON list of revoked credentials. It is not signed, so only the issuer's
own site may serve it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, not_reached
from indexer.verification.formats.common import issuer_id
from indexer.verification.formats.structure import listed
from indexer.verification.intake import read_json
from indexer.verification.interface import FetchError

LIST_LIMIT = 5 * 1024 * 1024


def check_entry(entry: dict[str, Any], pointer: str, case: Case) -> Finding:
    """Look whether the list names this credential. See `StatusFunction` for what it returns and raises."""
    url = entry.get("id")
    if not isinstance(url, str):
        raise CheckFailedError("STATUS_ENTRY", "It must name a list.", pointer=pointer)
    listing = _fetch(url, case, pointer)
    issuer = issuer_id(case.document)
    named = listing.get("issuer")
    named = named.get("id") if isinstance(named, dict) else named
    if named != issuer and not _same_site(url, issuer):
        raise CheckUnknownError("STATUS_ISSUER", f"{url:.200} is neither the issuer's site nor names it.", pointer=pointer)
    if not _same_site(url, issuer) and not _same_site(url, case.document.get("id")):
        raise CheckUnknownError("STATUS_ISSUER", f"{url:.200} is not on the issuer's site, and nothing is signed.", pointer=pointer)
    return _look(listing, case.document.get("id"), url, pointer)


def _fetch(url: str, case: Case, pointer: str) -> dict[str, Any]:
    if urlsplit(url).scheme != "https":
        raise CheckUnknownError("ADDRESS_REFUSED", f"{url:.200} is not an https address.", pointer=pointer)
    try:
        answer = case.fetcher.fetch(url, limit=LIST_LIMIT, accept="application/json")
        listing = read_json(answer.body, limit=LIST_LIMIT)
    except FetchError as error:
        raise not_reached("STATUS_UNREACHABLE", error, pointer=pointer) from error
    except CheckFailedError as error:
        raise CheckUnknownError("STATUS_LIST_UNDECIDED", f"{url:.200} is not a list: {error.detail}", pointer=pointer) from error
    if not _same_site(answer.url, url):  # nothing is signed, so nobody else may answer
        raise CheckUnknownError("STATUS_ISSUER", f"{url:.150} leads to another site, {answer.url:.150}.", pointer=pointer)
    if not isinstance(listing, dict) or "revokedCredential" not in listing:
        raise CheckUnknownError("STATUS_LIST_UNDECIDED", f"{url:.200} is not a list of revoked credentials.", pointer=pointer)
    return listing


def _look(listing: dict[str, Any], credential: Any, url: str, pointer: str) -> Finding:
    if not isinstance(credential, str):
        raise CheckUnknownError("STATUS_ENTRY", "The credential has no identifier that could be in the list.", pointer=pointer)
    for item in listed(listing["revokedCredential"]):
        name = item.get("id") if isinstance(item, dict) else item
        if name == credential and (not isinstance(item, dict) or item.get("revoked", True) is not False):
            why = item.get("revocationReason") if isinstance(item, dict) else None
            raise CheckFailedError(
                "REVOKED", f"The reason is: {why!s:.300}." if why else None, pointer=pointer, details={"list": url}
            )
    return Finding(pointer=pointer, details={"purpose": "revocation", "list": url})


def _same_site(url: str, other: Any) -> bool:
    """Say whether two addresses are of one host; the host of a did:web is the one in its name."""
    if not isinstance(other, str):
        return False
    if other.startswith("did:web:"):
        host = unquote(other.removeprefix("did:web:").split(":")[0])
        return urlsplit(url).netloc == host
    return urlsplit(url).netloc == urlsplit(other).netloc and urlsplit(other).scheme in ("https", "http")
