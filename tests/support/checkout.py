"""The files of this checkout, for rules that hold for all of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.environment import CHECKOUT

PRODUCT = ("app/", "indexer/", "config/", "search_templates/")


def tracked(*folders: str) -> list[Path]:
    """The files that git tracks below `folders` (all of them by default) and that exist, without those only lying about."""
    # safe.directory: continuous integration may run as another user than the one who owns the checkout.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", *folders]
    listing = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    paths = [CHECKOUT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def name(path: Path) -> str:
    """A path as it is told to a person: relative to the checkout."""
    return str(path.relative_to(CHECKOUT))


def text(path: Path) -> str | None:
    """The text of a file, or None for pictures and other binary data."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
