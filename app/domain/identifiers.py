"""The many addresses of one competency: how publishers and issuers write them, and the one form by which they are compared.

A competency of CASE is its GUID, whoever serves it and under which version of the API; one of the Credential Registry is its CTID; one
of ESCO and O*NET its address, however its scheme or case was typed. What is none of these is an address like any other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, urlsplit

_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_CTID = re.compile(rf"(?:^|[/:])(ce-{_GUID})/?$")
_BARE_GUID = re.compile(rf"(?:urn:uuid:)?\{{?({_GUID})\}}?$")
# /ims/case/v1p0/CFItems/GUID (1EdTech CASE 1.0 and 1.1, 5.2), /uri/GUID and /uri/pGUID (OpenSALT), /api/skills/GUID (OSMT).
_GUID_PATH = re.compile(rf"/(?:ims/case/v1p\d/cf[a-z]+|uri|cfdoc|cfitem|skills)/p?({_GUID})(?:\.json)?/?$")
_CASE_NETWORK = re.compile(r"casenetwork\.(?:1edtech|imsglobal)\.org$")
_LAST_GUID = re.compile(rf"/({_GUID})/?$")
_ONET = re.compile(r"/find/descriptor/(?:browse|result)/(?:.*/)?([0-9](?:\.[0-9a-z]+)+)/?$", re.IGNORECASE)
ONET = "https://www.onetonline.org/find/descriptor/result/"
"""What stands before the element's number in the addresses of O*NET's elements."""


def canonical(address: str) -> str:
    """The form by which addresses of competencies and frameworks are compared; two addresses of one thing have the same.

    It is for comparing only, and never opened: it may be a URN where a web address was given.
    """
    text = address.strip()
    lower = text.lower()
    if found := _CTID.search(lower):
        return found[1]
    if found := _BARE_GUID.match(lower):
        return f"urn:uuid:{found[1]}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # no address at all, e.g. https://[
        return text
    if parts.scheme not in ("http", "https") or not host:
        return text
    return _of_publisher(parts, host) or _plain(parts, host, port)


@lru_cache(maxsize=10_000)
def key_of(address: str) -> str:
    """The short name of a competency or framework, the same for each of its addresses, after every reload and on every server.

    60 bits of the digest of its canonical form, in base 32: it stands in addresses and in the index.
    """
    return base64.b32encode(hashlib.sha256(canonical(address).encode()).digest())[:12].decode().lower()


def is_identifier(code: str) -> bool:
    """Whether a code alone names one competency in the whole world: a GUID or a CTID."""
    return bool(_CTID.match(code.strip().lower()) or _BARE_GUID.match(code.strip().lower()))


def _of_publisher(parts: SplitResult, host: str) -> str:
    """The forms of publishers that are known to write theirs in several ways; empty for others."""
    path = parts.path.lower()
    if found := _GUID_PATH.search(path) or (_CASE_NETWORK.search(host) and _LAST_GUID.search(path)):
        return f"urn:uuid:{found[1]}"
    if host == "data.europa.eu" and f"{path}/".startswith("/esco/"):
        return "http://data.europa.eu" + re.sub(_GUID, lambda m: m[0].lower(), parts.path.rstrip("/"), flags=re.IGNORECASE)
    if host.endswith((".europa.eu", "esco.ec.europa.eu")) and (named := parse_qs(parts.query).get("uri")):
        inner = named[0]
        return canonical(inner) if "europa.eu/esco/" in inner and "?" not in inner else ""
    if host in ("onetonline.org", "www.onetonline.org") and (found := _ONET.search(parts.path)):
        return ONET + found[1]
    return ""


def _plain(parts: SplitResult, host: str, port: int | None) -> str:
    """Any other web address: the host in small letters, no default port, no slash at the end, http as good as https."""
    where = f"[{host}]" if ":" in host else host
    if port is not None and port not in (80, 443):
        where += f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"https://{where}{parts.path.rstrip('/')}{query}{fragment}"
