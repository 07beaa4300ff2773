"""What a reader is handed and what it hands back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import InvalidError
from app.domain.frameworks import LoadedCompetency, LoadedFramework

LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """A file that has been opened: `content` is its JSON, `rows` are its lines as a table with headings; one of the two is there."""

    name: str
    content: Any = None
    rows: Sequence[Mapping[str, str]] = ()

    @staticmethod
    def open(path: Path) -> FrameworkFile:
        """Read a file as JSON or as a table. Raises `InvalidError` when it is neither."""
        try:
            if path.stat().st_size > LARGEST:
                raise InvalidError(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB, more than any framework known to us.")
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise InvalidError(f"{path.name} cannot be read: {error.strerror or 'it is no file'}.") from error
        except UnicodeDecodeError as error:
            raise InvalidError(f"{path.name} is not text in UTF-8 (byte {error.start}).") from error
        if text.lstrip()[:1] in ("{", "["):
            return FrameworkFile(path.name, content=_json(path.name, text))
        return FrameworkFile(path.name, rows=_table(path.name, text))


@dataclass(frozen=True, slots=True)
class Reader:
    """One form of file: its name for people, whether a file has it, and reading it."""

    form: str
    recognises: Callable[[FrameworkFile], bool]
    read: Callable[[FrameworkFile], LoadedFramework]


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidError(f"{name} is not complete JSON: line {error.lineno}, {error.msg}.") from error
    except RecursionError as error:
        raise InvalidError(f"{name} is nested too deeply to be a framework.") from error


def _table(name: str, text: str) -> list[dict[str, str]]:
    try:
        return [{str(k): str(v or "") for k, v in row.items() if k is not None} for row in csv.DictReader(io.StringIO(text))]
    except csv.Error as error:
        raise InvalidError(f"{name} is no table of comma-separated values: {error}.") from error


def text_of(item: Mapping[str, Any], *names: str) -> str:
    """The first of these members that is a text with something in it; empty when none is."""
    return next((v.strip() for n in names if isinstance(v := item.get(n), str) and v.strip()), "")


def texts_of(item: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A member that is a list of texts, or one text; empty when it is neither."""
    value = item.get(name)
    found = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(v.strip() for v in found if isinstance(v, str) and v.strip()))


def checked(framework: LoadedFramework, name: str) -> LoadedFramework:
    """The framework, as far as it fits our tables. Of an address that comes twice the first counts."""
    if not framework.competencies:
        raise InvalidError(f"{name} holds no competency.")
    by_uri: dict[str, LoadedCompetency] = {}
    for number, item in enumerate(framework.competencies, start=1):
        if not item.uri or not item.label or len(item.uri.encode()) > 2000:
            raise InvalidError(f"{name}, competency {number}: expected an address (at most 2000 bytes) and a name for each.")
        by_uri.setdefault(item.uri, replace(item, label=item.label[:500], code=item.code[:200]))
    return replace(framework, title=framework.title[:300], competencies=tuple(by_uri.values()))
