"""``python -m demo``: what `make demo` runs. Seeds on first use, then serves until Ctrl-C. ``--reset`` throws the data away first."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

from demo.ending import Ended, end_on_signals
from demo.outside.server import LOOPBACK, OutsideServer
from demo.outside.site import Outside
from demo.processes import Children, refuse_taken_port, wait_for, wait_until_ready
from demo.seed.people import OTHERS, SIGN_INS
from demo.seed.registry import write_registry
from demo.seed.state import State, clear, fresh_state, read_state, why_not_usable, write_state
from demo.settings import DemoError, DemoSettings, read_settings
from demo.world.build import build_world
from demo.world.model import World


def main() -> int:
    """Run the demo; returns the exit code."""
    arguments = _arguments()
    end_on_signals()
    try:
        settings = read_settings()
        if arguments.reset:
            reset(settings)
        else:
            run(settings, serve=not arguments.seed_only)
    except DemoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except Ended:
        print("\nThe demo has ended.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Evident with an invented world of 150 learners.")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and end")
    parser.add_argument("--seed-only", action="store_true", help="make the data if needed, and end without serving")
    return parser.parse_args()


def reset(settings: DemoSettings) -> None:
    """Throw the data away, but not under the feet of a demo that is running."""
    refuse_taken_port(LOOPBACK, settings.outside_port, setting="EVIDENT_DEMO_OUTSIDE_PORT")
    clear(settings.folder)
    print("The demo's data are gone. The next `make demo` makes them again.")


def run(settings: DemoSettings, *, serve: bool) -> None:
    """Seed if needed, then serve until somebody ends it. Raises `DemoError` or `Ended`."""
    started = time.monotonic()
    if serve:
        refuse_taken_port(settings.host, settings.port, setting="PORT")
    refuse_taken_port(LOOPBACK, settings.outside_port, setting="EVIDENT_DEMO_OUTSIDE_PORT")
    state = _usable_state(settings)
    world = build_world(now=state.moment, port=settings.outside_port)
    outside = OutsideServer(Outside(world), settings.outside_port)
    threading.Thread(target=outside.serve_forever, daemon=True).start()
    try:
        if not state.complete:
            _seed(settings, world, state)
        if serve:
            _serve(settings, started)
    finally:
        outside.shutdown()
        outside.server_close()


def _usable_state(settings: DemoSettings) -> State:
    """The state of the folder when it can be used; otherwise a fresh one in an emptied folder."""
    state = read_state(settings.folder)
    reason = why_not_usable(state, settings)
    if state is not None and not reason:
        return state
    print(reason)
    clear(settings.folder)
    fresh = fresh_state(settings, now=datetime.now(UTC))
    write_state(settings.folder, fresh)
    return fresh


def _seed(settings: DemoSettings, world: World, state: State) -> None:
    from app.services import open_services
    from config.logs import configure_logging
    from config.settings import load_settings
    from demo.seed.run import seed
    from demo.seed.samples import write_samples

    write_registry(world, settings.registry)
    product = load_settings(settings.environment(os.environ))
    configure_logging(product)
    services = open_services(product)
    try:
        seed(services, world)
    finally:
        services.database.close()
    write_samples(world, settings.samples)
    write_state(settings.folder, replace(state, complete=True))


def _serve(settings: DemoSettings, started: float) -> None:
    children = Children(settings.environment(os.environ))
    try:
        children.start("worker")
        children.start("web", settings.host, str(settings.port))
        wait_until_ready(settings.address, children)
        print(welcome(settings, time.monotonic() - started), flush=True)
        wait_for(children)
    finally:
        children.end()


def welcome(settings: DemoSettings, seconds: float) -> str:
    """What is printed when people can come in."""
    people = "\n".join(f"  {p.role.value:<10} {p.email:<36} {p.password}" for p in SIGN_INS)
    others = ", ".join(p.email for p in OTHERS)
    return f"""
Evident is ready after {seconds:.0f} s:  {settings.address}

Sign in as
{people}

Further recruiters (same password as above): {others}
Files to try importing: {settings.samples}
The invented outside web: http://localhost:{settings.outside_port}/
Ctrl-C ends it; make demo-reset starts over."""


if __name__ == "__main__":
    sys.exit(main())
