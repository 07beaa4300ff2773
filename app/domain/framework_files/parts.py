"""The files of a framework as text, JSON or tables: a single file, a folder, or a zip archive of either."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.domain.errors import InvalidError
from app.domain.framework_files import tables
from app.domain.framework_files.tables import Table

LARGEST = 512 * 1024 * 1024
"""Bytes of a file, of all files of a folder, or of what a zip archive unfolds to."""
MOST_FILES = 50_000
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)  # no slots: what is read from the text is kept beside it
class Part:
    """One file: `content` is its JSON, `table` its rows when it is no JSON."""

    name: str
    text: str

    @cached_property
    def content(self) -> Any:
        """The JSON value; None for a table. Raises `InvalidError` when it begins like JSON and is none."""
        return _json(self.name, self.text) if self.text.lstrip()[:1] in ("{", "[") else None

    @cached_property
    def table(self) -> Table:
        """Headings and rows; without any for JSON."""
        return tables.read(self.text) if self.content is None else Table()


def open_parts(path: Path) -> list[Part]:
    """The parts of a file, folder or zip archive. Raises `InvalidError` when it cannot be read or is too large."""
    try:
        if path.is_dir():
            files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
            _refuse_large(path.name, [file.stat().st_size for file in files])
            return [part for file in files for part in parts_of(file.name, file.read_bytes(), alone=False)]
        _refuse_large(path.name, [path.stat().st_size])
        return parts_of(path.name, path.read_bytes())
    except OSError as error:
        raise InvalidError(f"{path.name or path} cannot be read: {error.strerror or 'it is no file'}.") from error


def parts_of(name: str, body: bytes, *, alone: bool = True) -> list[Part]:
    """The parts in the bytes of one file. One of several that is no text is passed over; one that stands `alone` is refused."""
    if body.startswith(_ZIP):
        return list(_unzipped(name, body))
    text = _decoded(body)
    if text is None and alone:
        raise InvalidError(f"{name} is neither text in UTF-8 nor a zip archive.")
    return [Part(name, text)] if text is not None else []


def _unzipped(name: str, body: bytes) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
            # What a member unfolds to is cut at the size that it declares, so adding these up is enough.
            _refuse_large(name, [member.file_size for member in members])
            for member in members:
                text = None if member.filename.endswith(".zip") else _decoded(archive.read(member))
                if text is not None:
                    yield Part(member.filename.rpartition("/")[2], text)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise InvalidError(f"{name} is a zip archive that cannot be opened: it is damaged or locked by a password.") from error


def _refuse_large(name: str, sizes: Sequence[int]) -> None:
    if sum(sizes) > LARGEST or len(sizes) > MOST_FILES:
        raise InvalidError(f"{name} is larger than {LARGEST // 1024 // 1024} MB, more than any framework known to us.")


def _decoded(body: bytes) -> str | None:
    """The text of a file in UTF-8, or of a table in the Windows code page that spreadsheets write; None for anything else."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        first_line = body[:2000].partition(b"\n")[0]
        is_table = b"\x00" not in body and first_line.isascii() and any(sign in first_line for sign in (b",", b"\t", b";"))
        return body.decode("cp1252", errors="replace") if is_table else None


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidError(f"{name} is not complete JSON: line {error.lineno}, {error.msg}.") from error
    except RecursionError as error:
        raise InvalidError(f"{name} is nested too deeply to be a framework.") from error
