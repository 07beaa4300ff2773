"""Publish -> findable and withdraw -> gone, through the pages of a running demo, as a learner and a recruiter would do it."""

from __future__ import annotations

import re
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.frame import Measure, p95
from demo.seed.people import SIGN_INS, SignIn
from tests.browser.portal import Portal, running_demo

TIMES = 30
PATIENCE_SECONDS = 10


class Visitor:
    """A signed-in browser without a screen."""

    def __init__(self, portal: Portal, who: SignIn) -> None:
        self.address = portal.address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.post("/sign-in", {"email": who.email, "password": who.password}, form="/sign-in")

    def get(self, path: str) -> str:
        with self._opener.open(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, str], *, form: str) -> str:
        """Send the form that stands on the page `form`, with its token."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(form))
        assert token is not None, form
        body = urlencode({"csrf_token": token[1], **fields}).encode()
        with self._opener.open(self.address + path, body, timeout=30) as answer:
            return str(answer.read().decode())


def run() -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as portal:
        learner, recruiter = (Visitor(portal, who) for who in SIGN_INS[:2])
        credential, words = _kept_back(learner)
        waits, seen = [], 0
        for _ in range(TIMES):
            waits.append(_publish_and_find(learner, recruiter, credential, words))
            learner.post(f"{credential}/withdraw", {}, form="/my/credentials")
            seen += _is_found(recruiter, words)
    return [
        Measure("publish -> findable, p95", p95(waits), "s", goal=2.0, note=f"{TIMES} times, web and worker as in the demo"),
        Measure("seen after withdrawing, on the next request", seen, f"of {TIMES}", goal=0),
    ]


def _kept_back(learner: Visitor) -> tuple[str, str]:
    """The address of a good credential that nobody is shown yet, and words that are found by it alone for this learner."""
    page = learner.get("/my/credentials").split('id="shown"')[0]
    address, title = re.findall(r'<a href="(/my/credentials/[0-9a-f]{32})">([^<]+)</a></h3>\s*<span class="verdict verified"', page)[-1]
    return address, title


def _publish_and_find(learner: Visitor, recruiter: Visitor, credential: str, words: str) -> float:
    """Seconds from the moment that publishing is answered until a search shows it."""
    learner.post(f"{credential}/publish", {"audience-whole": "recruiters"}, form=credential)
    start = time.perf_counter()
    while not _is_found(recruiter, words):
        assert time.perf_counter() - start < PATIENCE_SECONDS, "published and not found"
    return time.perf_counter() - start


def _is_found(recruiter: Visitor, words: str) -> bool:
    page = recruiter.get("/search?" + urlencode({"words": f'"{words}"'}))
    return SIGN_INS[0].name in page
