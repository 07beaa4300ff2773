"""An admin admits organisations, decides about issuers, sees the effect before, takes it back, and asks for a rebuild."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from app.domain import audit
from app.domain.models import Account, AuditEntry, Issuer, OrganisationState, Rebuild, Standing
from app.portal import create_app
from indexer import rebuild
from tests.factories.house import House
from tests.unit.verification.issuing import issuer


@pytest.fixture
def published(house: House) -> str:
    """One published credential of one issuer; the issuer's id."""
    ana = house.learner("ada@example.org", name="Ana Found")
    house.publish(house.hold(ana, house.signed()))
    with house.services.database.reading() as session:
        return session.query(Issuer).one().id


def decide(house: House, issuer_id: str, decision: str, *, reason: str = "Looked into it", confirmed: bool = True):
    form = {"decision": decision, "reason": reason} | ({"confirmed": "yes"} if confirmed else {})
    return house.client(house.admin()).post(f"/admin/issuers/{issuer_id}/decision", data=form)


def standing(house: House) -> str:
    with house.services.database.reading() as session:
        return session.query(Issuer).one().standing


def people(house: House, organisation: str = "Acme") -> str:
    """The results page of a recruiter of a new organisation."""
    return house.client(house.recruiter(organisation)).get("/search?words=sourdough").text


def test_the_effect_is_shown_before_and_nothing_is_done_yet(house, published):
    page = decide(house, published, "suspended", confirmed=False).text
    assert "1 credential of 1 person will leave search" in page
    assert standing(house) == Standing.UNREVIEWED


def test_suspending_takes_effect_on_the_next_search_and_in_the_index(house, published):
    assert "Ana Found" in people(house)
    decide(house, published, "suspended")
    assert "Ana Found" not in people(house, "Bolt"), "before the index has it"
    house.index()
    assert list(house.services.engine.versions()) == []


def test_taking_it_back_restores_what_was_before(house, published):
    decide(house, published, "suspended")
    house.index()
    admin = house.client(house.admin("second@example.org"))
    with house.services.database.reading() as session:
        (entry,) = session.query(AuditEntry).all()
    admin.post(f"/admin/audit/{entry.id}/undo")
    house.index()
    assert standing(house) == Standing.UNREVIEWED
    assert len(list(house.services.engine.versions())) == 1
    assert f"takes back entry {entry.id}" in admin.get("/admin/audit").text


def test_approving_as_a_community_changes_the_mark(house, published):
    decide(house, published, "approved:community")
    house.index()
    rita = house.client(house.recruiter())
    assert re.search(r"Community\s*</span>", rita.get("/search?words=sourdough").text)


def test_a_decision_needs_a_reason(house, published):
    answer = decide(house, published, "blocked", reason=" ")
    assert answer.status_code == 422
    assert "Give a reason" in answer.text
    assert standing(house) == Standing.UNREVIEWED


def test_a_hasty_click_decides_nothing(house, published):
    answer = decide(house, published, "", confirmed=False)
    assert answer.status_code == 422
    assert "Choose what to decide" in answer.text


def test_people_who_speak_for_themselves_do_not_drown_the_issuers(house, published):
    del published
    admin = house.client(house.admin())
    assert "left out: 1 issuer" in (few := admin.get("/admin/issuers").text)
    assert 'href="/admin/issuers/' not in few
    for address in ("?everybody=yes", "?words=northfield", "?standing=unreviewed"):
        assert 'href="/admin/issuers/' in admin.get("/admin/issuers" + address).text


def test_the_log_says_what_taking_back_would_do(house, published):
    decide(house, published, "suspended")
    acme = house.recruiter("Acme", state=OrganisationState.WAITING).organisation_id
    admin = house.client(house.admin("second@example.org"))
    admin.post(f"/admin/organisations/{acme}/decision", data={"decision": "approved", "reason": "Known"})
    page = admin.get("/admin/audit").text
    assert "Back to unreviewed: 1 credential of 1 person will return to the search." in page
    assert "Back to waiting: 1 recruiter can search no longer." in page


def test_an_imitation_leads_the_work_list(house, published):
    del published
    eve = house.learner("eve@example.org", name="Eve")
    subject = json.loads(house.signed())["credentialSubject"]
    subject.pop("identifier")
    stranger = issuer()
    fake = {"id": stranger.id, "type": ["Profile"], "name": "Northfıeld Bakers' Schооl"}
    house.clock.now = house.clock.now.replace(hour=13)
    house.publish(house.hold(eve, house.signed(by=stranger, issuer=fake, credentialSubject=subject, id="urn:uuid:9")))
    page = house.client(house.admin()).get("/admin").text
    assert "Can be mistaken for Northfield Bakers&#39; School" in page
    rita = house.client(house.recruiter())
    assert "Eve" not in rita.get("/search?words=sourdough").text


