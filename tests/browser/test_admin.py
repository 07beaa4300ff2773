"""An admin admits an organisation, suspends an issuer and takes it back, rebuilds the index, and reads about it in the audit log."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import ADMIN, RECRUITER, WAITING_RECRUITER
from tests.browser.visitor import Visitors

ISSUER, ORGANISATION = "Casa Lingua", "Brisk Staffing"
SECONDS = 20


def decide_issuer(page: Page, decision: str, reason: str) -> None:
    """Up to the page that says what it would do."""
    page.goto("/admin/issuers")
    page.get_by_label("Name, identifier or domain").fill(ISSUER)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=ISSUER).first.click()
    page.get_by_label("Decision").select_option(label=decision)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="See what it would do…").click()


def people_of_issuer(page: Page) -> int:
    """How many people the search counts for the issuer; 0 when it does not list it."""
    page.goto("/search")
    row = page.locator("section[aria-labelledby=start-issuer] li", has_text=ISSUER)
    return int(row.locator(".count").inner_text().split()[0]) if row.count() else 0


def until(page: Page, wanted: int) -> None:
    """Ask the search again until it counts `wanted` people for the issuer."""
    end = time.monotonic() + SECONDS
    while (found := people_of_issuer(page)) != wanted and time.monotonic() < end:
        page.wait_for_timeout(300)
    assert found == wanted


def take_back(page: Page, subject: str) -> None:
    page.goto("/admin/audit")
    page.locator(".entry", has_text=subject).first.get_by_role("button", name="Take back").click()
    expect(page.locator(".messages")).to_contain_text("Taken back.")


def test_an_issuer_is_suspended_after_seeing_the_effect_and_comes_back(visitors: Visitors, script: bool) -> None:
    page, recruiter = visitors.visit(ADMIN, script=script), visitors.visit(RECRUITER)
    before = people_of_issuer(recruiter)
    assert before > 0
    decide_issuer(page, "Suspend: out of the search until looked into", "Two learners say it signs without an examination.")
    effect = re.search(r"(\d+) credentials of (\d+) people will leave search", page.get_by_role("main").inner_text())
    assert effect
    assert int(effect[1]) >= int(effect[2]) >= before  # the recruiter does not see what was shown to other organisations only
    assert people_of_issuer(recruiter) == before
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator(".messages")).to_contain_text("Decided.")
    until(recruiter, 0)
    recruiter.goto("/search?sort=newest")
    expect(recruiter.locator("ol.hits")).not_to_contain_text(ISSUER)
    take_back(page, ISSUER)
    until(recruiter, before)


def test_a_decision_without_a_reason_is_sent_back_with_what_was_chosen(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(ADMIN, script=script)
    decide_issuer(page, "Suspend: out of the search until looked into", "")
    expect(page.get_by_role("alert")).to_contain_text("Give a reason")
    expect(page.get_by_label("Decision")).to_have_value("suspended")


def test_an_organisation_is_admitted_and_searches_with_its_next_request(visitors: Visitors, script: bool) -> None:
    page, recruiter = visitors.visit(ADMIN, script=script), visitors.visit(WAITING_RECRUITER)
    recruiter.goto("/search")
    expect(recruiter.get_by_role("heading", level=1)).to_have_text("Nearly there")
    page.goto("/admin")
    page.get_by_role("link", name=ORGANISATION).click()
    card = page.locator("article.organisation", has_text=ORGANISATION)
    card.get_by_label("Decision").select_option(label="Admit")
    card.get_by_label("Reason").fill("The register entry and a call agree.")
    card.get_by_role("button", name="Decide").click()
    expect(page.locator(".messages")).to_contain_text(ORGANISATION)
    recruiter.reload()
    expect(recruiter.get_by_role("heading", level=1)).to_have_text("Search people by what they have shown")
    take_back(page, ORGANISATION)
    recruiter.reload()
    expect(recruiter.get_by_role("heading", level=1)).to_have_text("Nearly there")


def test_the_index_is_rebuilt_while_people_search(visitors: Visitors) -> None:
    page, recruiter = visitors.visit(ADMIN), visitors.visit(RECRUITER)
    people = people_of_issuer(recruiter)
    page.goto("/admin")
    page.get_by_role("button", name="Rebuild the index").click()
    expect(page.locator(".messages")).to_contain_text("The rebuild is asked for.")
    end = time.monotonic() + 3 * SECONDS
    while not page.get_by_text("The last one ended").count() and time.monotonic() < end:
        assert people_of_issuer(recruiter) == people
        page.wait_for_timeout(300)
        page.goto("/admin")
    expect(page.get_by_text("The last one ended")).to_be_visible()
    assert people_of_issuer(recruiter) == people


def test_a_comparison_finds_index_and_database_agree(visitors: Visitors) -> None:
    page = visitors.visit(ADMIN)
    page.goto("/admin")
    page.get_by_role("button", name="Compare now").click()
    end = time.monotonic() + SECONDS
    while page.get_by_text("A comparison is asked for").count() and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.goto("/admin")
    expect(page.get_by_role("main")).to_contain_text("0 missing, 0 ghosts, 0 stale")


@pytest.mark.parametrize("about", ["issuers", "organisations", "everything"])
def test_the_log_is_whole_and_can_be_narrowed(visitors: Visitors, about: str) -> None:
    page = visitors.visit(ADMIN, script=False)
    page.goto("/admin/audit")
    page.get_by_label("About").select_option(label=about)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("The chain is whole")).to_be_visible()
    expect(page.get_by_label("About").locator("option:checked")).to_have_text(about)


def test_the_look_alike_stands_first_among_what_needs_somebody(visitors: Visitors) -> None:
    page = visitors.visit(ADMIN)
    page.goto("/admin")
    expect(page.locator(".needs li").first).to_contain_text("Can be mistaken for Northfield University")
