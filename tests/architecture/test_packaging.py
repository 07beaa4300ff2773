"""What production installs: a wheel that holds every file of the product, and only the product."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.checkout import PRODUCT, name, tracked
from tests.support.environment import CHECKOUT

# Read by people in the checkout, by nothing at run time.
FOR_READERS = {".example", ".md"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel of this checkout, built from a copy so that the checkout stays clean."""
    copy, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked():
        target = copy / name(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), str(copy)]
    subprocess.run(command, check=True, capture_output=True, cwd=CHECKOUT)
    return set(zipfile.ZipFile(next(out.glob("*.whl"))).namelist())


def test_every_file_of_the_product_is_in_the_wheel(wheel: set[str]) -> None:
    product = {name(path) for path in tracked(*PRODUCT) if Path(path).suffix not in FOR_READERS}
    assert product - wheel == set()


def test_neither_tests_nor_demo_are_in_the_wheel(wheel: set[str]) -> None:
    tops = {entry.split("/")[0] for entry in wheel}
    assert {top for top in tops if not top.startswith("evident-")} == {folder.rstrip("/") for folder in PRODUCT}
