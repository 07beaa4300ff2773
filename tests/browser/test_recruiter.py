"""A recruiter searches by keyboard alone, narrows down, shares the address, opens the evidence; the address is the whole search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import OTHER_RECRUITER, RECRUITER, WAITING_RECRUITER, Portal
from tests.browser.visitor import Visitors


def count(page: Page) -> int:
    """How many people the page says it found."""
    return int(re.sub(r"\D", "", page.locator("#count").inner_text()))


def add(page: Page, name: str, to: str = "must have") -> None:
    """Add a competency by its exact name, whether or not a script has listed suggestions over the button meanwhile."""
    page.get_by_label("As", exact=True).select_option(label=to)
    page.locator("#add").fill(name)
    page.locator("#add").press("Enter")
    expect(page.locator(".chip-name", has_text=re.compile(f"^{re.escape(name)}$"))).to_have_count(1)


def choose_level(page: Page, level: int, *, script: bool) -> None:
    if script:
        page.locator("form.live").wait_for(state="attached")  # the page stands before its script runs
    with page.expect_navigation():
        page.get_by_label("Level of SQL").select_option(label=f"level {level} or higher")
        if not script:
            page.get_by_role("button", name="Apply to SQL").click()


def test_a_recruiter_searches_by_keyboard_only(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "add":
            break
    page.keyboard.type("pyth")
    expect(page.get_by_role("option").first).to_contain_text("Python")
    expect(page.get_by_role("combobox", name="Competency")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".chip-name")).to_contain_text("Python")
    assert "must=" in page.url
    assert count(page) > 0
    expect(page.locator("ol.hits > li").first).to_be_visible()


def test_a_suggestion_says_how_many_show_it_and_the_list_how_long_it_is(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    box = page.get_by_role("combobox", name="Competency")
    box.press_sequentially("sql")
    expect(page.get_by_role("option").first).to_contain_text(re.compile(r"· \d+ people show it"))
    expect(page.locator(".combobox [role=status]")).to_have_text(re.compile(r"^\d+ suggestions$"))
    box.fill("first aid")
    expect(page.locator(".combobox [role=status]")).to_have_text("1 suggestion")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    box = page.get_by_role("combobox", name="Competency")
    box.press_sequentially("data")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("data")


def test_a_slip_of_the_finger_still_suggests(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    page.get_by_role("combobox", name="Competency").press_sequentially("pyhton")
    expect(page.get_by_role("option").first).to_contain_text("Python")


def test_what_is_no_competencys_name_asks_which_one_is_meant(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER, script=False)
    page.goto("/search")
    page.locator("#add").fill("data analysis")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Which one do you mean by “data analysis”?")).to_be_visible()
    page.get_by_role("link", name="perform data analysis").first.click()
    expect(page.locator(".chip-name")).to_have_text("perform data analysis")


def test_must_nice_and_must_not_each_do_what_they_say(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "SQL")
    with_sql = count(page)
    add(page, "R", "nice to have")
    assert count(page) == with_sql
    add(page, "debug software", "must not have")
    assert 0 < count(page) < with_sql
    page.get_by_role("button", name="Take off debug software").click()
    assert count(page) == with_sql


def test_a_level_narrows_and_the_hits_say_theirs(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "SQL")
    with_any = count(page)
    choose_level(page, 4, script=script)
    assert 0 < count(page) < with_any
    levels = [int(re.findall(r"level (\d) of", text)[0]) for text in page.locator(".hits .reason-what").all_inner_texts()]
    assert levels
    assert min(levels) >= 4


def test_facets_narrow_by_their_count_and_come_off_again(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search?words=transport")
    before = count(page)
    choice = page.locator("#facet-issuer + ul a, section[aria-labelledby=facet-issuer] li a").first
    said = int(re.sub(r"\D", "", choice.locator(".count").inner_text()))
    choice.click()
    assert count(page) == said
    assert "f.issuer=" in page.url
    page.locator(".active-filter").first.click()
    assert count(page) == before


def test_words_combine_with_the_rest_and_are_marked(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "SQL")
    before = count(page)
    page.get_by_label("Words", exact=True).fill("transport")
    page.get_by_role("button", name="Search", exact=True).click()
    assert 0 < count(page) < before
    expect(page.locator(".hits mark", has_text=re.compile("transport", re.IGNORECASE)).first).to_be_visible()


def test_why_this_match_adds_up(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search")
    add(page, "SQL")
    page.locator(".why summary").first.click()
    why = page.locator(".why").first
    expect(why.locator(".total")).to_be_visible()
    parts = [int(n) for n in re.findall(r"\d+", " ".join(why.locator(".points").all_inner_texts()))]
    assert sum(parts) == int(re.findall(r"\d+", why.locator(".total strong").inner_text())[0])


def test_pages_lead_forth_and_back(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search?sort=newest")
    first = page.locator("ol.hits h3").all_inner_texts()
    page.get_by_role("link", name="Next").click()
    second = page.locator("ol.hits h3").all_inner_texts()
    assert second
    assert first != second
    page.get_by_role("link", name="Previous").click()
    assert page.locator("ol.hits h3").all_inner_texts() == first


def test_a_colleague_elsewhere_opens_the_shared_address_and_finds_the_same_search(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    add(page, "SQL")
    choose_level(page, 3, script=True)
    page.get_by_label("Words", exact=True).fill('"public transport"')
    page.get_by_role("button", name="Search", exact=True).click()
    other = visitors.visit(OTHER_RECRUITER, phone=True)
    other.goto(page.url)
    expect(other.locator(".chip-name")).to_have_text("SQL")
    expect(other.get_by_label("Level of SQL")).to_have_value("3")
    expect(other.get_by_label("Words", exact=True)).to_have_value('"public transport"')
    assert count(other) > 0


@pytest.mark.parametrize(
    "query",
    ["must=aaaaaaaaaaaa", "must=no-such-competency", "must=&nice=::&not=%00", "f.issuer=gone&words=transport", "f.nothing=1", "sort=up"],
)
def test_an_address_that_cannot_be_understood_says_so(visitors: Visitors, query: str) -> None:
    page = visitors.visit(RECRUITER)
    answer = page.goto(f"/search?{query}")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("p.message").first).to_be_visible()


def test_a_page_past_the_end_says_so(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search?words=transport&page=400")
    expect(page.locator("p.message").first).to_be_visible()
    assert page.locator("ol.hits > li").count() > 0


def test_nobody_found_offers_what_would_find_somebody(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search?words=zyzzyva")
    add(page, "SQL")
    expect(page.locator("#count")).to_have_text("0 people")
    page.locator(".loosenings a").first.click()
    assert count(page) > 0


def test_on_a_phone_the_filters_are_behind_one_button(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=True)
    page.goto("/search?words=transport")
    filters = page.locator("details.filters")
    expect(filters.get_by_role("heading", name="Issuer")).to_be_hidden()
    filters.locator("summary").first.click()
    filters.locator("section[aria-labelledby=facet-issuer] li a").first.click()
    expect(page.locator("details.filters summary").first).to_contain_text("1 active")
    expect(filters.get_by_role("heading", name="Issuer")).to_be_in_viewport()


def test_on_a_phone_a_choice_on_a_chip_shows_how_many_people_are_left(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER, phone=True)
    page.goto("/search")
    for name in ("SQL", "R", "debug software"):
        add(page, name, "nice to have" if name == "R" else "must have")
    page.locator(".chip-more summary").first.click()
    choose_level(page, 2, script=True)
    expect(page.locator(".ask-count")).to_be_in_viewport()
    expect(page.locator(".ask-count a")).to_have_text(page.locator("#count").inner_text())


def test_whom_to_compare_is_chosen_across_pages_and_filters(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=script)
    page.goto("/search?sort=newest")
    first = page.locator("ol.hits h3 a").first.inner_text()
    page.locator("button.tick").first.click()
    expect(page.locator(".chosen-bar")).to_be_in_viewport()
    page.get_by_role("link", name="Next").click()
    second = page.locator("ol.hits h3 a").first.inner_text()
    page.locator("button.tick").first.click()
    expect(page.locator(".chosen-bar")).to_contain_text("2 chosen:")
    page.get_by_role("link", name="Compare them").click()
    assert page.locator(".compare thead th a").all_text_contents() == [first, second]
    page.get_by_role("link", name="Search results").click()
    page.get_by_role("link", name=f"take off {first}").click()
    expect(page.locator(".chosen-bar")).to_contain_text("1 chosen:")


def test_an_organisation_that_is_not_approved_sees_nobody(portal: Portal, visitors: Visitors) -> None:
    page = visitors.visit(WAITING_RECRUITER)
    page.goto("/search?words=transport")
    expect(page.get_by_role("main")).to_contain_text("waits for an admin")
    answer = page.request.get("/api/v1/search?words=transport")
    assert portal.world.learners[0].name not in answer.text()
    assert answer.status in (200, 403)


def test_where_nothing_is_called_so_the_list_holds_looser_matches_and_says_why(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search")
    box = page.get_by_role("combobox", name="Competency")
    box.press_sequentially("provide first aid")
    expect(page.get_by_role("option").first).to_contain_text("first aid")
    expect(page.locator(".combobox [role=status]")).to_contain_text("Most competencies have their names in English here. Looser matches")
    expect(page.locator(".combobox [role=status]")).to_be_visible()
    box.fill("first aid")
    expect(page.locator(".combobox [role=status]")).to_have_text("1 suggestion")
