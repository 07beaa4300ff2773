"""Start the demo's processes, wait until people can come in, and end all of them."""

from __future__ import annotations

import contextlib
import errno
import http.client
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from demo.ending import end_if_asked
from demo.settings import DemoError

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
END_SECONDS = 8.0


def refuse_taken_port(host: str, port: int, *, setting: str) -> None:
    """Raise `DemoError` when something listens there already, before any work is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise DemoError(_why(host, port, setting, error)) from error


def _why(host: str, port: int, setting: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Stop that program, or choose another port: make demo {setting}={port + 1}"
    return f"Cannot listen on {host}:{port} ({error.strerror}). Choose another with {setting}=..."


class Children:
    """The processes that this one started; `end` leaves none of them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> None:
        """Start one ``demo.child``. A session of its own keeps the terminal's Ctrl-C for us alone, so that ending has an order."""
        command = [sys.executable, "-m", "demo.child", *arguments]
        self._running.append(
            subprocess.Popen(command, cwd=ROOT, env=self._environment, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
        )

    def first_dead(self) -> int | None:
        """The exit code of a child that ended by itself, if one did."""
        return next((code for child in self._running if (code := child.poll()) is not None), None)

    def end(self) -> None:
        """Ask all to end, wait, and kill what does not."""
        for child in self._running:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        for child in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            if child.poll() is None:
                child.kill()
                child.wait()
            if child.stdin:
                child.stdin.close()


def wait_until_ready(address: str, children: Children) -> None:
    """Return when /readyz says so. Raises `DemoError` when a process dies or it takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    last = "no answer"
    while time.monotonic() < deadline:
        end_if_asked()
        if (code := children.first_dead()) is not None:
            raise DemoError(f"A process of the demo ended by itself (exit code {code}); its last words are above.")
        last = _ask(f"{address}/readyz")
        if last == "200":
            return
        time.sleep(0.1)
    raise DemoError(f"The portal did not become ready within {READY_SECONDS:.0f} s; /readyz says: {last}")


def _ask(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return str(answer.status)
    except urllib.error.HTTPError as error:
        said = error.read(500).decode(errors="replace")
        return f"{error.code} {said}" if error.headers.get_content_type() == "application/json" else str(error.code)
    except (OSError, http.client.HTTPException) as error:
        return str(error)


def wait_for(children: Children, sequence: Sequence[float] = (0.5,)) -> None:
    """Stay until somebody asks the demo to end (`Ended`), or a child dies (`DemoError`)."""
    while True:
        end_if_asked()
        if (code := children.first_dead()) is not None:
            raise DemoError(f"A process of the demo ended by itself (exit code {code}); its last words are above.")
        time.sleep(sequence[0])
