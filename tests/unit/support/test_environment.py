"""The harness itself: what is missing is skipped with a reason, and in strict mode nothing gets away with being skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import environment

SKIPS = """
import pytest

def test_runs(): pass

@pytest.mark.xfail(strict=True)
def test_expected_failure_runs_too(): assert False

@pytest.mark.skip(reason="not today")
def test_marked(): pass

def test_inside(): pytest.skip("changed its mind")

def test_in_setup(request): request.getfixturevalue("needs_redis")

@pytest.fixture
def needs_redis():
    from tests.support import environment
    return environment.redis_url()
"""


def run_pytest(folder: Path, source: str, *, strict: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--rootdir", str(folder), "-ra", "--color=no", str(folder)]
    environ = {"EVIDENT_TEST_STRICT": "1" if strict else "", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=environment.CHECKOUT, env=environ, capture_output=True, text=True, check=False)


def test_without_strict_a_skip_is_a_skip(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, SKIPS, strict=False)
    assert "1 passed, 3 skipped, 1 xfailed" in result.stdout
    assert result.returncode == 0


def test_in_strict_mode_every_skip_fails_with_its_reason(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, SKIPS, strict=True)
    assert "2 failed, 1 passed, 1 xfailed, 1 error " in result.stdout
    assert "forbids to skip. Skipped: not today" in result.stdout
    assert "forbids to skip. Skipped: changed its mind" in result.stdout
    assert "Redis is missing" in result.stdout
    assert result.returncode == 1


def test_in_strict_mode_a_module_that_skips_itself_fails(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, "import pytest\npytest.skip('whole file', allow_module_level=True)", strict=True)
    assert "forbids to skip. Skipped: whole file" in result.stdout
    assert result.returncode != 0


def test_the_summary_tells_what_was_used_and_what_was_left_out(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, "def test_runs(): pass", strict=False)
    assert "Redis           left out: set EVIDENT_TEST_REDIS_URL" in result.stdout
    assert result.stdout.splitlines()[-1].strip("= ").startswith("1 passed")


def test_a_missing_server_is_skipped_with_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVIDENT_TEST_STRICT", raising=False)
    monkeypatch.delenv("EVIDENT_TEST_POSTGRES_URL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="EVIDENT_TEST_POSTGRES_URL"):
        environment.postgres_url()


def test_a_named_browser_that_does_not_exist_is_missing_even_when_another_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENT_TEST_STRICT", "1")
    monkeypatch.setenv("EVIDENT_TEST_CHROMIUM", "no-such-browser")
    with pytest.raises(pytest.fail.Exception, match="EVIDENT_TEST_CHROMIUM"):
        environment.chromium()


def test_vectors_are_found_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "manifest.json").write_text("[]")
    monkeypatch.setenv("EVIDENT_SHARED", str(tmp_path))
    assert environment.vectors() == tmp_path / "vectors"


def test_addresses_are_printed_without_their_password() -> None:
    assert environment.without_password("redis://user:secret@host:6379/0") == "redis://host:6379/0"
    assert environment.without_password("/usr/bin/chromium") == "/usr/bin/chromium"
