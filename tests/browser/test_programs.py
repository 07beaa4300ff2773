"""A recruiter lets a program in, with and without JavaScript, by keyboard; and shuts it out again."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.portal import OTHER_RECRUITER, Portal
from tests.browser.visitor import Visitors


def searches(portal: Portal, token: str) -> int:
    """What a program is answered when it posts a search with this token."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{portal.address}/api/v1/search", data=b'{"facets": []}', headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(("script", "phone"), [(True, False), (False, True)])
def test_a_token_is_made_used_and_revoked(visitors: Visitors, portal: Portal, script: bool, phone: bool) -> None:
    page = visitors.visit(OTHER_RECRUITER, script=script, phone=phone)
    page.goto("/account")
    page.get_by_role("link", name="Colleagues of your organisation").click()
    page.get_by_role("link", name="Programs that search for it").click()
    name = f"Tool {'with' if script else 'without'} script"
    page.get_by_label("What will use it").fill(name)
    page.keyboard.press("Enter")
    new = page.locator("section", has_text="Your new token")
    expect(new.get_by_role("heading")).to_be_focused()
    token = re.search(r"evident_[\w-]{43}", new.inner_text().replace("\n", " "))
    assert token
    assert searches(portal, token[0]) == 200
    page.goto("/account/programs")
    card = page.locator("li.card", has_text=name)
    expect(card).to_contain_text("last used on")
    expect(page.locator("main")).not_to_contain_text(token[0])
    card.get_by_role("button", name=f"Revoke {name}").press("Enter")
    expect(page.get_by_role("status").or_(page.locator(".message")).first).to_contain_text("is revoked")
    expect(card).to_contain_text("Revoked on")
    assert searches(portal, token[0]) == 401
