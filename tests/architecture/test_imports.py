"""The direction of imports, as pyproject.toml states it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.support.environment import CHECKOUT


@pytest.fixture
def _loggers_stay_on() -> Iterator[None]:
    """import-linter switches off every logger that there is; later tests read what is logged."""
    known = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger) and not each.disabled]
    yield
    for each in known:
        each.disabled = False


@pytest.mark.usefixtures("_loggers_stay_on")
def test_every_import_contract_holds(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(CHECKOUT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
