"""What a benchmark returns, and how it is printed and kept."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. With `bare`, `ours / bare` is the ratio that counts; without, `ours` itself is held against `goal`."""

    name: str
    ours: float
    unit: str
    bare: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def figure(self) -> float:
        return self.ours if self.bare is None else self.ours / self.bare

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.figure <= self.goal


def table(measures: Sequence[Measure]) -> str:
    """The measures as aligned text: name, ours, bare, ratio, goal."""
    rows = [("", "ours", "bare", "ratio", "goal", "")]
    for m in measures:
        bare = "" if m.bare is None else f"{m.bare:.4g} {m.unit}"
        ratio = "" if m.bare is None else f"{m.figure:.2f}x"
        goal = "" if m.goal is None else f"<= {m.goal:g}{'x' if m.bare is not None else ' ' + m.unit}"
        verdict = {None: "", True: "reached", False: "MISSED"}[m.reached]
        rows.append((m.name, f"{m.ours:.4g} {m.unit}", bare, ratio, goal, f"{verdict} {m.note}".strip()))
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def seconds(action: Callable[[], object], *, times: int, warm_up: int = 3) -> list[float]:
    """Wall seconds of `times` runs after `warm_up` runs that are not counted."""
    for _ in range(warm_up):
        action()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return taken


def cpu_seconds(action: Callable[[], object], *, times: int, warm_up: int = 3) -> float:
    """Median CPU seconds of one run."""
    for _ in range(warm_up):
        action()
    taken = []
    for _ in range(times):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def alternate(ours: Callable[[], object], bare: Callable[[], object], *, times: int) -> tuple[float, float]:
    """Median seconds of both, run in turns so that whatever else the machine does hits both alike."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(times):
        mine += seconds(ours, times=1, warm_up=0)
        theirs += seconds(bare, times=1, warm_up=0)
    return statistics.median(mine), statistics.median(theirs)
