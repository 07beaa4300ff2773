"""did:web: a DID document on a web site (https://w3c-ccg.github.io/did-method-web/). It shows control now, not at issuance."""

from __future__ import annotations

import re
from urllib.parse import unquote

from indexer.verification.errors import CheckFailedError
from indexer.verification.interface import Fetcher
from indexer.verification.keys.documents import read_controller
from indexer.verification.keys.interface import Controller
from indexer.verification.keys.web import fetch_object

_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?")


def resolve(did: str, fetcher: Fetcher) -> Controller:
    """Fetch and read the document of a did:web. Raises like `fetch_object`, or `CheckFailedError` DID_UNRESOLVABLE."""
    return read_controller(fetch_object(address(did), fetcher), expected_id=did)


def address(did: str) -> str:
    """Return the address of the document: ``did:web:host%3Aport:a:b`` lies at ``https://host:port/a/b/did.json``."""
    segments = did.removeprefix("did:web:").split(":")
    host = unquote(segments[0])
    if not did.startswith("did:web:") or not all(map(_SEGMENT.fullmatch, segments)) or not _HOST.fullmatch(host):
        raise CheckFailedError("DID_UNRESOLVABLE", f"{did:.200} is not a well-formed did:web.")
    if any(unquote(segment) in (".", "..") or "/" in unquote(segment) for segment in segments[1:]):
        raise CheckFailedError("DID_UNRESOLVABLE", f"{did:.200} leads out of its own path.")
    path = "/".join(segments[1:]) or ".well-known"
    return f"https://{host}/{path}/did.json"
