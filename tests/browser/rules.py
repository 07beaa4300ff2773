"""Rules for every page: what axe-core looks at, nothing sideways, a heading and a title, a focus that one can see."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_axe = Axe()


def accessibility_faults(page: Page, *, only_colours: bool = False) -> list[str]:
    """What axe-core objects to, one sentence a rule, with the places."""
    run = {"type": "rule", "values": ["color-contrast"]} if only_colours else {"type": "tag", "values": list(STANDARDS)}
    found = _axe.run(page, options={"runOnly": run, "resultTypes": ["violations"]})
    return [
        f"{v['id']} ({v['impact']}): {v['help']}\n      " + "\n      ".join(_where(node) for node in v["nodes"][:4])
        for v in found.response["violations"]
    ]


def _where(node: dict[str, object]) -> str:
    because = str(node.get("failureSummary", "")).replace("\n", " ")
    return f"{node['html']}"[:200] + f" -- {because}"[:300]


def sideways_fault(page: Page) -> list[str]:
    """That the page is wider than its window, and what sticks out; empty when it is not."""
    too_wide: list[str] = page.evaluate(
        """() => {
            const root = document.documentElement, width = root.clientWidth;
            if (root.scrollWidth <= width) return [];
            const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > width + 1);
            return [`${root.scrollWidth} px wide in a window of ${width}:`,
                    ...out.slice(-4).map((e) => e.outerHTML.slice(0, 160))];
        }"""
    )
    return [" ".join(too_wide)] if too_wide else []


def enlarge_text(page: Page, percent: int) -> None:
    """As a person does who sets a larger font in the browser; 100 goes back."""
    page.evaluate("(percent) => { document.documentElement.style.fontSize = percent + '%' }", percent)


def focus_walk(page: Page, *, most: int = 120) -> list[dict[str, object]]:
    """Tab through the page from its top: what gets the focus, where it stands, and whether one can see that it has it."""
    page.evaluate("document.activeElement?.blur()")
    walk: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop: dict[str, object] | None = page.evaluate(DESCRIBE)
        if stop is None or (walk and stop["path"] == walk[0]["path"]):
            break
        walk.append(stop)
    return walk


DESCRIBE = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const path = [];
    for (let n = e; n.parentElement; n = n.parentElement) path.unshift([...n.parentElement.children].indexOf(n));
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return {path: path.join('/'), html: e.outerHTML.slice(0, 120), seen: outlined || style.boxShadow !== 'none',
            inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""
