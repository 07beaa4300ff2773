"""Which addresses may be asked at all: one strict reading of a URL, then of the IP addresses behind its name.

Refused: any scheme but https, user information, other ports than 443, IP addresses written as host, and names that lead to
private, loopback, link-local, carrier (CGNAT), unique-local, multicast, reserved or metadata addresses, also when they hide in
IPv6 (mapped, NAT64, 6to4, Teredo). An operator's allow-list opens single origins of a closed network.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from indexer.verification.interface import FetchError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
RESOLVE_SECONDS = 5.0
_RESOLVER = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Beyond what `is_global` refuses: NAT64 and 6to4 and Teredo wrap an IPv4 address that nobody has looked at.
_WRAPPED = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of the operator's list; `host` may start with ``*.`` for exactly one label."""

    scheme: str
    host: str
    port: int

    def covers(self, host: str, port: int, *, default: bool) -> bool:
        if not default and port != self.port:
            return False
        if default and self.port != port and self.port != _PORTS[self.scheme]:
            return False
        if self.host.startswith("*."):
            return host.partition(".")[2] == self.host[2:]
        return host == self.host


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes: the checked `address`, and the `host` whose name and certificate it must have."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def host_header(self) -> str:
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def parse_allow(entry: str) -> Allowed:
    """Read one origin of the operator's list. Raises ValueError that says what was expected."""
    parts = urlsplit(entry)
    host = (parts.hostname or "").lower()
    plain = host.removeprefix("*.")
    if parts.scheme not in _PORTS or not plain or "*" in plain or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"expected an origin such as http://host.example:8080, found {entry!r}")
    return Allowed(parts.scheme, host, parts.port or _PORTS[parts.scheme])


def locate(url: str, allow: Sequence[Allowed]) -> Target:
    """Say where `url` leads, looking up its name. Raises `FetchError` when that is nowhere we go."""
    parts = _split(url)
    host = _host(url, parts)
    scheme, port, private = _way(url, parts, host, allow)
    address = _address(url, host, private=private)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{_query(parts)}" if parts.query else "")
    return Target(scheme, host, port, address, path)


def _split(url: str) -> SplitResult:
    if any(ord(c) <= 0x20 or c in "\\\x7f" for c in url):
        raise FetchError(url, "the address contains a space, a backslash or a control character", refused=True)
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading the port is what raises for a wrong one
    except ValueError as error:
        raise FetchError(url, "the address is not a valid URL", refused=True) from error
    if parts.scheme not in _PORTS:
        raise FetchError(url, "only https addresses are fetched", refused=True)
    if "@" in parts.netloc:
        raise FetchError(url, "an address with a user name or password in it is not fetched", refused=True)
    return parts


def _host(url: str, parts: SplitResult) -> str:
    try:
        host = (parts.hostname or "").encode("idna").decode().lower().removesuffix(".")
    except UnicodeError as error:
        raise FetchError(url, "the host name is not valid", refused=True) from error
    if not _HOST.fullmatch(host):
        raise FetchError(url, "the host must be written as a name", refused=True)
    # A last label of digits or hex is an IPv4 address in one of its spellings (WHATWG URL, 3.5).
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", host.rpartition(".")[2]):
        raise FetchError(url, "the host must be a name, not an IP address", refused=True)
    return host


def _way(url: str, parts: SplitResult, host: str, allow: Sequence[Allowed]) -> tuple[str, int, bool]:
    """Return scheme, port, and whether the operator lets this host be private."""
    port = parts.port or _PORTS[parts.scheme]
    for entry in allow:
        if entry.covers(host, port, default=parts.port is None):
            return entry.scheme, entry.port, True
    if parts.scheme != "https":
        raise FetchError(url, "only https addresses are fetched", refused=True)
    if port != 443:
        raise FetchError(url, f"port {port} is not asked, only the usual one", refused=True)
    return "https", port, False


def _address(url: str, host: str, *, private: bool) -> str:
    # RFC 6761 section 6.3: names under localhost are this machine, and no name server is asked.
    local = host == "localhost" or host.endswith(".localhost")
    found = ["127.0.0.1"] if local else _resolve(url, host)
    if not private and not all(is_public(ipaddress.ip_address(address)) for address in found):
        raise FetchError(url, "the name leads into a private network", refused=True)
    return found[0]


def _resolve(url: str, host: str) -> list[str]:
    try:
        answers = _RESOLVER.submit(_look_up, host).result(timeout=RESOLVE_SECONDS)
    except (OSError, TimeoutError) as error:  # a name server that does not answer has no time limit of its own
        raise FetchError(url, f"the name {host} could not be found") from error
    found = [str(answer[4][0]).partition("%")[0] for answer in answers]
    if not found:
        raise FetchError(url, f"the name {host} could not be found")
    return found


def _look_up(host: str) -> list[Any]:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)


def is_public(address: IPAddress) -> bool:
    """Say whether an address lies on the public internet and hides no other address inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _WRAPPED):
            return False
    return address.is_global and not address.is_multicast


def _query(parts: SplitResult) -> str:
    return quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
