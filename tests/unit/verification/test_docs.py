"""The page about verification says what the code does, no more and no less."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import indexer.verification
from indexer.verification.checks import CHECKS
from indexer.verification.formats import FORMATS
from indexer.verification.keys.resolve import DID_METHODS
from indexer.verification.proofs.signatures import ALGORITHMS
from indexer.verification.proofs.suites import CRYPTOSUITES, PROOF_TYPES
from indexer.verification.reasons import REASONS
from indexer.verification.status.checks import STATUS_TYPES

PACKAGE = Path(indexer.verification.__file__).parent
PAGE = (PACKAGE.parents[1] / "docs" / "verification.md").read_text(encoding="utf-8")
PLAIN_CODES = {"OK", "NOT_APPLICABLE", "NOT_JUDGED"}


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first column is called `first`."""
    lines = PAGE.splitlines()
    start = lines.index(next(line for line in lines if line.startswith(f"| {first} |"))) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return rows


def test_the_checks_stand_in_their_order() -> None:
    assert table("check") == [[check.id, check.title, check.passed, check.section] for check in CHECKS]


def test_the_formats_are_those_of_the_table() -> None:
    assert table("format") == [[found.id, found.title] for found in FORMATS.values()]
    known = {check.id for check in CHECKS}
    assert all(set(found.checks) <= known for found in FORMATS.values())


def test_the_suites_are_those_of_the_tables() -> None:
    assert [row[0] for row in table("cryptosuite")] == list(CRYPTOSUITES)
    assert [row[0] for row in table("type")] == list(PROOF_TYPES)


def test_algorithms_keys_and_status_are_named() -> None:
    for name in (*ALGORITHMS, *(f"did:{method}" for method in DID_METHODS), *STATUS_TYPES):
        assert f"`{name}`" in PAGE, name


def test_every_reason_has_its_row() -> None:
    assert table("code") == [[code, known.sentence] for code, known in REASONS.items()]


def raised_codes() -> Iterator[str]:
    """The codes that the engine raises or returns, read from its source: the first argument of errors and findings."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                index = {"CheckFailedError": 0, "CheckUnknownError": 0, "Problem": 0, "Finding": 1, "CheckResult": 2}.get(name)
                if index is not None and len(node.args) > index:
                    value = node.args[index]
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.value


def test_every_code_that_can_be_raised_has_words() -> None:
    codes = set(raised_codes()) - PLAIN_CODES
    assert len(codes) > 50
    special = {"NO_RECIPIENT", "HOLDER_NOT_PROVEN"}  # these bring their sentences with them
    assert codes - set(REASONS) <= special


def test_every_check_rests_on_earlier_ones() -> None:
    seen: set[str] = set()
    for check in CHECKS:
        assert set(check.needs) <= seen, check.id
        seen.add(check.id)
    assert {name for check in CHECKS for name in check.voided_by} <= seen


def test_words_for_people_are_sentences() -> None:
    for sentence in (*(known.sentence for known in REASONS.values()), *(check.passed for check in CHECKS)):
        assert re.fullmatch(r"[A-Z“].*\.", sentence), sentence
        assert len(sentence) < 160
