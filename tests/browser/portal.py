"""The portal under test: `python -m demo` as the README starts it, with its data in a folder of its own and on free ports."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from demo.issuing.sign import sign_award
from demo.seed.people import OTHERS, SIGN_INS, SignIn
from demo.seed.state import read_state
from demo.world.build import build_world
from demo.world.model import Award, World
from tests.support.environment import CHECKOUT

COMMAND = (sys.executable, "-m", "demo")
READY = "Ctrl-C ends it"
READY_SECONDS = 240
"""Seeding takes half a minute on two idle cores; a loaded machine may take its time."""

LEARNER, RECRUITER, ADMIN = SIGN_INS
OTHER_RECRUITER, WAITING_RECRUITER = OTHERS


@dataclass(frozen=True)
class Portal:
    """A running demo: where it answers, where its data lie, and what it has written to its terminal (`log`), mail included."""

    address: str
    outside_port: int
    folder: Path
    log: Path

    @cached_property
    def world(self) -> World:
        """The same world that the demo was seeded with: it depends on nothing but its moment and its port."""
        state = read_state(self.folder)
        assert state is not None
        return build_world(now=state.moment, port=self.outside_port)

    def sample(self, name: str) -> Path:
        """One of the files that the demo offers for trying the import, by the beginning of its name."""
        return next(self.folder.glob(f"samples/{name}*"))

    def credential(self, slug: str, *, email: str) -> bytes:
        """A credential of the achievement `slug`, signed now by its demo issuer for this e-mail address. Its story and evidence stay those
        of the person who has it in the demo: the evidence's digest is signed."""
        award = self.award(slug)
        ours = replace(award, learner=replace(award.learner, email=email))
        return sign_award(ours, port=self.outside_port).raw

    def award(self, slug: str) -> Award:
        """An award of this achievement that is good and carries evidence to open."""
        named = (a for a in self.world.awards if a.achievement.slug == slug and not a.flaw)
        return max(named, key=lambda a: len({e.kind for e in a.evidence}))

    def mail_to(self, email: str) -> str:
        """The last mail to this address. The demo sends mail to its terminal."""
        letters = re.findall(rf"^--- mail to {re.escape(email)}: (.*?)^---$", self.log.read_text(), re.MULTILINE | re.DOTALL)
        assert letters, f"no mail to {email}"
        return str(letters[-1])

    def mailed_link(self, email: str) -> str:
        """The path of the link in the last mail to this address."""
        found = re.search(rf"{re.escape(self.address)}(/\S+)", self.mail_to(email))
        assert found, self.mail_to(email)
        return found[1]


@contextmanager
def running_demo(folder: Path) -> Iterator[Portal]:
    """Start the demo, seed its data if `folder` holds none, and end it cleanly."""
    folder.mkdir(parents=True, exist_ok=True)
    state = read_state(folder / "data")
    port, outside_port = _free_port(), state.outside_port if state else _free_port()
    portal = Portal(f"http://127.0.0.1:{port}", outside_port, folder / "data", folder / f"{datetime.now(UTC):%H%M%S%f}.log")
    with portal.log.open("wb") as log:
        process = subprocess.Popen(
            COMMAND, cwd=CHECKOUT, env=_environment(portal, port), stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            _wait(process, portal.log)
            yield portal
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
    assert code == 0, f"the demo did not end cleanly:\n{portal.log.read_text()[-2000:]}"


def _environment(portal: Portal, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("EVIDENT_")}
    demo = {"HOST": "127.0.0.1", "PORT": str(port), "EVIDENT_DEMO_OUTSIDE_PORT": str(portal.outside_port)}
    return {**kept, **demo, "EVIDENT_DEMO_DIR": str(portal.folder), "PYTHONUNBUFFERED": "1"}


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while READY not in (said := log.read_text()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the demo did not become ready:\n{said[-4000:]}")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sign_in_of(who: str) -> SignIn | None:
    """The sign-in of a kind of person: learner, recruiter, other recruiter, waiting recruiter, admin; None for `anyone`."""
    return {
        "anyone": None,
        "learner": LEARNER,
        "recruiter": RECRUITER,
        "other recruiter": OTHER_RECRUITER,
        "waiting recruiter": WAITING_RECRUITER,
        "admin": ADMIN,
    }[who]
