"""The report on paper, and with a file of each container through the page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.portal import LEARNER
from tests.browser.visitor import Visitors


def test_a_report_is_printed_on_a4_without_what_is_only_for_the_screen(visitors: Visitors) -> None:
    page = visitors.visit(LEARNER)
    page.goto("/my/credentials")
    page.goto(page.locator("section[aria-labelledby=shown] h3 a").first.get_attribute("href") or "")
    page.get_by_role("link", name="The whole report, to print or keep").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report on")
    folded = page.locator("details ul.checks").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator(".site-footer")).not_to_be_visible()
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
    assert 1 <= len(boxes) <= 4
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
