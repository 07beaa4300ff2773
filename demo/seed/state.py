"""What the demo's folder holds: nothing, a half-finished world, or a whole one, and for which port and content it was made."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain import schema
from demo.settings import DemoError, DemoSettings
from demo.world.content import ROOT

FILE = "demo.json"
MADE_FROM = ("content", "data", "world", "issuing", "seed", "outside/facts.py", "outside/texts.py", "outside/pdf.py")


@dataclass(frozen=True, slots=True)
class State:
    """The moment around which the world was built, and what it was built from."""

    now: str
    outside_port: int
    content: str
    complete: bool

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.now)


def content_digest() -> str:
    """Changes when something does that the data were made from, or the product's tables: an older world is then built again."""
    digest = hashlib.sha256(schema.newest().encode())
    for path in sorted(path for part in MADE_FROM for path in _files(ROOT / part)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [p for p in path.rglob("*") if p.suffix in (".py", ".toml", ".txt", ".json")]


def fresh_state(settings: DemoSettings, *, now: datetime) -> State:
    moment = now.astimezone(UTC).replace(microsecond=0)
    return State(moment.isoformat(), settings.outside_port, content_digest(), complete=False)


def read_state(folder: Path) -> State | None:
    """The state of a folder; None when there is none or it cannot be read."""
    try:
        return State(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(folder: Path, state: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")


def why_not_usable(state: State | None, settings: DemoSettings) -> str:
    """A sentence that says why the world has to be built again; empty when it can be used as it is."""
    if state is None:
        return "There is no demo data yet."
    if not state.complete:
        return "The last seeding did not come to its end, so it is started over."
    if state.outside_port != settings.outside_port:
        return f"The data were made for outside port {state.outside_port}, so they are made again."
    return "" if state.content == content_digest() else "The demo has changed since the data were made, so they are made again."


def clear(folder: Path) -> None:
    """Remove the demo's folder. Raises `DemoError` for a folder that holds something else."""
    if not folder.exists():
        return
    if not (folder / FILE).exists() and any(folder.iterdir()):
        raise DemoError(f"{folder} holds something that is not the demo's, so it is not removed. Set EVIDENT_DEMO_DIR to another folder.")
    shutil.rmtree(folder)
