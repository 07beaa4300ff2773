"""Anyone, signed out, checks any credential: by file, pasted text and address, with and without JavaScript. Nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.portal import Portal
from tests.browser.visitor import Visitors


def give_file(page: Page, portal: Portal) -> None:
    page.get_by_label("A file").set_input_files(portal.sample("3-baked"))


def give_text(page: Page, portal: Portal) -> None:
    page.get_by_label("or what is written in the file").fill(portal.sample("2-good").read_text())


def give_address(page: Page, portal: Portal) -> None:
    address = re.search(r"http://\S+", portal.sample("README").read_text())
    assert address
    page.get_by_label("or its web address").fill(address[0])


def verify(page: Page) -> None:
    page.get_by_role("button", name="Verify").click()


@pytest.mark.parametrize("give", [give_file, give_text, give_address], ids=["file", "text", "address"])
def test_anyone_checks_a_good_credential(portal: Portal, visitors: Visitors, script: bool, give: Callable[[Page, Portal], None]) -> None:
    page = visitors.visit(script=script)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Verify a credential").click()
    give(page, portal)
    verify(page)
    expect(page.locator(".verdict-line").first).to_contain_text("Verified")
    expect(page.get_by_text("The signature fits: nothing was changed since the credential was signed.")).to_be_visible()
    expect(page.get_by_text("Nothing of it has been stored.")).to_be_visible()


def test_an_altered_credential_says_what_is_wrong_and_what_to_do(portal: Portal, visitors: Visitors, script: bool) -> None:
    page = visitors.visit(script=script)
    page.goto("/verify")
    page.get_by_label("A file").set_input_files(portal.sample("5-altered"))
    verify(page)
    line = page.locator(".verdict-line").first
    expect(line).to_contain_text("Not verified")
    expect(line).to_contain_text("something was changed after signing")
    expect(line).to_contain_text("Ask whoever holds it for the original file")
    expect(page.get_by_text("Do not rely on what follows")).to_be_visible()


def test_what_cannot_be_read_is_explained_and_what_was_typed_stays(visitors: Visitors, script: bool) -> None:
    page = visitors.visit(script=script)
    page.goto("/verify")
    page.get_by_label("or what is written in the file").fill('{"name": "Ana", "name": "Bo"}')
    verify(page)
    expect(page.locator(".verdict-line, .summary").first).to_contain_text("twice")
    expect(page.get_by_label("or what is written in the file")).to_have_value('{"name": "Ana", "name": "Bo"}')


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("cv.pdf", b"%PDF-1.7\n%...", "PDF"),
        ("all.zip", b"PK\x03\x04" + bytes(60), "ZIP"),
        ("badge.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "image file is incomplete"),
        ("empty.json", b"", "empty"),
    ],
)
def test_a_wrong_file_is_told_apart_by_what_it_is(visitors: Visitors, name: str, body: bytes, words: str) -> None:
    page = visitors.visit()
    page.goto("/verify")
    page.get_by_label("A file").set_input_files(FilePayload(name=name, mimeType="application/octet-stream", buffer=body))
    verify(page)
    expect(page.locator(".verdict-line, .summary").first).to_contain_text(words)


def test_a_file_that_is_too_large_is_refused_with_a_page(visitors: Visitors) -> None:
    page = visitors.visit()
    page.goto("/verify")
    body = b'{"x": "' + bytes([65]) * (11 << 20) + b'"}'
    page.get_by_label("A file").set_input_files(FilePayload(name="large.json", mimeType="application/json", buffer=body))
    verify(page)
    expect(page.get_by_role("main")).to_contain_text("at most 10 MB")


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://127.0.0.1:22/", "address"), ("https://nowhere.invalid/badge.json", "address"), ("ftp://people.example/badge", "address")],
    ids=["private", "nowhere", "not the web"],
)
def test_an_address_that_cannot_be_read_is_explained_and_stays(visitors: Visitors, address: str, words: str) -> None:
    page = visitors.visit(script=False)
    page.goto("/verify")
    page.get_by_label("or its web address").fill(address)
    verify(page)
    expect(page.locator(".summary")).to_contain_text(words)
    expect(page.get_by_label("or its web address")).to_have_value(address)


def test_an_address_that_answers_a_web_page_is_told_so(portal: Portal, visitors: Visitors) -> None:
    page = visitors.visit()
    page.goto("/verify")
    page.get_by_label("or its web address").fill(f"http://northfield-university.localhost:{portal.outside_port}/")
    verify(page)
    expect(page.locator(".summary")).to_contain_text("web page")
