"""``python -m scripts.screenshots [PLACE ...]``: pictures of the demo's pages, to be looked at. What `make screenshots` runs.

Each place of `tests.browser.places` is taken wide, wide in the dark, and on a phone, into ``var/screenshots``. With ``--docs`` the two
pictures of the documentation are taken instead, into ``docs/pictures``. The demo for it keeps its data in ``var/screenshots-demo``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, sync_playwright

from tests.browser.places import PLACES, Place
from tests.browser.portal import Portal, running_demo, sign_in_of
from tests.browser.visitor import WIDE, Visitors, launch
from tests.support.environment import CHECKOUT, CHROMIUM

MANNERS: dict[str, dict[str, bool]] = {"wide": {}, "dark": {"dark": True}, "phone": {"phone": True}}
TALLEST = 6000
"""Pixels of a picture; what is further down repeats what is above."""
FOR_DOCS = {"search": "search-example", "inspector": "inspector-example"}
DOCS_HEIGHT = 1000


def main() -> int:
    """Take the pictures; returns the exit code."""
    arguments = _arguments()
    program = CHROMIUM.find()
    if program is None:
        print(f"Chromium is missing: {CHROMIUM.remedy}", file=sys.stderr)
        return 1
    with _visitors(Path(program)) as (visitors, portal):
        if arguments.docs:
            take_for_docs(visitors, portal, CHECKOUT / "docs" / "pictures")
        else:
            take_all(visitors, portal, arguments.folder, _chosen(arguments.place))
    for fault in visitors.faults:
        print(f"fault: {fault}", file=sys.stderr)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.screenshots", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("place", nargs="*", help="the beginning of a place's name; all places when none is given")
    parser.add_argument("--folder", type=Path, default=CHECKOUT / "var" / "screenshots", help="where the pictures go")
    parser.add_argument("--docs", action="store_true", help="take the pictures of the documentation instead")
    return parser.parse_args()


def _chosen(names: Sequence[str]) -> list[Place]:
    return [p for p in PLACES if not names or p.name.startswith(tuple(names))]


@contextmanager
def _visitors(program: Path) -> Iterator[tuple[Visitors, Portal]]:
    with running_demo(CHECKOUT / "var" / "screenshots-demo") as portal, sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield Visitors(browser, portal.address, {}), portal
        browser.close()


def take_all(visitors: Visitors, portal: Portal, folder: Path, places: Sequence[Place]) -> None:
    """One picture for each place and manner. A place that cannot be reached is named, and the rest goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in places:
        for manner, how in MANNERS.items():
            try:
                picture = _picture(visitors, portal, place, how)
            except Error as error:
                print(f"{place.name}, {manner}: {error.message.splitlines()[0]}", file=sys.stderr)
            else:
                picture.save(folder / f"{place.name}-{manner}.png", optimize=True)
        print(place.name, flush=True)


def take_for_docs(visitors: Visitors, portal: Portal, folder: Path) -> None:
    """The upper part of two pages, in few colours: a README is opened often and should open fast."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, place_name in FOR_DOCS.items():
        place = next(p for p in PLACES if p.name == place_name)
        whole = _picture(visitors, portal, place, {})
        upper = whole.crop((0, 0, WIDE["width"], min(DOCS_HEIGHT, whole.height)))
        upper.quantize(64, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)


def _picture(visitors: Visitors, portal: Portal, place: Place, how: dict[str, bool]) -> Image.Image:
    """The whole page, from its top to its end or to `TALLEST`."""
    page = visitors.visit(sign_in_of(place.who), **how)
    try:
        place.reach(page, portal)
        page.wait_for_load_state("networkidle")
        whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    finally:
        visitors.leave()
    return whole.crop((0, 0, whole.width, min(TALLEST, whole.height)))


if __name__ == "__main__":
    sys.exit(main())
