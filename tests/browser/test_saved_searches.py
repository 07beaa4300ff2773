"""A recruiter saves a search, comes back to it, renames it, deletes it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.portal import OTHER_RECRUITER
from tests.browser.visitor import Visitors


def test_a_search_is_saved_found_again_and_deleted(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(OTHER_RECRUITER, script=script, phone=not script)
    page.goto("/search?words=transport")
    count = page.locator("#count").inner_text()
    page.get_by_role("link", name="Save this search").click()
    page.get_by_label("Name").fill("Transport, with or without script")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".saved-bar")).to_contain_text("Nobody is new")
    expect(page.locator("#count")).to_have_text(count)
    page.get_by_role("link", name="Saved", exact=True).click()
    listed = page.get_by_role("listitem", name="Transport, with or without script")
    expect(listed).to_contain_text(count)
    listed.locator("summary").click()
    listed.get_by_label("Name").fill("Buses")
    listed.get_by_role("button", name="Rename").click()
    page.get_by_role("link", name="Buses").click()
    assert re.search(r"words=transport&saved=", page.url)
    page.get_by_role("link", name="Buses").click()
    listed = page.get_by_role("listitem", name="Buses")
    listed.locator("summary").click()
    listed.get_by_role("button", name="Delete “Buses”").click()
    expect(page.get_by_text("The saved search “Buses” is deleted.")).to_be_visible()
    expect(page.get_by_text("You have not saved a search yet.")).to_be_visible()
