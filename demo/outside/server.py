"""Serve the outside web over HTTP on loopback. Every host under ``localhost`` comes here; the Host header says which is meant."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from demo.outside.site import Answer, Outside, page

LOOPBACK = "127.0.0.1"


class OutsideServer(ThreadingHTTPServer):
    """A server that knows its outside web. Threads end with the process."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, outside: Outside, port: int) -> None:
        self.outside = outside
        super().__init__((LOOPBACK, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who hangs up early is no news; everything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo-outside"
    timeout = 30

    def do_GET(self) -> None:
        self._reply(self._find(), with_body=True)

    def do_HEAD(self) -> None:
        self._reply(self._find(), with_body=False)

    def _find(self) -> Answer:
        assert isinstance(self.server, OutsideServer)
        path = unquote(urlsplit(self.path).path)
        if len(path) > 500:
            return page("<!doctype html><title>Too long</title><p>That address is too long.", 414)
        return self.server.outside.answer(self.headers.get("Host", ""), path)

    def _reply(self, answer: Answer, *, with_body: bool) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: the terminal belongs to the portal."""
