"""Reading a JSON body from a stranger: one walk that collects everything that is wrong, each with its place.

Nothing is guessed and nothing is dropped: a member that is not known, twice there or of another type is a fault, so that no body ever
asks less than whoever wrote it meant.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.errors import InvalidError
from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import read_json

LONGEST_BODY = 64 * 1024
MOST_FAULTS = 20
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `pointer` is its place in the body (RFC 6901), empty for the whole."""

    pointer: str
    expected: str
    found: str
    next_step: str = ""

    @property
    def sentence(self) -> str:
        place = f"At {self.pointer}: e" if self.pointer else "E"
        return f"{place}xpected {self.expected}, found {self.found}."


class FaultsError(InvalidError):
    """The body cannot be understood; `faults` are all that was found, the first few when there are very many."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(first.sentence, next_step=first.next_step or "Correct it and send it again. /api/v1/openapi.json has examples.")
        self.faults = tuple(faults[:MOST_FAULTS])


def json_object(raw: bytes) -> Mapping[str, Any]:
    """The JSON object in a body. Raises `FaultsError` for everything else, also for what two readers would read differently."""
    if not raw.strip():
        raise FaultsError([Fault("", "a JSON object", "nothing", "Send it as application/json; an empty object {} asks for everybody.")])
    try:
        value = read_json(raw, limit=LONGEST_BODY)
    except CheckFailedError as error:
        raise FaultsError([Fault("", f"a JSON object of at most {LONGEST_BODY // 1024} KiB", f"something else: {error.detail}")]) from error
    if not isinstance(value, dict):
        raise FaultsError([Fault("", "a JSON object", shown(value))])
    return value


def shown(value: Any) -> str:
    """What was found, short enough for a sentence."""
    if isinstance(value, dict | list):
        kind = "an object" if isinstance(value, dict) else "a list"
        return f"{kind} of {len(value)}"
    text = json.dumps(value, ensure_ascii=False)
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:60])
    return clean if len(clean) <= 40 else clean[:40] + "…"


@dataclass(slots=True)
class Reader:
    """Reads values and remembers what was wrong with them. A value with a fault is read as None or empty; `done` then refuses all."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, pointer: str, expected: str, value: Any, next_step: str = "") -> None:
        """Remember that something else was expected than this value."""
        self.faults.append(Fault(pointer, expected, shown(value), next_step))

    def done(self) -> None:
        """Raises `FaultsError` when anything was wrong."""
        if self.faults:
            raise FaultsError(self.faults)

    def members(self, value: Any, at: str, known: Collection[str]) -> Mapping[str, Any]:
        """An object with no members but the known ones. One that is null is refused like any other wrong value."""
        if not isinstance(value, dict):
            self.fault(at, "an object", value)
            return {}
        for name in value.keys() - set(known):
            self.fault(f"{at}/{_escaped(name)}", f"one of {', '.join(sorted(known))}", name)
        return {name: value[name] for name in known if name in value}

    def items(self, value: Any, at: str, *, most: int, of: str) -> list[Any]:
        """A list that is not too long."""
        if not isinstance(value, list):
            self.fault(at, f"a list of {of}", value)
            return []
        if len(value) > most:
            self.fault(at, f"at most {most} {of}", value, "Keep those that matter most.")
            return []
        return value

    def text(self, value: Any, at: str, *, longest: int) -> str:
        """A text of at least one character, without control characters but line ends and tabs."""
        expected = f"a text of 1 to {longest:,} characters"
        if not isinstance(value, str) or not value.strip():
            self.fault(at, expected, value)
        elif len(value) > longest:
            self.faults.append(Fault(at, expected, f"{len(value):,} characters", "Shorten it."))
        elif any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in value):
            self.fault(at, "a text without control characters", value)
        else:
            return value
        return ""

    def whole(self, value: Any, at: str, low: int, high: int) -> int | None:
        """A whole number within bounds; true and false are none, and 3.0 is not either."""
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.fault(at, f"a whole number from {low} to {high}", value)
        return None

    def flag(self, value: Any, at: str) -> bool:
        """True or false, and nothing that only looks like it."""
        if not isinstance(value, bool):
            self.fault(at, "true or false", value)
        return value is True

    def choice(self, value: Any, at: str, known: Sequence[str]) -> str | None:
        """One of some words."""
        if isinstance(value, str) and value in known:
            return value
        self.fault(at, f"one of {', '.join(known)}", value)
        return None

    def day(self, value: Any, at: str) -> date | None:
        """A day, such as 2025-09-01."""
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:  # the 31st of June
                pass
        self.fault(at, "a day such as 2025-09-01", value)
        return None


def _escaped(name: str) -> str:
    """A member's name within a pointer, shortened: a stranger chose it."""
    clean = "".join(c for c in name[:60] if c.isprintable())
    return clean.replace("~", "~0").replace("/", "~1")
