"""A visitor with a real browser, and everything that must not happen while they look around.

Whatever they do: nothing is asked of any other host, nothing that a page needs is missing, no script fails, no rule of the content
security policy is broken, and nothing ends in a 500. Each such thing is a fault, and a test with faults fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

from demo.seed.people import SignIn

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine has a name, so not even a fault leaves it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 380, "height": 740}
PATIENCE_MS = 10_000


def launch(playwright: Playwright, program: Path) -> Browser:
    """Start the installed Chromium."""
    return playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))


@dataclass
class Visitors:
    """Opens pages for people: signed in or not, with or without JavaScript, wide or on a phone, in light or dark."""

    browser: Browser
    address: str
    sessions: dict[str, object]
    """E-mail -> cookies: people sign in once a run, as the rate limit and everybody's patience demand."""
    faults: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)

    def visit(self, who: SignIn | None = None, *, script: bool = True, phone: bool = False, dark: bool = False) -> Page:
        """A page in a browser of their own, on which nothing has been opened yet."""
        if who and who.email not in self.sessions:
            self.sessions[who.email] = self._sign_in(who)
        return self._page(script=script, phone=phone, dark=dark, session=self.sessions[who.email] if who else None)

    def _page(self, *, script: bool, phone: bool, dark: bool, session: object) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=script,
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]  # a TypedDict of the two
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            storage_state=session,  # type: ignore[arg-type]  # what `storage_state()` gave
        )
        context.set_default_timeout(PATIENCE_MS)
        self._open.append(context)
        page = context.new_page()
        watch(page, self.address, self.faults.append)
        return page

    def _sign_in(self, who: SignIn) -> object:
        page = self._page(script=False, phone=False, dark=False, session=None)
        sign_in(page, who.email, who.password)
        return page.context.storage_state()

    def leave(self) -> None:
        for context in self._open:
            context.close()
        self._open.clear()


def sign_in(page: Page, email: str, password: str) -> None:
    """Through the form, as everybody."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def status_of(page: Page, path: str) -> int:
    """Open an address; returns the HTTP status."""
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def watch(page: Page, address: str, fault: Callable[[str], object]) -> None:
    """Report every fault of a page, with the address that it happened on."""

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:", "blob:", "about:")):
            fault(f"{page.url} asked another host: {request.method} {request.url}")

    def answered(response: Response) -> None:
        # What was asked for may be refused, and a form sent back: the tests judge that. What a page needs must be there.
        asked_for = response.request.is_navigation_request() or response.request.method == "POST"
        if response.status >= 500 or (response.status >= 400 and not asked_for):
            fault(f"{page.url} was answered {response.status} for {response.url}")

    def broke(request: Request) -> None:
        # A navigation that becomes a download, or is overtaken by the next one, counts as aborted.
        if not (request.failure or "").startswith("net::ERR_ABORTED"):
            fault(f"{page.url} could not load {request.url}: {request.failure}")

    def said(message: ConsoleMessage) -> None:
        # "Failed to load resource" repeats a status, which `answered` judges: a form sent back with 422 is no fault.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            fault(f"{page.url} says in its console: {message.text}")

    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", broke)
    page.on("console", said)
    page.on("pageerror", lambda error: fault(f"{page.url} has a script that failed: {error}"))
