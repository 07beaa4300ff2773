"""`python -m demo` as people run it: it says what is wrong, becomes ready, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("EVIDENT_")}
    ports = {"PORT": str(free_port()), "EVIDENT_DEMO_OUTSIDE_PORT": str(free_port())}
    return {**kept, **ports, "HOST": "127.0.0.1", "EVIDENT_DEMO_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def start(env: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def read_until(process: subprocess.Popen[str], text: str, *, seconds: float = 120) -> str:
    assert process.stdout is not None
    deadline, seen = time.monotonic() + seconds, ""
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        seen += line
        if text in line:
            return seen
        if not line and process.poll() is not None:
            break
    raise AssertionError(f"never said {text!r}, but:\n{seen}")


def is_closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "var"


def test_first_start_seeds_serves_and_ends_cleanly(folder: Path) -> None:
    env = environment(folder)
    process = start(env)
    try:
        said = read_until(process, "Ctrl-C ends it")
        assert "Signing, checking, importing" in said
        assert "rita.rowe@acme-mobility.example" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{env['PORT']}/readyz", timeout=10) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
    assert is_closed(int(env["PORT"]))
    assert is_closed(int(env["EVIDENT_DEMO_OUTSIDE_PORT"]))


def test_second_start_uses_the_same_data_and_a_killed_parent_leaves_nobody(folder: Path) -> None:
    env = environment(folder)
    env["EVIDENT_DEMO_OUTSIDE_PORT"] = _outside_port_of(folder)
    process = start(env)
    try:
        assert "Signing" not in read_until(process, "Ctrl-C ends it", seconds=30)
    finally:
        process.kill()
        process.wait(10)
    deadline = time.monotonic() + 15
    while not is_closed(int(env["PORT"])) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert is_closed(int(env["PORT"]))


def _outside_port_of(folder: Path) -> str:
    import json

    return str(json.loads((folder / "demo.json").read_text(encoding="utf-8"))["outside_port"])


def test_a_taken_port_is_refused_before_any_work(tmp_path: Path) -> None:
    env = environment(tmp_path / "var")
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(env["PORT"])))
        other.listen()
        process = start(env)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "is in use by another program" in said
    assert "Traceback" not in said
    assert not (tmp_path / "var").exists()


def test_an_interrupted_seeding_ends_quietly_and_is_started_over(tmp_path: Path) -> None:
    env = environment(tmp_path / "var")
    process = start(env, "--seed-only")
    read_until(process, "Registering learners")
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in said
    again = start(env, "--seed-only")
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert "did not come to its end" in said


def test_reset_removes_the_data(folder: Path) -> None:
    process = start(environment(folder), "--reset")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "gone" in said
    assert not folder.exists()
