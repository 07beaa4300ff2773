"""What the machine offers to the tests: servers, a browser, the shared vectors, and whether their absence is tolerated.

A suite asks here for what it needs. When that is missing, the test is skipped with a sentence that says how to provide it.
With ``EVIDENT_TEST_STRICT=1`` (continuous integration) it fails instead: a green run then means that everything ran.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Part:
    """Something the tests can use when it is there: `find` returns where it is, or None; `remedy` says how to get it."""

    name: str
    find: Callable[[], str | None]
    remedy: str


def postgres_url() -> str:
    """The SQLAlchemy address of a database whose role may create others. Skips, or fails when strict, without one."""
    return _require(POSTGRES)


def redis_url() -> str:
    """The address of a Redis whose data the tests may throw away."""
    return _require(REDIS)


def elasticsearch_url() -> str:
    """The address of an Elasticsearch 9; a test makes indices under names of its own and removes them."""
    return _require(ELASTICSEARCH)


def chromium() -> Path:
    """The browser's program: ``EVIDENT_TEST_CHROMIUM``, or the first one on the PATH."""
    return Path(_require(CHROMIUM))


def vectors() -> Path:
    """The folder of shared test vectors, the one that holds manifest.json."""
    return Path(_require(VECTORS))


def strict() -> bool:
    """True when something missing is a failure and nothing may be skipped."""
    return os.environ.get("EVIDENT_TEST_STRICT", "") == "1"


def without_password(location: str) -> str:
    """An address as it may be printed: scheme, host, port and path."""
    parts = urlsplit(location)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts.netloc else location


def _require(part: Part) -> str:
    return part.find() or _missing(f"{part.name} is missing: {part.remedy}")


def _missing(reason: str) -> NoReturn:
    if strict():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _variable(name: str) -> Callable[[], str | None]:
    return lambda: os.environ.get(name) or None


def _find_chromium() -> str | None:
    named = os.environ.get("EVIDENT_TEST_CHROMIUM", "")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)


def _find_vectors() -> str | None:
    shared = Path(os.environ.get("EVIDENT_SHARED") or CHECKOUT.parent / "shared")
    folder = shared / "vectors"
    return str(folder) if (folder / "manifest.json").is_file() else None


def _server(name: str, variable: str) -> Part:
    return Part(name, _variable(variable), f"set {variable}, for example as `make services` prints it")


POSTGRES = _server("PostgreSQL", "EVIDENT_TEST_POSTGRES_URL")
REDIS = _server("Redis", "EVIDENT_TEST_REDIS_URL")
ELASTICSEARCH = _server("Elasticsearch", "EVIDENT_TEST_ELASTICSEARCH_URL")
CHROMIUM = Part("Chromium", _find_chromium, "install it, or set EVIDENT_TEST_CHROMIUM to its program")
VECTORS = Part("Shared vectors", _find_vectors, "set EVIDENT_SHARED to the folder that holds vectors/manifest.json")
PARTS = (POSTGRES, REDIS, ELASTICSEARCH, CHROMIUM, VECTORS)
