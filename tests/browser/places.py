"""Every page of the portal, for everybody who can see it: one table for the rules that hold everywhere, and for pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.portal import Portal

Reach = Callable[[Page, Portal], object]


@dataclass(frozen=True)
class Place:
    """A page or one of its states: a name for files and tests, who stands there, and how they get there."""

    name: str
    who: str
    reach: Reach


def at(path: str) -> Reach:
    """Under a known address."""
    return lambda page, _portal: page.goto(path)


def through(*steps: str) -> Reach:
    """From the address that comes first, by the first link that each CSS selector matches."""

    def follow(page: Page, _portal: Portal) -> None:
        page.goto(steps[0])
        for selector in steps[1:]:
            page.goto(page.locator(selector).first.get_attribute("href") or "")

    return follow


def sent(path: str, **typed: str) -> Reach:
    """What the form at `path` answers when `typed` stands in its fields. `file` names a sample of the demo."""

    def send(page: Page, portal: Portal) -> None:
        page.goto(path)
        form = page.locator("main form").last
        for name, value in typed.items():
            field = form.locator(f"[name={name}]")
            if name == "file":
                field.set_input_files(portal.sample(value))
            else:
                field.fill(value)
        with page.expect_navigation():
            form.locator("button").last.click()

    return send


def chosen(page: Page, _portal: Portal) -> None:
    """A page of results with two people ticked."""
    page.goto("/search?must=gsfcue6c33v5:3&nice=n2tyjukvtq47")
    for number in ("1", "2"):
        page.locator("button.tick").first.click()
        page.locator(".chosen-bar", has_text=f"{number} chosen").wait_for()


def compared(page: Page, _portal: Portal) -> None:
    """Two people of a search, chosen on its page."""
    chosen(page, _portal)
    page.get_by_role("link", name="Compare them").click()


def example_search(page: Page, _portal: Portal) -> None:
    """What the README shows: a must-have at a level, a nice-to-have, and words."""
    page.goto("/search")
    for competency, kind in (("SQL", "must have"), ("perform data analysis", "nice to have")):
        page.get_by_label("As", exact=True).select_option(label=kind)
        page.locator("#add").fill(competency)
        with page.expect_navigation():
            page.locator("#add").press("Enter")  # suggestions may lie over the button
    page.get_by_label("Level of SQL").select_option(label="level 3 or higher")
    page.get_by_label("Words", exact=True).fill('"public transport"')
    with page.expect_navigation():
        page.get_by_role("button", name="Search", exact=True).click()


def example_evidence(page: Page, portal: Portal) -> None:
    """The first credential with a picture behind the hits of that search."""
    example_search(page, portal)
    page.goto(page.locator(".reason", has_text="picture").locator(".reason-which a").first.get_attribute("href") or "")


def saved_search(page: Page, _portal: Portal) -> None:
    """The list of saved searches, with one in it that is kept under the same name by every visit."""
    page.goto("/search/saved/new?words=transport&f.year=2025")
    page.get_by_label("Name").fill("Transport people")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/search/saved")


def first_competency(page: Page, _portal: Portal) -> None:
    """The page of the competency that most people show."""
    page.goto("/search")
    key = (page.locator("#start-competency ~ ul a").first.get_attribute("href") or "").partition("must=")[2]
    page.goto(f"/competencies/{key}")


def contact_without_text(page: Page, portal: Portal) -> None:
    """The form to ask somebody, sent empty."""
    through(FOUND, "ol.hits h3 a", "a[href$='/contact']")(page, portal)
    with page.expect_navigation():
        page.get_by_role("button", name="Ask", exact=True).click()


def contact_once_more(page: Page, _portal: Portal) -> None:
    """The form's address for somebody who has been asked already."""
    page.goto("/contacts")
    page.goto((page.locator("main li h2 a").first.get_attribute("href") or "") + "/contact")


def answered_without_an_address(page: Page, _portal: Portal) -> None:
    """A yes that does not say how, which comes back and changes nothing."""
    page.goto("/my/requests")
    page.locator("[name=how]").first.fill(" ")
    with page.expect_navigation():
        page.locator("button[value=yes]").first.click()


AD_PAGE = "/search/job-description"
AD_OF_NOBODY = f"{AD_PAGE}?said=n2tyjukvtq47.need.0.1&take.n2tyjukvtq47=must&other=zyzzyva&say=zyzzyva"
FOUND = "/search?sort=newest"
HIT = "ol.hits .reason-which a"

