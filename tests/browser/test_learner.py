"""A learner's whole life: register, confirm, import good and bad, review, publish piece by piece, preview, withdraw, take away, delete."""

from __future__ import annotations

import re
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.portal import OTHER_RECRUITER, RECRUITER, Portal
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


@pytest.fixture
def newcomer(portal: Portal, visitors: Visitors, request: pytest.FixtureRequest) -> Newcomer:
    """A confirmed learner of the test's own, found by the last word of their name, on the page of the good credential that they have
    just imported and nobody else sees."""
    mark = f"nova{zlib.crc32(request.node.name.encode()):x}"
    found = register(visitors, f"Nova {mark}")
    confirm(found, portal)
    describe(found, headline=f"Data engineer, {mark}")
    import_file(found.page, "capstone.json", portal.credential(ACHIEVEMENT, email=found.email))
    expect(found.page.locator(".verdict-line")).to_contain_text("All checks passed.")
    found.page.get_by_role("link", name="Review it").click()
    return found


def describe(newcomer: Newcomer, *, headline: str) -> None:
    page = newcomer.page
    page.goto("/my/profile")
    page.get_by_label("In a few words").fill(headline)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_learner_registers_confirms_and_imports(portal: Portal, visitors: Visitors, script: bool) -> None:
    learner = register(visitors, f"Nora Newcomer {'with' if script else 'without'}", script=script)
    page = learner.page
    expect(page.get_by_text("mailed", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    confirm(learner, portal)
    page.get_by_role("main").get_by_role("link", name="Import a credential").first.click()
    page.get_by_label("or the text of one").fill(portal.credential(ACHIEVEMENT, email=learner.email).decode())
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".verdict-line")).to_contain_text("Verified")
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("It was issued to you")).to_be_visible()
    expect(page.get_by_text("Nobody but you.")).to_be_visible()


