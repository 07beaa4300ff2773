"""The Makefile and the scripts behind it: every target says what it does, every script can be run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from tests.support.checkout import name, tracked
from tests.support.environment import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
PROMISED = {"demo", "demo-reset", "test", "check", "bench", "fuzz", "install", "services", "services-stop", "screenshots"}


def phony_targets() -> set[str]:
    return {word for line in re.findall(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE) for word in line.split()}


def described_targets() -> set[str]:
    shown = subprocess.run(["make", "--no-print-directory", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^ +make ([a-z-]+) +\S", shown.stdout, re.MULTILINE))


def test_every_target_that_a_person_calls_is_described_by_help() -> None:
    assert described_targets() == phony_targets()


def test_the_targets_that_the_documentation_promises_exist() -> None:
    assert phony_targets() >= PROMISED


def test_every_target_that_is_named_anywhere_exists() -> None:
    sources = [path for path in tracked("*.md", "*.py", "*.sh", "*.yml") if path.is_file()]
    named = {word for path in sources for word in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert named - phony_targets() == set()


@pytest.mark.parametrize("script", [p for p in tracked(".ci", "scripts", "requirements") if p.suffix in (".sh", "")], ids=name)
def test_a_script_is_valid_for_its_shell(script: os.PathLike[str]) -> None:
    assert shutil.which("bash"), "the scripts are written for bash"
    checked = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert checked.stderr == ""


@pytest.mark.parametrize("script", [".ci/run", "scripts/services.sh", "scripts/create_venv.sh", "requirements/lock.sh"])
def test_a_script_that_is_called_may_be_executed(script: str) -> None:
    assert os.access(CHECKOUT / script, os.X_OK)
