"""A recruiter asks for more than a competency: how old, with what evidence, how far beyond the exact one; and follows a statement."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.portal import RECRUITER
from tests.browser.test_recruiter import add, count
from tests.browser.visitor import Visitors

PYTHON = "Python (computer programming)"


def search(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).click()


def choose(page: Page, control: str, words: str, *, script: bool) -> None:
    """Choose on a chip; without a script it takes *Search* as well."""
    if script:
        page.locator("form.live").wait_for(state="attached")  # the page stands before its script runs
    with page.expect_navigation():
        page.get_by_label(control, exact=True).select_option(label=words)
        if not script:
            search(page)


def open_chip(page: Page) -> None:
    """On a phone the conditions of a chip are folded away."""
    page.wait_for_load_state()  # before its style sheet is there, a page shows what it hides
    summary = page.locator(".chip-more summary").first
    if summary.is_visible() and page.locator(".chip-more").first.get_attribute("open") is None:
        summary.click()


def test_the_conditions_of_a_chip_narrow_together_and_stay_in_the_address(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=not script)
    page.goto("/search")
    add(page, "SQL")
    with_any = count(page)
    open_chip(page)
    choose(page, "Age of SQL", "within 3 years", script=script)
    open_chip(page)
    choose(page, "Evidence of SQL", "with a PDF", script=script)
    assert 0 < count(page) < with_any
    assert re.search(r"must=[a-z2-7]{12}(:|%3A)y3(:|%3A)epdf", page.url)
    expect(page.locator(".chip-more summary").first).to_contain_text("issued within 3 years, with a PDF")
    for facts in page.locator(".hits .reason-facts").all_inner_texts():
        assert "PDF" in facts
    page.locator(".why summary").first.click()
    expect(page.locator(".why").first).to_contain_text("with a PDF")


def test_a_must_have_becomes_a_nice_to_have_on_its_chip(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=script)
    page.goto("/search")
    add(page, "SQL")
    with_sql = count(page)
    open_chip(page)
    choose(page, "SQL is a", "nice to have", script=script)
    expect(page.locator("#nice-0")).to_have_text("SQL")
    assert count(page) > with_sql
    expect(page.locator(".hits .reason-what").first).to_contain_text("SQL")


def test_what_is_chosen_on_a_chip_is_not_lost_to_a_filter(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "SQL")
    not_yet = page.locator(".results > .not-applied")
    expect(not_yet).to_be_hidden()
    page.get_by_label("Level of SQL").select_option(label="level 4 or higher")
    if script:
        expect(page).to_have_url(re.compile("must=[a-z2-7]{12}:4#must-0-level"))
        expect(page.get_by_label("Level of SQL")).to_be_focused()
    else:
        expect(not_yet).to_have_text("Your change is not applied yet: press Search.")
        search(page)
    expect(not_yet).to_be_hidden()
    page.locator("section[aria-labelledby=facet-issuer] li a").first.click()
    expect(page).to_have_url(re.compile(r"must=[a-z2-7]{12}:4&f\.issuer="))
    assert page.evaluate("scrollY + innerHeight") > page.evaluate("document.querySelector('#facet-issuer').offsetTop")


def test_words_that_were_typed_and_not_sent_are_said_beside_the_results(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search?words=transport")
    words, not_yet = page.get_by_label("Words", exact=True), page.locator(".results > .not-applied")
    words.fill("transport bus")
    expect(not_yet).to_be_visible()
    words.fill("transport")
    expect(not_yet).to_be_hidden()


def test_a_chip_is_one_block_however_long_its_name_is(visitors: Visitors) -> None:
    name = " ".join(["communication", "with", "people"] * 4)
    for phone in (False, True):
        page = visitors.visit(RECRUITER, phone=phone)
        page.goto(f"/search?must=~{name}")
        chip, text, off = (page.locator(each).bounding_box() for each in (".chip", ".chip-name", ".take-off"))
        assert chip
        assert text
        assert off
        assert text["y"] <= off["y"] < text["y"] + text["height"], "the way out stands beside the name"
        assert abs(off["x"] + off["width"] - chip["x"] - chip["width"]) < 3, "at the edge of the block"


def test_who_shows_no_level_is_counted_apart(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, PYTHON)
    with_any = count(page)
    choose(page, f"Level of {PYTHON}", "level 3 or higher", script=script)
    apart = page.locator(".reach", has_text=f"{PYTHON} itself and no level of it")
    address, said = page.url, int(re.findall(r"^\d+", apart.inner_text().strip())[0])
    with page.expect_navigation():
        apart.get_by_role("link", name="at any level").click()
    assert count(page) == with_any
    page.goto(address)
    with page.expect_navigation():
        apart.get_by_role("link", name="Show only").click()
    assert count(page) == said


def test_a_search_goes_beyond_the_exact_competency_until_it_is_told_not_to(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "public speaking")
    far = count(page)
    page.get_by_role("link", name="Exact competencies only").click()
    assert "hops=off" in page.url
    assert count(page) <= far
    search(page)
    assert "hops=off" in page.url
    page.get_by_role("link", name="Related ones and words as well").click()
    assert count(page) == far


def test_the_setting_and_the_size_are_filters_with_true_counts(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    for facet in ("scale", "setting", "place"):
        page.goto("/search?sort=newest")
        choice = page.locator(f"section[aria-labelledby=facet-{facet}] li a").first
        said = int(re.sub(r"\D", "", choice.locator(".count").inner_text()))
        choice.click()
        assert count(page) == said


def test_a_statement_leads_to_its_place_in_the_credential(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search?words=transport")
    statement = page.locator(".hits .reason-words:has(mark) .where").first
    statement.click()
    place = page.url.partition("#")[2]
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    expect(page.locator(f"#{place}")).to_contain_text(re.compile("transport", re.IGNORECASE))