def test_a_bad_file_loses_nothing_of_what_was_typed_or_imported(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    page.goto("/my/import")
    altered = portal.sample("5-altered")
    page.get_by_label("Files").set_input_files([portal.sample("README"), altered])
    page.get_by_label("or the text of one").fill("{not json")
    page.get_by_role("button", name="Import").click()
    cards = page.locator(".cards .card")
    expect(cards).to_have_count(3)
    expect(cards.filter(has_text="README.txt")).to_contain_text("Not imported.")
    expect(cards.filter(has_text="The pasted text")).to_contain_text("Not imported.")
    expect(cards.filter(has=page.locator(".verdict.failed"))).to_contain_text("something was changed after signing")
    expect(page.get_by_label("or the text of one")).to_have_value("{not json")
    page.goto("/my/credentials")
    expect(page.locator("section[aria-labelledby=tray] .item")).to_have_count(2)


def test_the_same_credential_twice_changes_nothing(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    import_file(page, "again.json", portal.credential(ACHIEVEMENT, email=newcomer.email))
    expect(page.locator(".cards .card")).to_contain_text("You have this credential already")
    page.goto("/my/credentials")
    expect(page.locator(".item")).to_have_count(1)


def test_somebody_elses_credential_cannot_be_published(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    import_file(page, "hers.json", portal.sample("6-somebody").read_bytes())
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("It was issued to another e-mail address")).to_be_visible()
    expect(page.get_by_role("button", name="Save who may see it")).to_have_count(0)


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


def status_of(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def test_publishing_to_one_organisation_shows_it_to_that_one_only(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    title = page.get_by_role("heading", level=1).inner_text()
    publish(page, "Recruiters of these organisations:", "Acme Mobility")
    expect(page.locator(".messages")).to_contain_text("Visible to recruiters of Acme Mobility")
    named, other = visitors.visit(RECRUITER), visitors.visit(OTHER_RECRUITER)
    path = find(named, newcomer)
    named.goto(path)
    expect(named.get_by_role("main")).to_contain_text(title)
    assert status_of(other, path) == 404
    other.goto(f"/search?words={newcomer.mark}")
    expect(other.get_by_role("main")).not_to_contain_text(newcomer.name)


def test_one_piece_of_evidence_stays_hidden_from_those_who_see_the_rest(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    legends = page.locator("fieldset.choices legend").all_inner_texts()
    hidden, shown = (text.removeprefix("Evidence: ") for text in (legends[1], legends[2]))
    publish(page, "All approved recruiters", hidden=1)
    expect(page.locator(".messages")).to_contain_text(f"with {len(legends) - 2} of {len(legends) - 1} pieces of evidence")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    recruiter.get_by_role("main").get_by_role("link", name=page.get_by_role("heading", level=1).inner_text()).first.click()
    expect(recruiter.get_by_role("main")).to_contain_text(shown)
    expect(recruiter.get_by_role("main")).not_to_contain_text(hidden)
    expect(recruiter.get_by_role("link", name="Download original")).to_have_count(0)
    page.goto("/my/preview")
    expect(page.get_by_role("main")).not_to_contain_text(hidden)


def test_a_withdrawal_acts_on_the_next_request_everywhere(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    path = find(recruiter, newcomer)
    recruiter.goto(path)
    inspector = recruiter.locator("main a[href*='/credentials/']").first.get_attribute("href") or ""
    page.get_by_role("button", name="Withdraw everything").click()
    expect(page.locator(".messages")).to_contain_text("Withdrawn.")
    assert status_of(recruiter, path) == 404
    assert status_of(recruiter, inspector) == 404
    recruiter.goto(f"/search?words={newcomer.mark}")
    expect(recruiter.get_by_role("main")).not_to_contain_text(newcomer.name)


def test_several_are_published_at_once_from_the_tray(portal: Portal, newcomer: Newcomer, script: bool) -> None:
    page = newcomer.page
    other = portal.credential("plain-technical-writing", email=newcomer.email)
    import_file(page, "second.json", other)
    page.goto("/my/credentials")
    for box in page.get_by_role("checkbox", name="Choose").all():
        box.check()
    page.get_by_text("Publish the ticked ones together").click()
    page.get_by_label("All approved recruiters").check()
    page.get_by_role("button", name="Publish the ticked ones").click()
    expect(page.locator(".messages")).to_contain_text("2 published.")
    expect(page.locator("section[aria-labelledby=shown] .item")).to_have_count(2)


def test_a_learner_sees_themselves_as_a_recruiter_does(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    page.get_by_role("link", name="As recruiters see me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(recruiter.get_by_role("heading", level=1).inner_text())
    titles = "main h2, main h3"
    assert page.locator(titles).all_inner_texts()[:3] == recruiter.locator(titles).all_inner_texts()[:3]


def test_a_learner_reads_who_looked(newcomer: Newcomer, visitors: Visitors) -> None:
    publish(newcomer.page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    newcomer.page.get_by_role("link", name="Who looked").click()
    expect(newcomer.page.get_by_role("row").filter(has_text="Acme Mobility")).to_have_count(1)


def test_a_learner_takes_everything_along(portal: Portal, newcomer: Newcomer, script: bool) -> None:
    page = newcomer.page
    with page.expect_download() as original:
        page.get_by_role("link", name="Download original").click()
    raw = original.value.path().read_bytes()
    assert raw == portal.credential(ACHIEVEMENT, email=newcomer.email)
    page.goto("/account")
    with page.expect_download() as everything:
        page.get_by_role("link", name="take everything with you").click()
    with zipfile.ZipFile(everything.value.path()) as archive:
        assert raw in [archive.read(name) for name in archive.namelist()]
        assert any("README" in name for name in archive.namelist())


def test_a_deleted_account_leaves_nothing(portal: Portal, newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    path = find(recruiter, newcomer)
    page.goto("/account")
    page.get_by_role("main").get_by_role("link", name=re.compile("Delete")).click()
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Your account and everything in it is gone.")).to_be_visible()
    assert status_of(recruiter, path) == 404
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(newcomer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("do not belong together")).to_be_visible()
    assert left_of(portal, newcomer.mark) == []


def left_of(portal: Portal, word: str) -> list[str]:
    """The tables of database and index that still contain the word, in whatever column; the worker gets a moment to follow."""
    until = time.monotonic() + FINDABLE_SECONDS
    while True:
        found = [table for name in ("evident", "search") for table in tables_with(portal.folder / f"{name}.sqlite3", word)]
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.2)


def tables_with(database: Path, word: str) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')
            if any(word.encode() in (value if isinstance(value, bytes) else str(value).encode()) for row in rows for value in row):
                yield table
