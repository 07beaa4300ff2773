"""Rules for every test: a clean environment, and in strict mode no skip at all."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

from config.settings import VARIABLES, Settings, load_settings
from tests.support import environment

# `make test` repeats the same examples on every machine; `make fuzz` looks for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("fuzz", max_examples=10_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("repeatable")

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
REQUIREMENT_OF_MARKER = {"browser": environment.chromium, "vectors": environment.vectors}


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings never reach a test; what the tests may use goes through tests.support.environment."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an embedded installation in a folder of its own."""
    return load_settings({"EVIDENT_DATA_DIR": str(tmp_path / "data"), "EVIDENT_SECRET_KEY": "a secret for tests only " * 2})


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, require in REQUIREMENT_OF_MARKER.items():
        if item.get_closest_marker(marker):
            require()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # An expected failure is also reported as skipped, but it did run.
    return report if hasattr(report, "wasxfail") else _without_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    """When strict, a skip becomes a failure that keeps its reason."""
    if report.skipped and environment.strict():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"EVIDENT_TEST_STRICT forbids to skip. {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which of the machine's parts were used and which were left out, just above the counts."""
    terminalreporter.section("parts")
    for part in environment.PARTS:
        found = part.find()
        state = f"used: {environment.without_password(found)}" if found else f"left out: {part.remedy}"
        terminalreporter.write_line(f"{part.name:<15} {state}")
