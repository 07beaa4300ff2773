"""Where the demo keeps things and what it tells the product. The operator's own EVIDENT_ settings are left out on purpose: the demo
must never seed invented people into somebody's real database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.seed.people import SIGN_INS


class DemoError(Exception):
    """The demo cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """`host` and `port` for the portal, `outside_port` for the outside web, `folder` for all data."""

    host: str
    port: int
    outside_port: int
    folder: Path

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104 - only compared, for what is printed
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    @property
    def registry(self) -> Path:
        return self.folder / "registry.json"

    @property
    def samples(self) -> Path:
        return self.folder / "samples"

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The environment for the product: what it had, without its EVIDENT_ settings, with the demo's."""
        kept = {k: v for k, v in environ.items() if not k.startswith("EVIDENT_")}
        return {
            **kept,
            "EVIDENT_DATA_DIR": str(self.folder),
            "EVIDENT_PUBLIC_URL": self.address,
            "EVIDENT_NOTICE": notice(),
            "EVIDENT_REGISTRIES": str(self.registry),
            "EVIDENT_FETCH_ALLOW": f"http://*.localhost:{self.outside_port}",
            "EVIDENT_LOG_LEVEL": environ.get("EVIDENT_DEMO_LOG_LEVEL", "WARNING"),
        }


def notice() -> str:
    """What visitors of the demo read: that its people are invented, and as whom they can sign in."""
    people = "; ".join(f"{person.role.value} {person.email}, password {person.password}" for person in SIGN_INS)
    return f"This is a demo with invented people. You can sign in as {people}."


def read_settings(environ: Mapping[str, str] | None = None) -> DemoSettings:
    """HOST, PORT, EVIDENT_DEMO_OUTSIDE_PORT and EVIDENT_DEMO_DIR. Raises `DemoError` for a port that is none, and one port for both."""
    found = os.environ if environ is None else environ
    port, outside_port = _port(found, "PORT", 5000), _port(found, "EVIDENT_DEMO_OUTSIDE_PORT", 5090)
    if port == outside_port:
        raise DemoError(f"PORT and EVIDENT_DEMO_OUTSIDE_PORT: expected two ports, found {port} for both. Choose another for one of them.")
    return DemoSettings(
        host=found.get("HOST") or "127.0.0.1",
        port=port,
        outside_port=outside_port,
        folder=Path(found.get("EVIDENT_DEMO_DIR") or "var/demo").resolve(),
    )


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise DemoError(f"{name}: expected a port number from 1 to 65535, found {text!r}.")
    return int(text)
