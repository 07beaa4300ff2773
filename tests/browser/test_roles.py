"""Who is not admitted is turned away from every page of the others, and nothing of what stands there comes along."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.newcomer import Newcomer
from tests.browser.portal import ADMIN, LEARNER, RECRUITER, Portal, sign_in_of
from tests.browser.visitor import Visitors, status_of

ROOMS = {
    "learner": (
        "/my/credentials",
        "/my/import",
        "/my/profile",
        "/my/preview",
        "/my/looks",
        "/my/requests",
        "/my/export",
        "/my/credentials/1",
        "/my/credentials/1/original",
        "/my/credentials/1/remove",
    ),
    "recruiter": (
        "/search",
        "/search?words=transport",
        "/account/colleagues",
        "/account/programs",
        "/contacts",
        "/people/1/contact",
        "/api/v1/search?words=transport",
        "/api/v1/competencies?q=sql",
        "/api/v1/people/1",
        "/api/v1/credentials/1",
        "/api/v1/credentials/1/original",
    ),
    "admin": ("/admin", "/admin/issuers", "/admin/issuers/1", "/admin/organisations", "/admin/audit"),
}
STRANGERS = [(who, room) for who in ("anyone", *ROOMS) for room in ROOMS if who != room]


@pytest.mark.parametrize(("who", "room"), STRANGERS)
def test_a_stranger_is_turned_away(visitors: Visitors, who: str, room: str) -> None:
    page = visitors.visit(sign_in_of(who))
    for path in ROOMS[room]:
        answer = page.request.get(path, max_redirects=0)
        if who == "anyone":
            assert answer.status == 401 or "/sign-in" in answer.headers.get("location", ""), path
        else:
            assert answer.status == 403, path
        assert LEARNER.name not in answer.text().replace(f">{LEARNER.name}</a>", "" if who == "learner" else ">"), path


def test_after_signing_in_one_is_where_one_wanted_to_be(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(script=script)
    page.goto("/search?words=transport")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill(RECRUITER.email)
    page.get_by_label("Password").fill(RECRUITER.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("#count")).to_be_visible()
    assert page.url.endswith("/search?words=transport")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(visitors: Visitors, portal: Portal, target: str) -> None:
    page = visitors.visit(RECRUITER)
    page.goto(f"/sign-in?next={target}")
    assert page.url.startswith(f"{portal.address}/")
    assert "evil" not in page.url.split("?")[0]


def test_a_learner_cannot_open_what_another_learner_imported(newcomer: Newcomer, visitors: Visitors) -> None:
    private = newcomer.page.url
    other = visitors.visit(LEARNER)
    for path in (private, f"{private}/original", f"{private}/remove"):
        assert status_of(other, path) == 404


def test_a_recruiter_cannot_open_what_was_never_published(newcomer: Newcomer, visitors: Visitors) -> None:
    credential_id = newcomer.page.url.rsplit("/", 1)[1]
    page = visitors.visit(RECRUITER)
    page.goto("/search?sort=newest")
    known = (page.locator("ol.hits h3 a").first.get_attribute("href") or "").split("?")[0]
    assert status_of(page, f"{known}/credentials/{credential_id}") == 404


def send(page: Page, path: str) -> int:
    """Post to an address as a page of another site would make a browser do: with the cookies, without the form's token."""
    return page.request.post(path, max_redirects=0).status


def test_a_form_without_its_token_changes_nothing(newcomer: Newcomer, visitors: Visitors) -> None:
    for action in ("publish", "withdraw", "keep", "remove", "check"):
        assert send(newcomer.page, f"{newcomer.page.url}/{action}") == 400
    admin = visitors.visit(ADMIN)
    for path in ("/admin/rebuild", "/admin/compare", "/admin/audit/1/undo", "/sign-out"):
        assert send(admin, path) == 400


def test_signing_out_closes_every_page(newcomer: Newcomer) -> None:
    page = newcomer.page
    private = page.url
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    page.go_back()
    page.goto(private)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
