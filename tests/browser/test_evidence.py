"""From a hit to the evidence: the inspector, a text and a picture under our own rules, checking again, the original file."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.newcomer import Newcomer, find, publish
from tests.browser.portal import RECRUITER
from tests.browser.visitor import Visitors


def open_inspector(recruiter: Page, newcomer: Newcomer) -> None:
    """Publish everything of the newcomer's credential, and open it as a recruiter who found them."""
    publish(newcomer.page, "All approved recruiters")
    recruiter.goto(find(recruiter, newcomer))
    recruiter.get_by_role("main").locator("a[href*='/credentials/']").first.click()
    expect(recruiter.get_by_role("heading", name="What was asked")).to_be_visible()


def test_a_hit_leads_to_criteria_evidence_result_and_issuer(newcomer: Newcomer, visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    open_inspector(page, newcomer)
    for heading in ("What was asked", "What was shown", "How it was judged", "Who says so", "Every check"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator(".verdict-line")).to_contain_text("Verified")
    expect(page.locator(".ladder-steps .reached")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text("northfield-university.localhost")
    expect(page.get_by_role("main")).not_to_contain_text(newcomer.email)


def test_a_text_is_read_inside_of_the_portal(newcomer: Newcomer, visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    open_inspector(page, newcomer)
    page.get_by_role("link", name="Read it here").first.click()
    if script:
        expect(page.get_by_role("region", name="The text")).to_be_focused()
    expect(page.locator(".read-text")).not_to_be_empty()
    expect(page.get_by_role("link", name="At its source").first).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(page.get_by_role("main")).to_contain_text("outside of this site")


def test_a_picture_comes_from_the_portal_itself_and_cannot_act(newcomer: Newcomer, visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    open_inspector(page, newcomer)
    picture = page.locator("a.picture img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("(img) => img.complete", arg=picture.element_handle())
    assert picture.evaluate("(img) => img.naturalWidth") > 0
    source = picture.get_attribute("src") or ""
    assert source.startswith("/people/")
    answer = page.request.get(source)
    assert answer.headers["content-type"] in ("image/png", "image/webp")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_recruiter_checks_again_and_downloads_the_original(newcomer: Newcomer, visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    open_inspector(page, newcomer)
    page.get_by_role("button", name="Check again now").click()
    expect(page.locator(".messages")).to_contain_text("Checked again just now.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download original").click()
    original = json.loads(download.value.path().read_bytes())
    assert original["proof"]
    checked = visitors.visit(script=script)
    checked.goto("/verify")
    checked.get_by_label("or what is written in the file").fill(json.dumps(original))
    checked.get_by_role("button", name="Verify").click()
    expect(checked.locator(".verdict-line").first).to_contain_text("Verified")


def test_details_of_a_check_are_one_step_deeper(newcomer: Newcomer, visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    open_inspector(page, newcomer)
    details = page.locator(".checks details").first
    expect(details.locator("dl")).to_be_hidden()
    details.locator("summary").click()
    expect(details.locator("dl")).to_be_visible()
