"""Settings, state and progress of the demo: refusals in clear words, nothing of the operator's is touched."""

from __future__ import annotations

import io
import signal
import socket
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from demo.ending import Ended, end_on_signals
from demo.processes import Children, refuse_taken_port, wait_for
from demo.progress import step
from demo.seed.state import FILE, clear, fresh_state, read_state, why_not_usable, write_state
from demo.settings import DemoError, read_settings
from tests.unit.demo.conftest import NOW


def test_the_operators_own_settings_do_not_reach_the_demo() -> None:
    environ = {"PATH": "/bin", "EVIDENT_DATABASE_URL": "postgresql+psycopg://real", "EVIDENT_SEARCH_URL": "http://real:9200"}
    given = read_settings({"EVIDENT_DEMO_DIR": "/tmp/x"}).environment(environ)
    assert given["PATH"] == "/bin"
    assert "EVIDENT_DATABASE_URL" not in given
    assert "EVIDENT_SEARCH_URL" not in given
    assert given["EVIDENT_FETCH_ALLOW"] == "http://*.localhost:5090"


@pytest.mark.parametrize("text", ["0", "70000", "abc", "-1", "٥٠"])
def test_a_port_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(DemoError, match="PORT: expected a port number"):
        read_settings({"PORT": text})


def test_one_port_for_both_is_refused() -> None:
    with pytest.raises(DemoError, match="expected two ports, found 5090 for both"):
        read_settings({"PORT": "5090"})


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(DemoError, match=f"Port {port} is in use.*PORT={port + 1}"):
            refuse_taken_port("127.0.0.1", port, setting="PORT")


def test_an_interrupted_seeding_is_noticed(tmp_path: Path) -> None:
    settings = read_settings({"EVIDENT_DEMO_DIR": str(tmp_path)})
    state = fresh_state(settings, now=NOW)
    assert "no demo data" in why_not_usable(read_state(tmp_path), settings)
    write_state(tmp_path, state)
    assert "not come to its end" in why_not_usable(read_state(tmp_path), settings)
    write_state(tmp_path, replace(state, complete=True))
    assert why_not_usable(read_state(tmp_path), settings) == ""


def test_data_for_another_port_or_other_content_are_made_again(tmp_path: Path) -> None:
    settings = read_settings({"EVIDENT_DEMO_DIR": str(tmp_path)})
    done = replace(fresh_state(settings, now=NOW), complete=True)
    assert "outside port 7000" in why_not_usable(replace(done, outside_port=7000), settings)
    assert "has changed" in why_not_usable(replace(done, content="older"), settings)


def test_a_broken_state_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    assert read_state(tmp_path) is None
    (tmp_path / FILE).write_text('{"other": 1}', encoding="utf-8")
    assert read_state(tmp_path) is None


def test_a_folder_of_somebody_else_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DemoError, match="not the demo's"):
        clear(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_progress_is_plain_lines_without_a_terminal() -> None:
    out = io.StringIO()
    with step("Counting", 3, out=out) as progress:
        for _ in range(3):
            progress.advance()
    assert out.getvalue().startswith("Counting")
    assert "\r" not in out.getvalue()
    assert " 3 " in out.getvalue()


@pytest.fixture
def ended_by_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    end_on_signals()
    yield
    end_on_signals()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("ended_by_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_next_step_wherever_it_arrives(number: signal.Signals) -> None:
    def interrupted(_reference: object) -> None:
        signal.raise_signal(number)
        signal.raise_signal(number)

    passing = io.StringIO()
    reference = weakref.ref(passing, interrupted)
    del passing
    assert reference() is None
    with pytest.raises(Ended), step("Counting", 3, out=io.StringIO()) as progress:
        progress.advance()
    with pytest.raises(Ended):
        wait_for(Children({}))
