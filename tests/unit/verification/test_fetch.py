"""The door to the network: what it refuses, and what it brings home from a server on this machine."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from indexer.verification.addresses import is_public, parse_allow
from indexer.verification.fetch import HttpFetcher
from indexer.verification.interface import FetchError
from tests.fakes.web import NOON

NOW = datetime.now(UTC)
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answer: Answer, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A real server on a free port of this machine, for the time of a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        running.socket = tls.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield running.server_address[1]
    finally:
        running.shutdown()
        running.server_close()


def body(data: bytes, *, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def fetcher(*allow: str, budget: int = 25) -> HttpFetcher:
    return HttpFetcher(allow=allow, clock=lambda: NOON, budget=budget)


@pytest.mark.parametrize(
    "url",
    [
        "http://university.example/",
        "https://university.example:8443/",
        "https://user:secret@university.example/",
        "https://user@university.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://localhost/",
        "https://anything.localhost/",
        "https://university.example\\@evil.example/",
        "https://university.example /",
        "https://univer\nsity.example/",
        "https:///path",
        "https://university.example:99999/",
        "ftp://university.example/",
        "file:///etc/passwd",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "gopher://university.example/",
        "//university.example/",
        "",
        "did:web:university.example",
        "https://exa%6dple.com/",
        "https://[fe80::1%25eth0]/",
    ],
)
def test_addresses_that_are_never_asked(url: str) -> None:
    with pytest.raises(FetchError) as error:
        fetcher().fetch(url, limit=1000)
    assert error.value.url == url
    assert error.value.cause


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:a00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 0)) for text in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(FetchError, match="private network"):
        fetcher().fetch("https://university.example/", limit=1000)


def test_an_allowed_origin_of_a_closed_network_is_asked_in_its_own_way() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        body(f"{handler.headers['Host']} {handler.path} {handler.headers.get('Cookie')}".encode())(handler)

    with server(answer) as port:
        asked = fetcher(f"http://*.localhost:{port}")
        # did:web always makes https addresses; the operator said that this origin speaks http.
        found = asked.fetch(f"https://school.localhost:{port}/did.json?a=b", limit=1000)
        assert found.body == f"school.localhost:{port} /did.json?a=b None".encode()
        assert found.fetched_at == NOON
        assert found.url == f"https://school.localhost:{port}/did.json?a=b"
        for other in (f"http://a.b.localhost:{port}/", f"http://localhost:{port}/", f"http://school.localhost:{port + 1}/"):
            with pytest.raises(FetchError):
                asked.fetch(other, limit=1000)


def test_the_size_holds_while_reading() -> None:
    with server(body(b"x" * 1001)) as port:
        url = f"http://a.localhost:{port}/"
        assert len(fetcher(f"http://a.localhost:{port}").fetch(url, limit=1001).body) == 1001
        with pytest.raises(FetchError, match="larger than 1000 bytes"):
            fetcher(f"http://a.localhost:{port}").fetch(url, limit=1000)


def test_the_size_holds_while_inflating() -> None:
    bomb = body(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with server(bomb) as port, pytest.raises(FetchError, match="larger than"):
        fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=100_000)


def test_a_compressed_answer_is_inflated() -> None:
    with server(body(gzip.compress(b"hello" * 50_000), Content_Encoding="gzip")) as port:
        found = fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1_000_000)
        assert found.body == b"hello" * 50_000


def test_a_redirect_is_checked_like_any_address() -> None:
    with server(body(b"", status=302, Location="http://169.254.169.254/latest/meta-data")) as port:
        with pytest.raises(FetchError) as error:
            fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)
        assert "169.254.169.254" in error.value.url


def test_redirects_end() -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        body(b"", status=302, Location=f"/{len(asked)}")(handler)

    with server(answer) as port, pytest.raises(FetchError, match="more than 3 times"):
        fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)
    assert len(asked) == 4


def test_a_redirect_gives_its_last_address() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        (body(b"here") if handler.path == "/b" else body(b"", status=301, Location="/b"))(handler)

    with server(answer) as port:
        found = fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/a", limit=1000)
    assert (found.body, found.url) == (b"here", f"http://a.localhost:{port}/b")


@pytest.mark.parametrize("status", [404, 410, 500, 204])
def test_every_status_but_200_is_an_error_that_tells_it(status: int) -> None:
    with server(body(b"", status=status)) as port, pytest.raises(FetchError) as error:
        fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)
    assert error.value.status == status


def test_the_requests_for_one_credential_are_counted() -> None:
    with server(body(b"ok")) as port:
        asked = fetcher(f"http://a.localhost:{port}", budget=2)
        for _ in range(2):
            asked.fetch(f"http://a.localhost:{port}/", limit=1000)
        with pytest.raises(FetchError, match="more documents"):
            asked.fetch(f"http://a.localhost:{port}/", limit=1000)


def test_a_closed_door_is_said_in_words() -> None:
    with server(body(b"")) as port:
        pass
    with pytest.raises(FetchError, match="could not be reached"):
        fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)


def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.verification.fetch.TOTAL_SECONDS", 0.5)

    def in_the_body(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        drip(handler)

    def in_the_head(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        drip(handler)

    for answer in (in_the_body, in_the_head):
        before = time.monotonic()
        with server(answer) as port, pytest.raises(FetchError, match=r"in time|within"):
            fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)
        assert time.monotonic() - before < 5


def drip(handler: BaseHTTPRequestHandler) -> None:
    with contextlib.suppress(OSError):
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)


def test_a_document_that_breaks_off_is_no_document() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"x" * 50)

    with server(answer) as port, pytest.raises(FetchError):
        fetcher(f"http://a.localhost:{port}").fetch(f"http://a.localhost:{port}/", limit=1000)


def test_a_name_server_that_is_silent_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.verification.addresses.RESOLVE_SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(1))
    with pytest.raises(FetchError, match="could not be found"):
        fetcher().fetch("https://university.example/", limit=1000)


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Write a self-made certificate for `host` and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW - timedelta(days=1), NOW + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    cert_file, key_file = folder / f"{host}.pem", folder / f"{host}.key"
    cert_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert_file, key_file


def test_a_server_must_prove_the_name_that_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert_file, key_file = certificate(tmp_path, "school.localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert_file, key_file)
    with server(body(b"hello"), tls=context) as port:
        asked = fetcher(f"https://*.localhost:{port}")
        assert asked.fetch(f"https://school.localhost:{port}/", limit=1000).body == b"hello"
        with pytest.raises(FetchError, match="could not prove its name"):
            asked.fetch(f"https://other.localhost:{port}/", limit=1000)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "else.localhost")[0]))
    with server(body(b"hello"), tls=context) as port, pytest.raises(FetchError, match="could not prove its name"):
        fetcher(f"https://*.localhost:{port}").fetch(f"https://school.localhost:{port}/", limit=1000)


@pytest.mark.parametrize("entry", ["a.localhost", "http://", "http://a.localhost/path", "http://*.*.localhost", "ftp://a", "http://*"])
def test_a_wrong_entry_of_the_list_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="expected an origin"):
        parse_allow(entry)
