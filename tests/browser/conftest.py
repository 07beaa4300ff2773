"""One portal and one browser for all journeys; a visitor for each test, who must leave without faults."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.newcomer import ACHIEVEMENT, Newcomer, confirm, describe, import_file, register
from tests.browser.portal import Portal, running_demo
from tests.browser.visitor import Visitors, launch
from tests.support.environment import chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Package scope, not session: Playwright holds an event loop for as long as it runs, and other suites want their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    chromium()  # nobody waits for a portal that no browser will visit
    with running_demo(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="package")
def _sessions() -> dict[str, object]:
    return {}


@pytest.fixture
def visitors(portal: Portal, browser: Browser, _sessions: dict[str, object]) -> Iterator[Visitors]:
    """Somebody to open pages with. When the test is over, none of its pages may have had a fault."""
    visitors = Visitors(browser, portal.address, _sessions)
    yield visitors
    visitors.leave()
    assert not visitors.faults, "\n".join(visitors.faults)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def script(request: pytest.FixtureRequest) -> bool:
    """A journey that asks for this is made twice: every page works without JavaScript."""
    return bool(request.param)


@pytest.fixture
def newcomer(portal: Portal, visitors: Visitors, request: pytest.FixtureRequest) -> Newcomer:
    """A confirmed learner of the test's own, found by the last word of their name, on the page of the good credential that they have
    just imported and nobody else sees."""
    mark = f"nova{zlib.crc32(request.node.name.encode()):x}"
    script = request.getfixturevalue("script") if "script" in request.fixturenames else True
    found = register(visitors, f"Nova {mark}", script=script)
    confirm(found, portal)
    describe(found, headline=f"Data engineer, {mark}")
    import_file(found.page, "capstone.json", portal.credential(ACHIEVEMENT, email=found.email))
    expect(found.page.locator(".verdict-line")).to_contain_text("Unchanged since its issuer signed it.")
    found.page.get_by_role("link", name="Review it").click()
    return found
