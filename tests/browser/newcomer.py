"""Learners of the tests' own: they register as everybody does, and get credentials that the demo's issuers sign for them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.portal import Portal
from tests.browser.visitor import Visitors

PASSWORD = "quiet-harbour-violin"
ACHIEVEMENT = "data-engineering-capstone"
FINDABLE_SECONDS = 15


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has just registered, on the page that came next."""

    page: Page
    email: str
    name: str

    @property
    def mark(self) -> str:
        """The word that only this newcomer's page contains."""
        return self.name.split()[-1]


def register(visitors: Visitors, name: str, *, script: bool = True, phone: bool = False) -> Newcomer:
    email = f"{name.lower().replace(' ', '.')}@people.example"
    page = visitors.visit(script=script, phone=phone)
    page.goto("/")
    page.get_by_role("link", name="Show what you can do").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()
    return Newcomer(page, email, name)


def confirm(newcomer: Newcomer, portal: Portal) -> None:
    newcomer.page.goto(portal.mailed_link(newcomer.email))
    expect(newcomer.page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()


def import_file(page: Page, name: str, body: bytes) -> None:
    page.goto("/my/import")
    page.get_by_label("Files").set_input_files(FilePayload(name=name, mimeType="application/octet-stream", buffer=body))
    page.get_by_role("button", name="Import").click()


def describe(newcomer: Newcomer, *, headline: str) -> None:
    page = newcomer.page
    page.goto("/my/profile")
    page.get_by_label("In a few words").fill(headline)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def publish(page: Page, label: str, organisation: str = "", *, hidden: int | None = None) -> None:
    """Show the credential of this page and all its evidence, but for the piece number `hidden` (1 is the first evidence)."""
    for piece in range(page.locator("fieldset.choices").count()):
        choice = page.locator("fieldset.choices").nth(piece)
        choice.get_by_label("Nobody but me" if piece == hidden else label).check()
        if organisation and piece != hidden:
            choice.get_by_label(organisation).check()
    page.get_by_role("button", name="Save who may see it").click()


def find(recruiter: Page, newcomer: Newcomer) -> str:
    """Search until the newcomer is found, as the index needs a moment; returns the address of their page."""
    hit = recruiter.locator("ol.hits h3 a", has_text=newcomer.name)
    until = time.monotonic() + FINDABLE_SECONDS
    recruiter.goto(f"/search?words={newcomer.mark}")
    while not hit.count() and time.monotonic() < until:
        recruiter.wait_for_timeout(200)
        recruiter.reload()
    return hit.get_attribute("href") or ""
