"""What must not be left behind in the checkout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.checkout import PRODUCT, name, text, tracked

# Split, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
OF_ONE_MACHINE = re.compile(r"(?<![\w.:/-])/(?:ro" r"ot|ho" r"me/\w+|wo" r"rk|Us" r"ers/\w+)/")
LONGEST = 400


def offences(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate((text(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_nothing_in_the_product_is_marked_as_unfinished() -> None:
    assert offences(tracked(*PRODUCT), UNFINISHED) == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    assert offences(tracked(), OF_ONE_MACHINE) == []


def test_a_lock_holds_names_and_hashes_but_no_address() -> None:
    assert offences(tracked("requirements"), re.compile(r"://|--(extra-)?index|--find-links")) == []


def test_every_requirement_of_a_lock_is_pinned_by_hash() -> None:
    for lock in tracked("requirements/*.lock"):
        pins = (text(lock) or "").count("==")
        requirements = re.findall(r"^[\w.-]+(?:\[.*?\])?==.*?(?=^\S|\Z)", text(lock) or "", re.MULTILINE | re.DOTALL)
        assert len(requirements) > 20, name(lock)
        assert pins >= len(requirements)
        assert [r.splitlines()[0] for r in requirements if "--hash=sha256:" not in r] == []


def test_no_python_file_grew_into_a_room_without_walls() -> None:
    lengths = {name(path): len((text(path) or "").splitlines()) for path in tracked("*.py")}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("folder", ["ro" "ot", "ho" "me/ana", "wo" "rk", "Us" "ers/ana"])
def test_the_search_for_machine_paths_would_find_one(folder: str) -> None:
    assert OF_ONE_MACHINE.search(f"kept in /{folder}/notes.txt")
    assert not OF_ONE_MACHINE.search(f"https://host.example/{folder}/notes.txt")
