"""`evident organisation token`: made for a member, listed, revoked; and ended by taking the member out."""

from __future__ import annotations

from datetime import timedelta

from app.domain import audit
from app.domain.models import Account, ApiToken, AuditEntry, OrganisationState
from tests.factories.house import House, without_token
from tests.functional.commands.test_commands import run

CREATE = ("organisation", "token", "create", "acme", "--member", "rita@acme.example", "--name", "Tool")


def searches(house: House, text: str) -> int:
    return house.client().get("/api/v1/search", headers={"Authorization": f"Bearer {text}"}).status_code


def test_a_token_is_made_listed_and_revoked(house):
    house.recruiter()
    made = run(house, *CREATE, "--days", "30")
    assert (made.exit_code, searches(house, made.output.strip())) == (0, 200)
    listed = run(house, "organisation", "token", "list", "Acme").output
    assert "in use  Tool  rita@acme.example  until 2026-06-02  used 2026-05-03" in listed
    assert made.output.strip() not in listed
    token_id = listed.split()[-1]
    assert run(house, "organisation", "token", "revoke", "Acme", token_id).output == "Tool: revoked.\n"
    assert searches(house, made.output.strip()) == 401
    assert run(house, "organisation", "token", "list", "Acme").output.startswith("revoked")


def test_an_ended_token_is_said_to_be(house):
    house.recruiter()
    run(house, *CREATE, "--days", "30")
    house.clock.now += timedelta(days=31)
    assert run(house, "organisation", "token", "list", "Acme").output.startswith("expired")


def test_what_cannot_be_is_a_sentence_and_status_2(house):
    house.recruiter("Acme", state=OrganisationState.WAITING)
    house.recruiter("Bolt")
    waiting = run(house, *CREATE)
    stranger = run(house, *(word.replace("rita@acme", "rita@bolt") for word in CREATE))
    nowhere = run(house, "organisation", "token", "list", "Nobody")
    unknown = run(house, "organisation", "token", "revoke", "Acme", "x")
    assert [result.exit_code for result in (waiting, stranger, nowhere, unknown)] == [2] * 4
    assert "has been admitted" in waiting.output
    assert "Nobody with this address recruits for Acme" in stranger.output
    assert "no such token" in unknown.output
    with house.services.database.reading() as session:
        assert session.query(ApiToken).count() == 0


def test_there_are_no_tokens_at_first(house):
    house.recruiter()
    assert run(house, "organisation", "token", "list", "Acme").output == "This organisation has no tokens.\n"


def test_a_member_who_is_taken_out_sees_nobody_and_their_tokens_end(house):
    rita = house.recruiter()
    text = run(house, *CREATE).output.strip()
    browser = house.client(rita)
    assert (browser.get("/search").status_code, searches(house, text)) == (200, 200)
    removed = run(house, "organisation", "remove", "Acme", "--member", "rita@acme.example", "--reason", "Has left")
    assert removed.output == "rita@acme.example no longer recruits for Acme.\n"
    assert (browser.get("/search").status_code, searches(house, text)) == (302, 401)
    with house.services.database.reading() as session:
        rita = session.get_one(Account, rita.id)
        assert [entry.verb for entry in session.query(AuditEntry)] == ["token.created", "token.revoked", "account.removed"]
        assert audit.first_broken(session) is None
    again = house.client(rita)
    assert "You recruit for nobody now" in again.get("/search").text
    assert again.get("/api/v1/search").status_code == 403
    assert again.get("/account/programs").status_code == 200
    assert again.post("/account/programs", data={"name": "x", "days": 30}).status_code == 422
    assert again.post("/account/programs/x/revoke").status_code == 403
    assert again.post("/account/colleagues", data={"name": "Eve", "email": "eve@acme.example"}).status_code == 422
    log = without_token(house.client(house.admin()).get("/admin/audit").text)
    assert "Has left" in log
    assert f"<strong>{rita.name}</strong>: account removed" in log
    assert "<strong>Tool</strong>: API token revoked" in log


def test_somebody_else_is_not_taken_out(house):
    house.recruiter()
    house.recruiter("Bolt")
    stranger = run(house, "organisation", "remove", "Acme", "--member", "rita@bolt.example", "--reason", "x")
    without = run(house, "organisation", "remove", "Acme", "--member", "rita@acme.example", "--reason", " ")
    assert (stranger.exit_code, without.exit_code) == (2, 2)
    assert "Nobody with this address recruits for Acme" in stranger.output
