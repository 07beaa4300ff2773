"""Tell how far the work is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from demo.ending import end_if_asked

BAR = 28
REFRESH = 0.1


@dataclass
class Step:
    """One step under way. Call `advance` as things get done; it raises `Ended` when somebody asked the demo to end."""

    title: str
    total: int
    out: TextIO
    live: bool
    done: int = 0
    note: str = ""
    _started: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0

    def advance(self, count: int = 1, note: str = "") -> None:
        end_if_asked()
        self.done, self.note = self.done + count, note
        if self.live and time.monotonic() - self._drawn > REFRESH:
            self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        full = BAR * self.done // max(1, self.total)
        line = f"{self.title:<34} [{'#' * full}{'.' * (BAR - full)}] {self.done}/{self.total}  {self.note}"
        self.out.write(f"\r{line[:100]:<100}")
        self.out.flush()

    def finish(self) -> None:
        seconds = time.monotonic() - self._started
        line = f"{self.title:<34} {self.done:>6}  {seconds:5.1f} s"
        self.out.write(f"\r{line:<100}\n" if self.live else f"{line}\n")
        self.out.flush()


@contextmanager
def step(title: str, total: int, *, out: TextIO | None = None) -> Iterator[Step]:
    """Show one step while the block runs; its line stays when it ended well."""
    stream = out or sys.stdout
    current = Step(title, total, stream, stream.isatty())
    yield current
    current.finish()
