"""The keyboard alone: a way past the navigation, a focus one can see, in the order of the page, and no place one cannot leave."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.newcomer import Newcomer
from tests.browser.places import PLACES, Place
from tests.browser.portal import RECRUITER, Portal, sign_in_of
from tests.browser.rules import focus_walk
from tests.browser.visitor import Visitors

MAIN = (
    "home",
    "register-wrong",
    "verify-altered",
    "learner-collection",
    "learner-credential-shown",
    "learner-requests-wrong",
    "contact-wrong",
    "contacts",
    "search-start",
    "search-asked",
    "inspector",
    "admin-overview",
    "admin-issuer",
)
WALKED = [place for place in PLACES if place.name in MAIN]


@pytest.mark.parametrize("place", WALKED, ids=lambda place: place.name)
def test_the_focus_is_seen_and_goes_in_the_order_of_the_page(portal: Portal, visitors: Visitors, place: Place) -> None:
    page = visitors.visit(sign_in_of(place.who))
    place.reach(page, portal)
    walk = focus_walk(page, most=80)
    assert len(walk) > 3
    assert [stop for stop in walk if not stop["seen"]] == []
    assert [stop for stop in walk if not stop["inside"]] == []
    order = [[int(step) for step in str(stop["path"]).split("/")] for stop in walk]
    assert order == sorted(order)


def test_the_first_stop_leads_past_the_navigation(visitors: Visitors) -> None:
    page = visitors.visit()
    page.goto("/verify")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_search_keeps_the_focus_with_what_was_changed(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search?words=transport")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_focused()
    page.locator("#add").fill("SQL")
    page.keyboard.press("Enter")
    expect(page.locator(".chip-name")).to_have_text("SQL")
    expect(page.locator("#count")).to_be_focused()
    level = page.get_by_label("Level of SQL")
    level.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(":2&words=transport#must-0-level"))
    expect(level).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile("words=transport#count"))
    assert ":" not in page.url.partition("must=")[2], "one choice is one step back, however many arrows led to it"
    level.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(800)
    assert ":1" not in page.url, "nothing is searched for on the way"
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(":1&words=transport#must-0-backing"))
    expect(page.get_by_label("Who backs SQL")).to_be_focused()
    page.get_by_role("link", name="Change what is asked").press("Enter")
    expect(page.locator("#ask")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(level).to_be_focused()
    page.locator("#add").fill("R")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take off R", exact=True).press("Enter")
    expect(page.locator("#must-0-chip")).to_be_focused()


def test_pages_and_filters_that_come_off_lead_to_the_number_of_people(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search?sort=newest")
    page.get_by_role("link", name="Next").press("Enter")
    expect(page.locator("#count")).to_be_focused()
    page.locator("section[aria-labelledby=facet-language] li a").first.press("Enter")
    expect(page.locator("#facet-language")).to_be_focused()
    expect(page.locator(".filter-count")).to_be_in_viewport()
    expect(page.locator(".filter-count")).to_have_text(page.locator("#count").inner_text())
    page.locator(".active-filter").press("Enter")
    expect(page.locator("#count")).to_be_focused()
    expect(page.locator("#count")).to_be_in_viewport()


def test_what_is_wrong_with_a_form_gets_the_focus(visitors: Visitors, portal: Portal) -> None:
    page = visitors.visit()
    next(p for p in PLACES if p.name == "register-wrong").reach(page, portal)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Name").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()


def test_a_learner_publishes_by_keyboard_only(newcomer: Newcomer) -> None:
    page = newcomer.page
    page.locator("input[name=audience-whole]").first.focus()
    page.keyboard.press("ArrowUp")  # round to the last of the three
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent") == "Save who may see it":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Visible to all approved recruiters, with 0 of")
