"""Resident memory of the web process and the worker of a running demo, after it has been used."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.frame import Measure
from bench.publishing import Visitor
from demo.seed.people import SIGN_INS
from tests.browser.portal import running_demo

GOAL_MB = 150
PAGES = ("/search", "/search?words=python", "/search?sort=newest&page=2")


def run() -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as portal:
        recruiter = Visitor(portal, SIGN_INS[1])
        for _ in range(50):
            for page in PAGES:
                recruiter.get(page)
        found = _resident(str(Path(folder)))
    return [Measure(f"memory of {name}", megabytes, "MB", goal=GOAL_MB) for name, megabytes in sorted(found.items())]


def _resident(folder: str) -> dict[str, float]:
    """Megabytes per part (web, worker) of the demo whose data lie in `folder`; of several processes of a part, the largest."""
    found: dict[str, float] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode().split("\0")
            environment = (process / "environ").read_bytes().decode(errors="replace")
            status = (process / "status").read_text()
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
        if "demo.child" not in command or f"={folder}/" not in environment:
            continue
        part = command[command.index("demo.child") + 1]
        resident = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
        found[part] = max(found.get(part, 0), resident)
    return found
