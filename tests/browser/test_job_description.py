"""A recruiter pastes a job description, decides what each competency in it is worth, and searches."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.portal import RECRUITER
from tests.browser.visitor import Visitors

AD = """Data engineer for a transport authority

You write SQL every day, and Python now and then.

Nice to have:
- R
- perform data analysis
"""


def test_a_job_description_becomes_chips_that_are_chosen_before_the_search(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=not script)
    page.goto("/search")
    page.get_by_role("link", name="Paste a job description").click()
    page.get_by_label("Text of the job description").fill(AD)
    page.get_by_role("button", name="Find the competencies in it").click()
    sql = page.get_by_role("group", name="SQL", exact=True)
    expect(sql.get_by_text("The text names it")).to_be_visible()
    expect(sql.get_by_role("radio", name="Must have")).to_be_checked()
    analysis = page.get_by_role("group", name="perform data analysis", exact=True)
    expect(analysis.get_by_role("radio", name="Nice to have")).to_be_checked()
    analysis.get_by_role("radio", name="Leave out").check()
    page.get_by_role("button", name="Search with these").click()
    expect(page.locator("#must-0")).to_have_text("SQL")
    expect(page.locator("#nice-1")).to_have_text("R")
    expect(page.locator(".chip-name")).to_have_text(["SQL", "Python (computer programming)", "R"])
    assert "transport" not in page.url
    page.go_back()
    expect(page.get_by_role("group", name="SQL", exact=True)).to_be_visible()


def test_when_nobody_meets_it_all_the_largest_part_is_offered(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search/job-description")
    page.get_by_label("Text of the job description").fill("SQL, Python, database, soldering, mentoring, first aid, French")
    page.get_by_role("button", name="Find the competencies in it").click()
    for choice in page.get_by_role("radio", name="Must have").all():
        choice.check()
    page.get_by_role("button", name="Search with these").click()
    expect(page.get_by_text("Nobody meets all of this at once.")).to_be_visible()
    offered = page.get_by_role("status").get_by_role("link", name="See ")
    people = offered.inner_text().removeprefix("See ")
    offered.click()
    expect(page.get_by_role("heading", name=people)).to_be_visible()


def test_by_keyboard_alone(visitors: Visitors) -> None:
    page = visitors.visit(RECRUITER)
    page.goto("/search/job-description")
    page.get_by_label("Text of the job description").focus()
    page.keyboard.type("You write SQL.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="SQL", exact=True)).to_be_visible()
    page.get_by_role("radio", name="Must have").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#nice-0")).to_have_text("SQL")


def test_the_text_is_marked_once_and_back_needs_no_text(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search/job-description")
    page.get_by_label("Text of the job description").fill("You need SQL. Our trams are green.\nWe use Airflow.")
    page.get_by_role("button", name="Find" if script else "show the text with them").first.click()
    lines = page.get_by_role("region", name="What was read")
    expect(lines).to_contain_text("Our trams are green.")
    expect(lines.locator("mark")).to_have_text(["SQL", "Airflow"])
    page.get_by_role("button", name="Search with these").click()
    expect(page.locator("#must-0")).to_have_text("SQL")
    assert "trams" not in page.url
    if script:
        page.go_back()
        expect(page.get_by_role("group", name="SQL", exact=True)).to_be_visible()
        expect(page.get_by_text("trams")).to_have_count(0)
        page.reload()
        expect(page.get_by_role("group", name="SQL", exact=True)).to_be_visible()


def test_the_total_follows_the_choice(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script)
    page.goto("/search/job-description")
    page.get_by_label("Text of the job description").fill("You need SQL.\nYou need English.")
    page.get_by_role("button", name="Find the competencies in it").click()
    total = page.locator("#total")
    expect(total).to_contain_text("With these choices:")
    expect(total).to_contain_text("Without English:")
    page.get_by_role("group", name="English", exact=True).get_by_role("radio", name="Leave out").check()
    if not script:
        page.get_by_role("button", name="Count again").click()
    expect(total).not_to_contain_text("Without English:")
    expect(page.get_by_role("group", name="English", exact=True).get_by_role("radio", name="Leave out")).to_be_checked()


def test_the_warning_goes_when_enough_is_ticked(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(RECRUITER, script=script, phone=True)
    page.goto("/search/job-description")
    page.get_by_label("Text of the job description").fill("Requirements\n- SQL\n- wound care, infusions")
    page.get_by_role("button", name="Find the competencies in it").click()
    expect(page.get_by_text("1 of about 3 things that it asks for is known here.")).to_be_visible()
    warning = page.locator("#total").get_by_text("Most of what the text asks for is no part of this search: 2 of about 3 things.")
    expect(warning).to_be_visible()
    page.get_by_role("checkbox", name="wound care").check()
    if not script:
        page.get_by_role("button", name="Count again").click()
    expect(page.locator("#total")).to_contain_text("With these choices:")
    expect(warning).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
