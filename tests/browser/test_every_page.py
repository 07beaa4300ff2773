"""What holds on every page, for everybody who can open it: axe-core objects to nothing in light or dark, wide or narrow; nothing
scrolls sideways on a phone or with large text; there is one main heading, and a title."""

from __future__ import annotations

import pytest

from tests.browser.places import PLACES, Place
from tests.browser.portal import Portal, sign_in_of
from tests.browser.rules import accessibility_faults, enlarge_text, sideways_fault
from tests.browser.visitor import PHONE, Visitors


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_page_is_accessible_and_fits(portal: Portal, visitors: Visitors, place: Place) -> None:
    page = visitors.visit(sign_in_of(place.who))
    place.reach(page, portal)
    assert page.locator("h1").count() == 1
    assert page.title().removesuffix(" · Evident").strip(" ·")
    faults = {"wide": accessibility_faults(page)}
    page.emulate_media(color_scheme="dark")
    faults["dark"] = accessibility_faults(page, only_colours=True)
    enlarge_text(page, 200)
    faults["text at 200 %"] = sideways_fault(page)
    enlarge_text(page, 100)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a TypedDict of width and height
    faults["narrow and dark"] = sideways_fault(page) + accessibility_faults(page, only_colours=True)
    page.emulate_media(color_scheme="light")
    faults["narrow"] = accessibility_faults(page)
    assert not any(faults.values()), "\n".join(f"{where}:\n    {f}" for where, list_ in faults.items() for f in list_)