PLACES = (
    Place("home", "anyone", at("/")),
    Place("about", "anyone", at("/about")),
    Place("sign-in", "anyone", at("/sign-in")),
    Place("sign-in-wrong", "anyone", sent("/sign-in", email="nobody@people.example", password="wrong")),
    Place("register", "anyone", at("/register")),
    Place("register-wrong", "anyone", sent("/register", email="not an address", password="short")),
    Place("register-recruiter", "anyone", at("/register/recruiter")),
    Place("password-forgotten", "anyone", at("/password")),
    Place("verify", "anyone", at("/verify")),
    Place("verify-good", "anyone", sent("/verify", file="1-good")),
    Place("verify-altered", "anyone", sent("/verify", file="5-altered")),
    Place("verify-unreadable", "anyone", sent("/verify", text="no credential at all")),
    Place("not-found", "anyone", at("/nothing-here")),
    Place("learner-collection", "learner", at("/my/credentials")),
    Place("learner-import", "learner", at("/my/import")),
    Place("learner-import-nothing", "learner", sent("/my/import")),
    Place("learner-import-bad", "learner", sent("/my/import", file="README", text="{}", address="http://localhost:1/")),
    Place("learner-credential-in-tray", "learner", through("/my/credentials", "section[aria-labelledby=tray] h3 a")),
    Place("learner-credential-shown", "learner", through("/my/credentials", "section[aria-labelledby=shown] h3 a")),
    Place("learner-credential-failed", "learner", through("/my/credentials", ".item:has(.verdict.failed) h3 a")),
    Place("learner-report", "learner", through("/my/credentials", "section[aria-labelledby=shown] h3 a", "a[href$='/report']")),
    Place("learner-remove", "learner", through("/my/credentials", "a[href$='/remove']")),
    Place("learner-profile", "learner", at("/my/profile")),
    Place("learner-preview", "learner", at("/my/preview")),
    Place("learner-looks", "learner", at("/my/looks")),
    Place("learner-requests", "learner", at("/my/requests")),
    Place("learner-requests-wrong", "learner", answered_without_an_address),
    Place("learner-account", "learner", at("/account")),
    Place("learner-delete", "learner", at("/account/delete")),
    Place("learner-forbidden", "learner", at("/search")),
    Place("search-start", "recruiter", at("/search")),
    Place("search-newest", "recruiter", at(FOUND)),
    Place("search-asked", "recruiter", through("/search", "#start-competency ~ ul a")),
    Place("search-example", "recruiter", example_search),
    Place("search-conditions", "recruiter", at("/search?must=n2tyjukvtq47:3:b5:y3:eany&nice=gsfcue6c33v5&hops=off")),
    Place("search-criterion", "recruiter", at("/search?must=~Analysis+and+reporting:2:o")),
    Place("search-loosen", "recruiter", at("/search?must=n2tyjukvtq47:5:b6:y1:epdf")),
    Place("search-words", "recruiter", at("/search?words=transport")),
    Place("search-nobody", "recruiter", at("/search?words=zyzzyva")),
    Place("search-which", "recruiter", at("/search?find=data&to=must")),
    Place("search-unknown", "recruiter", at("/search?must=no-such-competency")),
    Place("job-description", "recruiter", at(AD_PAGE)),
    Place("job-description-read", "recruiter", sent(AD_PAGE, text="You write SQL daily.\nPython is a plus.\nKafka, AWS, dbt")),
    Place("job-description-nobody", "recruiter", at(AD_OF_NOBODY)),
    Place("job-description-empty", "recruiter", sent(AD_PAGE, text=" ")),
    Place("saved-searches", "recruiter", saved_search),
    Place("save-search", "recruiter", at("/search/saved/new?words=transport&f.year=2025")),
    Place("save-search-wrong", "recruiter", sent("/search/saved/new?words=transport", name=" ")),
    Place("search-chosen", "recruiter", chosen),
    Place("compare", "recruiter", compared),
    Place("compare-nobody", "recruiter", at("/search/compare?words=transport")),
    Place("competency", "recruiter", first_competency),
    Place("person", "recruiter", through(FOUND, "ol.hits h3 a")),
    Place("contact", "other recruiter", through(FOUND, "ol.hits h3 a", "a[href$='/contact']")),
    Place("contact-wrong", "other recruiter", contact_without_text),
    Place("contact-asked", "recruiter", contact_once_more),
    Place("contacts", "recruiter", at("/contacts")),
    Place("contacts-none", "other recruiter", at("/contacts")),
    Place("inspector", "recruiter", through(FOUND, HIT)),
    Place("inspector-example", "recruiter", example_evidence),
    Place("recruiter-colleagues", "recruiter", at("/account/colleagues")),
    Place("recruiter-programs", "recruiter", at("/account/programs")),
    Place("recruiter-programs-new", "recruiter", sent("/account/programs", name="Applicant tracking")),
    Place("recruiter-programs-wrong", "recruiter", sent("/account/programs")),
    Place("recruiter-account", "recruiter", at("/account")),
    Place("recruiter-waiting", "waiting recruiter", at("/search")),
    Place("admin-overview", "admin", at("/admin")),
    Place("admin-issuers", "admin", at("/admin/issuers")),
    Place("admin-issuer", "admin", through("/admin/issuers", "main a[href^='/admin/issuers/']")),
    Place("admin-organisations", "admin", at("/admin/organisations")),
    Place("admin-audit", "admin", at("/admin/audit")),
    Place("admin-account", "admin", at("/account")),
)
