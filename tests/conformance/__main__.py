"""The command: judge every case, print each disagreement with our reason, end with one line of numbers.

Exit 0 only when nothing differs and nothing is unsupported.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.verification.errors import VerificationError
from tests.conformance.cases import Answer, Judged, Question, read_manifest
from tests.conformance.levels import LEVELS

_UNREADABLE = (OSError, LookupError, TypeError, ValueError, AttributeError, VerificationError)
"""What a case of an unexpected shape raises: a file or member that is missing, or is of another kind."""


@dataclass(frozen=True)
class Row:
    """One case with our answer beside the expected one. `agreement` is agree, differ or unsupported."""

    question: Question
    answer: Answer
    judged: Judged
    agreement: str


def run(manifest: Path) -> Iterable[Row]:
    """Judge the cases of a manifest, one after the other."""
    for question, answer in read_manifest(manifest):
        judged = judge(question)
        yield Row(question, answer, judged, compare(judged, answer))


def judge(question: Question) -> Judged:
    """Answer one question; a level that we do not know is unsupported."""
    level = LEVELS.get(question.level)
    if level is None:
        return Judged("unsupported", (f"level {question.level}",))
    try:
        return level(question)
    except _UNREADABLE as error:  # one case that cannot be asked must not hide the others
        return Judged("unsupported", (f"the case cannot be read: {type(error).__name__}: {error}",))


def compare(judged: Judged, answer: Answer) -> str:
    """Hold an answer against the expected one."""
    if judged.outcome == "unsupported":
        return "unsupported"
    outcome = judged.outcome
    if outcome == "valid" and judged.output is not None and not _same_output(judged.output, answer):
        outcome = "invalid"
    return "agree" if answer.allows(outcome) else "differ"


def _same_output(output: bytes, answer: Answer) -> bool:
    if answer.text is not None:
        return output.decode("utf-8", "replace").strip() == answer.text.strip()
    return answer.output is None or output == answer.output.read_bytes()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("manifest", type=Path, help="the manifest.json of the vectors")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every answer to this file")
    options = parser.parse_args(arguments)
    rows = list(run(options.manifest))
    for row in rows:
        if row.agreement != "agree":
            print(f"{row.agreement}: {row.question.id}")
            print(f"  expected {row.answer.expected} ({row.answer.reason_code}), found {row.judged.outcome}")
            for text in row.judged.reasons:
                print(f"    {text}")
    if options.json:
        options.json.write_text(json.dumps([_as_json(row) for row in rows], indent=1) + "\n")
    counts = Counter(row.agreement for row in rows)
    print(f"{counts['agree']} agree, {counts['differ']} differ, {counts['unsupported']} unsupported")
    return 0 if rows and counts["agree"] == len(rows) else 1


def _as_json(row: Row) -> dict[str, object]:
    return {
        "id": row.question.id,
        "level": row.question.level,
        "format": row.question.format,
        "expected": row.answer.expected,
        "found": row.judged.outcome,
        "agreement": row.agreement,
        "reasons": list(row.judged.reasons),
    }


if __name__ == "__main__":
    sys.exit(main())
