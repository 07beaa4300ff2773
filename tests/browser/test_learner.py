"""A learner's whole life: register, confirm, import good and bad, review, publish piece by piece, preview, withdraw, take away, delete."""

from __future__ import annotations

import re
import zipfile

from playwright.sync_api import expect

from tests.browser.newcomer import ACHIEVEMENT, PASSWORD, Newcomer, confirm, find, import_file, publish, register
from tests.browser.portal import OTHER_RECRUITER, RECRUITER, Portal
from tests.browser.traces import left_of
from tests.browser.visitor import Visitors, status_of


def test_a_learner_registers_confirms_and_imports(portal: Portal, visitors: Visitors, script: bool) -> None:
    learner = register(visitors, f"Nora Newcomer {'with' if script else 'without'}", script=script)
    page = learner.page
    expect(page.get_by_text("mailed", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    confirm(learner, portal)
    page.get_by_role("main").get_by_role("link", name="Import a credential").first.click()
    page.get_by_label("or what is written in one").fill(portal.credential(ACHIEVEMENT, email=learner.email).decode())
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".verdict-line")).to_contain_text("Verified")
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("It was issued to you")).to_be_visible()
    expect(page.get_by_text("Nobody but you.")).to_be_visible()


def test_a_bad_file_loses_nothing_of_what_was_typed_or_imported(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    page.goto("/my/import")
    altered = portal.sample("5-altered")
    page.get_by_label("Files").set_input_files([portal.sample("README"), altered])
    page.get_by_label("or what is written in one").fill("{not json")
    page.get_by_role("button", name="Import").click()
    cards = page.locator(".cards .card")
    expect(cards).to_have_count(3)
    expect(cards.filter(has_text="README.txt")).to_contain_text("Not imported.")
    expect(cards.filter(has_text="The pasted text")).to_contain_text("Not imported.")
    expect(cards.filter(has=page.locator(".verdict.failed"))).to_contain_text("something was changed after signing")
    expect(page.get_by_label("or what is written in one")).to_have_value("{not json")
    page.goto("/my/credentials")
    expect(page.locator("section[aria-labelledby=tray] .item")).to_have_count(2)


def test_the_same_credential_twice_changes_nothing(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    import_file(page, "again.json", portal.credential(ACHIEVEMENT, email=newcomer.email))
    expect(page.locator(".cards .card")).to_contain_text("You have this credential already")
    page.goto("/my/credentials")
    expect(page.locator(".item")).to_have_count(1)


def test_somebody_elses_credential_cannot_be_published(portal: Portal, newcomer: Newcomer) -> None:
    page = newcomer.page
    import_file(page, "hers.json", portal.sample("6-somebody").read_bytes())
    page.get_by_role("link", name="Review it").click()
    expect(page.get_by_text("It was issued to another e-mail address")).to_be_visible()
    expect(page.get_by_role("button", name="Save who may see it")).to_have_count(0)


def test_publishing_to_one_organisation_shows_it_to_that_one_only(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    title = page.get_by_role("heading", level=1).inner_text()
    publish(page, "Recruiters of these organisations:", "Acme Mobility")
    expect(page.locator(".messages")).to_contain_text("Visible to recruiters of Acme Mobility")
    named, other = visitors.visit(RECRUITER), visitors.visit(OTHER_RECRUITER)
    path = find(named, newcomer)
    named.goto(path)
    expect(named.get_by_role("main")).to_contain_text(title)
    assert status_of(other, path) == 404
    other.goto(f"/search?words={newcomer.mark}")
    expect(other.get_by_role("main")).not_to_contain_text(newcomer.name)


def test_one_piece_of_evidence_stays_hidden_from_those_who_see_the_rest(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    legends = page.locator("fieldset.choices legend").all_inner_texts()
    hidden, shown = (text.removeprefix("Evidence: ") for text in (legends[1], legends[2]))
    publish(page, "All approved recruiters", hidden=1)
    expect(page.locator(".messages")).to_contain_text(f"with {len(legends) - 2} of {len(legends) - 1} pieces of evidence")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    recruiter.get_by_role("main").get_by_role("link", name=page.get_by_role("heading", level=1).inner_text()).first.click()
    expect(recruiter.get_by_role("main")).to_contain_text(shown)
    expect(recruiter.get_by_role("main")).not_to_contain_text(hidden)
    expect(recruiter.get_by_role("link", name="Download original")).to_have_count(0)
    page.goto("/my/preview")
    expect(page.get_by_role("main")).not_to_contain_text(hidden)


def test_a_withdrawal_acts_on_the_next_request_everywhere(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    path = find(recruiter, newcomer)
    recruiter.goto(path)
    inspector = recruiter.locator("main a[href*='/credentials/']").first.get_attribute("href") or ""
    page.get_by_role("button", name="Withdraw everything").click()
    expect(page.locator(".messages")).to_contain_text("Withdrawn.")
    assert status_of(recruiter, path) == 404
    assert status_of(recruiter, inspector) == 404
    recruiter.goto(f"/search?words={newcomer.mark}")
    expect(recruiter.get_by_role("main")).not_to_contain_text(newcomer.name)


def test_several_are_published_at_once_from_the_tray(portal: Portal, newcomer: Newcomer, script: bool) -> None:
    page = newcomer.page
    other = portal.credential("plain-technical-writing", email=newcomer.email)
    import_file(page, "second.json", other)
    page.goto("/my/credentials")
    for box in page.get_by_role("checkbox", name="Choose").all():
        box.check()
    page.get_by_text("Publish the ticked ones together").click()
    page.get_by_label("All approved recruiters").check()
    page.get_by_role("button", name="Publish the ticked ones").click()
    expect(page.locator(".messages")).to_contain_text("2 published.")
    expect(page.locator("section[aria-labelledby=shown] .item")).to_have_count(2)


def test_a_learner_sees_themselves_as_a_recruiter_does(newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    page.get_by_role("link", name="As recruiters see me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(recruiter.get_by_role("heading", level=1).inner_text())
    titles = "main h2, main h3"
    assert page.locator(titles).all_inner_texts()[:3] == recruiter.locator(titles).all_inner_texts()[:3]


def test_a_learner_reads_who_looked(newcomer: Newcomer, visitors: Visitors) -> None:
    publish(newcomer.page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    recruiter.goto(find(recruiter, newcomer))
    newcomer.page.get_by_role("link", name="Who looked").click()
    expect(newcomer.page.get_by_role("row").filter(has_text="Acme Mobility")).to_have_count(1)


def test_a_learner_takes_everything_along(portal: Portal, newcomer: Newcomer, script: bool) -> None:
    page = newcomer.page
    with page.expect_download() as original:
        page.get_by_role("link", name="Download original").click()
    raw = original.value.path().read_bytes()
    assert raw == portal.credential(ACHIEVEMENT, email=newcomer.email)
    page.goto("/account")
    with page.expect_download() as everything:
        page.get_by_role("link", name="take everything with you").click()
    with zipfile.ZipFile(everything.value.path()) as archive:
        assert raw in [archive.read(name) for name in archive.namelist()]
        assert any("README" in name for name in archive.namelist())


def test_a_deleted_account_leaves_nothing(portal: Portal, newcomer: Newcomer, visitors: Visitors) -> None:
    page = newcomer.page
    publish(page, "All approved recruiters")
    recruiter = visitors.visit(RECRUITER)
    path = find(recruiter, newcomer)
    page.goto("/account")
    page.get_by_role("main").get_by_role("link", name=re.compile("Delete")).click()
    expect(page.get_by_role("heading", name="What stays")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Your account and everything in it is gone.")).to_be_visible()
    assert status_of(recruiter, path) == 404
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(newcomer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("do not belong together")).to_be_visible()
    assert left_of(portal, newcomer.mark) == []
