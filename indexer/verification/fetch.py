"""The only door to the network: GET over HTTPS, to the address that was checked, within size, time and redirect limits.

Whoever writes a credential chooses the addresses that we ask, so every one of them is hostile until checked: scheme, port, user
information and host by `addresses.py`, then the resolved addresses, again at each redirect. The connection goes to the very
address that passed (a second look-up could answer otherwise), while SNI and the certificate keep the name of the host.
"""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from indexer.verification.addresses import Target, locate, parse_allow
from indexer.verification.interface import Fetched, FetchError

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_USER_AGENT = "evident-verifier"


class HttpFetcher:
    """A `Fetcher` for the real web. `budget` bounds the requests of one instance: make one for each credential.

    `allow` lists origins of a closed network (``http://registry.corp.example:8080``, ``http://*.localhost:5090``); such a host
    may be private and is spoken to with the scheme of its entry. `clock` gives the time that stands in the records.
    """

    def __init__(
        self, *, allow: Sequence[str] = (), clock: Callable[[], datetime], budget: int = 25
    ) -> None:
        self._allow = tuple(parse_allow(entry) for entry in allow)
        self._clock = clock
        self._left = budget
        self._lock = threading.Lock()

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        """GET `url`, following at most three redirects; at most `limit` bytes of body. Raises `FetchError` and nothing else."""
        deadline = time.monotonic() + TOTAL_SECONDS
        address = url
        for _ in range(MAX_REDIRECTS + 1):
            self._spend(url)
            found = self._get(address, limit=limit, accept=accept, deadline=deadline)
            if isinstance(found, Fetched):
                return found
            address = found
        raise FetchError(url, f"the server redirected more than {MAX_REDIRECTS} times")

    def _spend(self, url: str) -> None:
        with self._lock:
            if self._left <= 0:
                raise FetchError(url, "this credential asks for more documents than we are willing to fetch")
            self._left -= 1

    def _get(self, url: str, *, limit: int, accept: str, deadline: float) -> Fetched | str:
        """Return the document, or the address that the server points to."""
        target = locate(url, self._allow)
        with _answer(target, url, accept=accept, deadline=deadline) as response:
            if response.status in _REDIRECTS:
                return _redirect(url, response.headers)
            if response.status != 200:
                raise FetchError(
                    url, f"the server answered with status {response.status}", status=response.status
                )
            body = _read(response, url, limit=limit, deadline=deadline)
            content_type = response.headers.get("Content-Type", "")
        return Fetched(url, body, content_type, self._clock())


def _redirect(url: str, headers: Mapping[str, str]) -> str:
    location = headers.get("Location")
    if not location:
        raise FetchError(url, "the server redirected without saying where to")
    return urljoin(url, location)


@contextmanager
def _answer(target: Target, url: str, *, accept: str, deadline: float) -> Iterator[BaseHTTPResponse]:
    """Open the connection and yield the answer, its body unread; translate whatever the library raises."""
    connection = _connection(target, left=max(0.01, deadline - time.monotonic()))
    # The time-outs of a socket count from byte to byte; a server that drips would hold us for ever without this.
    watchdog = threading.Timer(max(0.01, deadline - time.monotonic()), _hang_up, [connection])
    watchdog.daemon = True
    watchdog.start()
    try:
        headers = {"Host": target.host_header, "Accept": accept, "Accept-Encoding": "gzip", "User-Agent": _USER_AGENT}
        connection.request("GET", target.path, headers=headers, preload_content=False, decode_content=False)
        yield connection.getresponse()
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        late = time.monotonic() > deadline
        raise FetchError(url, "the server did not answer in time" if late else _cause(error)) from error
    finally:
        watchdog.cancel()
        connection.close()


def _connection(target: Target, *, left: float) -> HTTPConnection:
    timeout = min(CONNECT_SECONDS, left)
    if target.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=timeout)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=timeout,
        cert_reqs="CERT_REQUIRED",
        assert_hostname=target.host,
        server_hostname=target.host,
    )


def _hang_up(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _read(response: BaseHTTPResponse, url: str, *, limit: int, deadline: float) -> bytes:
    """Read the body in pieces; the cap and the deadline hold while it streams and while it is inflated."""
    inflate = _Inflater(response.headers.get("Content-Encoding", ""), url)
    body = bytearray()
    while True:
        chunk = response.read1(_CHUNK)
        # Looked at before the end is believed: hanging up at the deadline looks like an end to the reader.
        if time.monotonic() >= deadline - 0.01:
            raise FetchError(url, f"the document did not arrive within {TOTAL_SECONDS:.0f} seconds")
        if not chunk:
            inflate.require_end()
            return bytes(body)
        body += inflate(chunk, limit + 1 - len(body))
        if len(body) > limit:
            raise FetchError(url, f"the document is larger than {limit} bytes")


class _Inflater:
    """Undoes the content encoding, never beyond the room that is left."""

    def __init__(self, encoding: str, url: str) -> None:
        if encoding.lower() not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(url, f"the server used the content encoding {encoding!r:.40}, which we did not ask for")
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in encoding.lower() else None
        self._url = url

    def __call__(self, chunk: bytes, room: int) -> bytes:
        if self._engine is None:
            return chunk
        try:
            return self._engine.decompress(chunk, max(1, room))
        except zlib.error as error:
            raise FetchError(self._url, "the compressed document is damaged") from error

    def require_end(self) -> None:
        """Raise `FetchError` for a compressed document that broke off."""
        if self._engine is not None and not self._engine.eof:
            raise FetchError(self._url, "the compressed document is incomplete")


def _cause(error: Exception) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return "the server did not answer in time"
    if "SSL" in name or "Certificate" in name or "CERTIFICATE" in str(error):
        return "the server could not prove its name (TLS certificate)"
    if isinstance(error, UnicodeError):
        return "the address cannot be written in a request"
    return "the server could not be reached"
