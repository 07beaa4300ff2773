"""Log lines: a form for people and one for machines, both in UTC, and nothing of what errors say about people."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from config.logs import JsonLines, TextLines, configure_logging, request_id
from config.settings import Settings

SECRET = "ana@example.org"


@pytest.fixture(autouse=True)
def _own_root_logger() -> Iterator[None]:
    """Whatever a test does to the process's logging is undone; no request of another test is being worked on."""
    request_id.set("")
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before
    logging.captureWarnings(False)


def record(message: str = "indexed", *, error: BaseException | None = None, **extra: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("indexer.relay", logging.INFO, "relay.py", 1, message, (), info)
    made.created = 1_777_809_901.0
    for name, value in extra.items():
        setattr(made, name, value)
    return made


def broken() -> ValueError:
    """An error that repeats what somebody typed, and so does the one behind it."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise ValueError(f"no account {SECRET}") from first
    except ValueError as error:
        return error


def test_a_json_line_is_one_object_with_time_level_logger_message_and_ids():
    line = JsonLines(explain=False).format(record(ids={"rows": 3}))
    assert json.loads(line) == {
        "time": "2026-05-03T12:05:01.000+00:00",
        "level": "INFO",
        "logger": "indexer.relay",
        "message": "indexed",
        "rows": 3,
    }


def test_the_request_stands_in_every_line_that_is_written_meanwhile():
    token = request_id.set("abc-123")
    try:
        assert json.loads(JsonLines(explain=False).format(record()))["request"] == "abc-123"
        assert "request=abc-123" in TextLines(explain=False).format(record())
    finally:
        request_id.reset(token)


def test_a_text_line_is_for_a_person():
    line = TextLines(explain=False).format(record(ids={"rows": 3}))
    assert line == "2026-05-03 12:05:01 INFO indexer.relay: indexed rows=3"


@pytest.mark.parametrize("form", [JsonLines, TextLines])
def test_a_traceback_names_types_and_places_and_nothing_that_was_said(form):
    line = form(explain=False).format(record(error=broken()))
    assert SECRET not in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert "test_logs.py" in line


def test_for_debugging_errors_may_say_what_they_mean():
    assert SECRET in TextLines(explain=True).format(record(error=broken()))


def test_nobody_writes_lines_of_their_own_into_the_log():
    line = TextLines(explain=False).format(record("found\n2026-05-03 12:05:01 INFO evident: all is well"))
    assert len(line.splitlines()) == 1


def test_libraries_do_not_write_a_line_for_every_request(settings: Settings):
    configure_logging(settings)
    assert logging.getLogger("werkzeug").getEffectiveLevel() > logging.INFO
    assert logging.getLogger("urllib3.connectionpool").getEffectiveLevel() > logging.INFO
    assert logging.getLogger("indexer.relay").getEffectiveLevel() == logging.INFO


def test_setting_up_again_does_not_write_lines_twice(settings: Settings, capsys):
    configure_logging(settings)
    configure_logging(replace(settings, log_format="json"))
    logging.getLogger("indexer").warning("once")
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["message"] for line in lines] == ["once"]
