"""The page on which an organisation's tokens are made, seen and revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.domain.models import Account, ApiToken, OrganisationState
from tests.factories.house import House

PAGE = "/account/programs"


def make(client, name: str = "Applicant tracking", days: int = 30) -> str:
    """Make a token on the page; its text."""
    answer = client.post(PAGE, data={"name": name, "days": days})
    assert answer.status_code == 201
    return re.search(r"<code>(evident_[\w-]{43})</code>", answer.text)[1]


def token_of(house: House) -> ApiToken:
    with house.services.database.reading() as session:
        return session.query(ApiToken).one()


def searches(house: House, text: str) -> int:
    return house.client().get("/api/v1/search", headers={"Authorization": f"Bearer {text}"}).status_code


def test_a_member_makes_a_token_that_works_and_is_shown_once(house):
    rita = house.client(house.recruiter())
    text = make(rita)
    assert searches(house, text) == 200
    page = rita.get(PAGE).text
    assert text not in page
    assert "Applicant tracking" in page
    assert "Works until 2 June 2026" in page
    assert "last used on 3 May 2026" in page


def test_any_member_revokes_it(house):
    rita = house.recruiter()
    text = make(house.client(rita))
    house.client(rita).post("/account/colleagues", data={"name": "Rob", "email": "rob@acme.example"})
    with house.services.database.reading() as session:
        rob = session.query(Account).filter_by(email="rob@acme.example").one()
    page = house.client(rob).post(f"{PAGE}/{token_of(house).id}/revoke", follow_redirects=True).text
    assert "is revoked" in page
    assert "Revoked on 3 May 2026" in page
    assert "/revoke" not in page
    assert searches(house, text) == 401


def test_another_organisation_neither_sees_it_nor_revokes_it(house):
    text = make(house.client(house.recruiter()))
    other = house.client(house.recruiter("Bolt"))
    assert "There is none yet" in other.get(PAGE).text
    assert other.post(f"{PAGE}/{token_of(house).id}/revoke").status_code == 404
    assert searches(house, text) == 200


def test_an_organisation_that_waits_is_told_so(house):
    rita = house.client(house.recruiter(state=OrganisationState.WAITING))
    assert "has to admit your organisation first" in rita.get(PAGE).text
    answer = rita.post(PAGE, data={"name": "x", "days": 30})
    assert answer.status_code == 422
    with house.services.database.reading() as session:
        assert session.query(ApiToken).count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"name": "  ", "days": 30}, {"name": "x", "days": 7}, {"name": "x", "days": "soon"}, {"name": "x" * 101}]
)
def test_a_form_that_cannot_be_is_shown_again_with_what_is_wrong(house, data):
    answer = house.client(house.recruiter()).post(PAGE, data=data)
    assert answer.status_code == 422
    assert "Please look at this again" in answer.text


def test_others_have_no_such_page(house):
    assert house.client().get(PAGE).status_code == 302
    assert house.client(house.learner()).get(PAGE).status_code == 403
    assert house.client(house.admin()).post(PAGE, data={"name": "x", "days": 30}).status_code == 403


def test_making_one_wants_the_forms_own_token(house):
    house.app.config["WTF_CSRF_ENABLED"] = True
    assert house.client(house.recruiter()).post(PAGE, data={"name": "x", "days": 30}).status_code == 400


def test_what_has_ended_says_when(house):
    rita = house.client(house.recruiter())
    make(rita)
    house.clock.now += timedelta(days=40)
    page = rita.get(PAGE).text
    assert "Expired on 2 June 2026" in page
    assert "never used" in page


def test_the_log_of_the_admins_tells_who_made_it(house):
    make(house.client(house.recruiter()))
    page = house.client(house.admin()).get("/admin/audit").text
    assert "created" in page
    assert "Rita" in page
    assert "Acme" in page


def test_a_token_that_has_ended_is_folded_away_and_leaves_the_list_a_month_later(house):
    rita = house.client(house.recruiter())
    make(rita, "Old tool", days=30)
    make(rita, "Applicant tracking", days=365)
    assert "<details class=\"ended\">" not in rita.get(PAGE).text
    house.clock.now += timedelta(days=31)
    listed, _, folded = rita.get(PAGE).text.partition("<details class=\"ended\">")
    assert "Applicant tracking" in listed
    assert "Old tool" not in listed
    assert "1 token ended in the last 30 days" in folded
    assert "Expired on 2 June 2026" in folded
    house.clock.now += timedelta(days=30)
    assert "Old tool" not in rita.get(PAGE).text
