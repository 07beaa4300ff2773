"""A recruiter asks to be put in touch, the person says yes and how, and takes it back: with and without JavaScript, and by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.newcomer import Newcomer, find, publish
from tests.browser.portal import RECRUITER, Portal
from tests.browser.visitor import Visitors, status_of

TEXT = "We look for somebody who keeps our timetable data in order.\n\nThe post is in Eastmere."
HOW = "by telephone, 555 0142, after six"


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the focus is on the control that is called so."""
    wanted = page.get_by_role("main").get_by_label(name).or_(page.get_by_role("main").get_by_role("button", name=name))
    wanted = wanted.or_(page.get_by_role("main").get_by_role("link", name=name))
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("control => control === document.activeElement"):
            return
    raise AssertionError(f"no way to “{name}” by Tab")


def test_asked_answered_read_and_taken_back(portal: Portal, newcomer: Newcomer, visitors: Visitors, script: bool) -> None:
    person = newcomer.page
    publish(person, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER, script=script)
    path = find(recruiter, newcomer).split("?")[0]
    recruiter.goto(path)
    tab_to(recruiter, "Ask to be put in touch")
    recruiter.keyboard.press("Enter")
    expect(recruiter.get_by_text("Nobody is told their address")).to_be_visible()
    tab_to(recruiter, "What it is about")
    recruiter.keyboard.insert_text(TEXT)
    tab_to(recruiter, "Ask")
    recruiter.keyboard.press("Enter")
    listed = recruiter.get_by_role("listitem", name=newcomer.name)
    expect(listed).to_contain_text("Waiting for an answer until")
    assert "timetable" not in portal.mail_to(newcomer.email)

    person.goto(portal.mailed_link(newcomer.email))
    expect(person.get_by_role("link", name="Requests 1 waiting")).to_be_visible()
    expect(person.locator("blockquote")).to_have_text(TEXT)
    expect(person.get_by_label("How they may reach you")).to_have_value(newcomer.email)
    tab_to(person, "How they may reach you")
    person.keyboard.press("ControlOrMeta+a")
    person.keyboard.insert_text(HOW)
    tab_to(person, "Yes, they may reach me")
    person.keyboard.press("Enter")
    expect(person.get_by_text("Answered. They can read how to reach you.")).to_be_visible()

    recruiter.goto(portal.mailed_link(RECRUITER.email))
    expect(listed).to_contain_text(f"Yes. How to reach them: {HOW}")
    tab_to(person, "Take back")
    person.keyboard.press("Enter")
    expect(person.get_by_text("From now on they do not see how to reach you")).to_be_visible()
    recruiter.reload()
    expect(listed).to_contain_text("They have taken their yes back")
    assert HOW not in recruiter.content()
    recruiter.goto(path)
    assert HOW not in recruiter.content()


def test_enter_in_the_field_never_says_no(newcomer: Newcomer, visitors: Visitors) -> None:
    """The first button of a form is what Enter presses."""
    publish(newcomer.page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer).split("?")[0] + "/contact")
    recruiter.get_by_label("What it is about").fill(TEXT)
    recruiter.get_by_role("button", name="Ask", exact=True).click()
    newcomer.page.goto("/my/requests")
    newcomer.page.get_by_label("How they may reach you").press("Enter")
    expect(newcomer.page.get_by_text("You said yes")).to_be_visible()


def test_who_withdraws_cannot_be_asked_any_more(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    path = find(recruiter, newcomer).split("?")[0]
    assert status_of(recruiter, f"{path}/contact") == 200
    page.get_by_role("button", name="Withdraw everything").click()
    expect(page.get_by_text("Withdrawn.")).to_be_visible()
    assert status_of(recruiter, f"{path}/contact") == 404
