"""Tables as text: comma, tab or semicolon between the cells, headings that may stand below an introduction, notes in front."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.errors import InvalidError

FIRST_LINES = 40
"""How far down the headings are looked for."""
KNOWN_HEADINGS = frozenset(
    {"conceptUri", "originalSkillUri", "Element ID", "Canonical URL", "subject_id", "O*NET Id", "Type of Match", "O*NET-SOC Code"}
)
"""One of these in a line makes it the headings; without any, the first line is."""


@dataclass(frozen=True, slots=True)
class Table:
    """`notes` are the `name: value` lines that begin with #, as SSSOM puts them in front; `body` begins with the headings."""

    headings: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    delimiter: str = ","

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows by heading; a cell that is missing is empty. Raises `InvalidError` at a row that is none."""
        reader = csv.DictReader(io.StringIO(self.body), delimiter=self.delimiter)
        try:
            for row in reader:
                yield {str(name).strip(): str(value or "").strip() for name, value in row.items() if name is not None}
        except csv.Error as error:
            raise InvalidError(f"A table breaks off behind its line {reader.line_num}: {error}.") from error


def read(text: str) -> Table:
    """The table in a text; one without headings for text that is no table."""
    lines = text.splitlines(keepends=True)
    noted = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    notes = _notes(lines[:noted])
    for start in range(noted, min(noted + FIRST_LINES, len(lines))):
        delimiter, cells = _cells(lines[start])
        if KNOWN_HEADINGS & set(cells):
            return Table(frozenset(cells), notes, "".join(lines[start:]), delimiter)
    if noted == len(lines):
        return Table(notes=notes)
    delimiter, cells = _cells(lines[noted])
    return Table(frozenset(cells), notes, "".join(lines[noted:]), delimiter)


def _cells(line: str) -> tuple[str, list[str]]:
    delimiter = max("\t,;", key=line.count)
    try:
        return delimiter, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:  # a cell of more than 128 kB, or a NUL
        return delimiter, []


def _notes(lines: list[str]) -> dict[str, str]:
    """YAML is more than this; SSSOM's front matter uses no more of it: `name: value`, and prefixes indented below `curie_map`."""
    notes: dict[str, str] = {}
    within = ""
    for line in lines:
        name, colon, value = line[1:].rstrip().partition(":")
        indented = bool(within) and name.startswith("  ")
        if colon and value.strip():
            notes[f"{within}.{name.strip()}" if indented else name.strip()] = value.strip().strip("\"'")
        if not indented:
            within = "" if value.strip() else name.strip()
    return notes