def test_an_organisation_is_admitted_and_its_recruiters_search_at_once(house):
    rita = house.recruiter("Acme", state=OrganisationState.WAITING)
    client = house.client(rita)
    assert "an admin" in client.get("/search").text.lower()
    admin = house.client(house.admin())
    assert "Acme" in admin.get("/admin").text
    refused = admin.post(f"/admin/organisations/{rita.organisation_id}/decision", data={"decision": "approved", "reason": ""})
    assert refused.status_code == 422
    admin.post(f"/admin/organisations/{rita.organisation_id}/decision", data={"decision": "approved", "reason": "Known to us"})
    assert 'name="words"' in client.get("/search").text


def test_recruiters_with_a_confirmed_address_are_mailed_once_when_they_are_admitted(house, capsys):
    rita = house.recruiter("Acme", state=OrganisationState.WAITING)
    address, admin = f"/admin/organisations/{rita.organisation_id}/decision", house.client(house.admin())
    admitting = {"decision": "approved", "reason": "Known to us"}
    admin.post(address, data=admitting)
    assert "mail to" not in capsys.readouterr().err, "nobody has shown that the address is theirs"
    admin.post(address, data={"decision": "waiting", "reason": "Once more"})
    with house.services.database.writing() as session:
        session.get_one(Account, rita.id).email_confirmed_at = house.clock()
    admin.post(address, data=admitting)
    mailed = capsys.readouterr().err
    assert "mail to rita@acme.example: Acme can search on Evident now" in mailed
    assert "Known to us" not in mailed
    admin.post(address, data=admitting)
    admin.post(address, data={"decision": "suspended", "reason": "Complaints"})
    assert "mail to" not in capsys.readouterr().err


def test_a_mail_that_cannot_be_sent_undoes_no_admission(house, capsys):
    rita = house.recruiter("Acme", state=OrganisationState.WAITING)
    with house.services.database.writing() as session:
        session.get_one(Account, rita.id).email_confirmed_at = house.clock()
    nobody_listens = replace(house.services.settings, mail_url="smtp://127.0.0.1:1")
    house.app = create_app(services=replace(house.services, settings=nobody_listens))
    house.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    admin = house.client(house.admin())
    decision = {"decision": "approved", "reason": "Known to us"}
    page = admin.post(f"/admin/organisations/{rita.organisation_id}/decision", data=decision, follow_redirects=True).text
    assert "could not be sent; they read it when they sign in" in page
    assert 'name="words"' in house.client(rita).get("/search").text
    logged = capsys.readouterr().err
    assert f"account {rita.id} was not told" in logged
    assert "rita@" not in logged


def test_a_rebuild_is_asked_for_done_and_shown(house, published):
    del published
    admin = house.client(house.admin())
    admin.post("/admin/rebuild")
    assert "Asked for" in admin.get("/admin").text
    assert rebuild.run_requested(house.services)
    assert "with 1 person" in admin.get("/admin").text
    with house.services.database.reading() as session:
        assert session.query(Rebuild).one().error == ""


def test_a_changed_entry_shows_in_the_log(house, published):
    decide(house, published, "suspended")
    admin = house.client(house.admin("second@example.org"))
    assert "The chain is whole" in admin.get("/admin/audit").text
    with house.services.database.writing() as session:
        session.query(AuditEntry).one().reason = "nothing to see here"
    with house.services.database.reading() as session:
        assert audit.first_broken(session) is not None
    assert "The chain is broken" in admin.get("/admin/audit").text


@pytest.mark.parametrize(
    "address", ["/admin/issuers?page=999", "/admin/issuers?page=x&standing=nonsense&words=%25", "/admin/audit?page=-1"]
)
def test_odd_addresses_are_pages(house, published, address):
    del published
    assert house.client(house.admin()).get(address).status_code == 200


def test_an_issuer_that_is_not_there_is_not_found(house):
    assert house.client(house.admin()).get("/admin/issuers/nobody").status_code == 404


@pytest.mark.parametrize("address", ["/admin", "/admin/issuers", "/admin/organisations", "/admin/audit"])
def test_others_are_turned_away(house, address):
    assert house.client(house.learner()).get(address).status_code == 403
    assert house.client(house.recruiter()).get(address).status_code == 403
    assert house.client().get(address).status_code == 302
