"""Register, confirm, sign in, forget, invite."""

from __future__ import annotations

import re

import pytest

from app.domain.models import Account, Organisation
from app.extensions import limiter
from tests.factories.house import PASSWORD

RECRUITER = {
    "name": "Rita",
    "email": "rita@acme.example",
    "password": PASSWORD,
    "organisation": "Acme",
    "website": "https://acme.example",
    "purpose": "Engineers",
}


def mailed(capsys) -> str:
    """The path of the link in the last mail on the console."""
    return re.findall(r"http://[^/\s]+(/\S+)", capsys.readouterr().err)[-1]


def test_a_learner_registers_confirms_and_signs_in(house, client, capsys):
    answer = client.post("/register", data={"name": "Ana", "email": " Ana@Example.org ", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.location == "/my/credentials"
    client.get(mailed(capsys))
    with house.services.database.reading() as session:
        assert session.query(Account).one().email_confirmed_at is not None
    other = house.client()
    signed_in = other.post("/sign-in?next=/my/looks", data={"email": "ANA@example.org", "password": PASSWORD})
    assert signed_in.location == "/my/looks"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "nonsense"}, "name@example.org"),
        ({"password": "short"}, "at least 10 characters"),
        ({"name": " "}, "This is needed"),
        ({"email": "taken@example.org"}, "an account with this e-mail address already"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_typed_is_lost(house, client, changes, said):
    house.learner("taken@example.org")
    form = {"name": "Ana", "email": "ana@example.org", "password": PASSWORD} | changes
    answer = client.post("/register", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert form["email"] in answer.text


def test_all_that_is_wrong_is_said_at_once(client):
    page = client.post("/register", data={"name": "", "email": "nonsense", "password": "short"}).text
    for said in ("This is needed", "name@example.org", "at least 10 characters"):
        assert said in page


def test_a_recruiter_registers_with_an_organisation_that_waits(house, client):
    assert client.post("/register/recruiter", data=RECRUITER).location == "/search"
    with house.services.database.reading() as session:
        assert session.query(Organisation).one().state == "waiting"


def test_an_organisation_is_not_founded_twice(house, client):
    house.recruiter("Acme")
    answer = client.post("/register/recruiter", data=RECRUITER)
    assert answer.status_code == 422
    assert "organisation of this name already" in answer.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\t/["])
def test_signing_in_never_leads_away(house, client, target):
    house.learner("ana@example.org")
    answer = client.post("/sign-in", query_string={"next": target}, data={"email": "ana@example.org", "password": PASSWORD})
    assert answer.location == "/my/credentials"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(house, client):
    house.learner("ana@example.org")
    wrong = client.post("/sign-in", data={"email": "ana@example.org", "password": "nope nope nope"})
    unknown = client.post("/sign-in", data={"email": "ana@example.org".replace("ana", "bob"), "password": "nope nope nope"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("ana@", "bob@") == unknown.text


def test_a_forgotten_password_is_set_anew_by_mail_once(house, client, capsys):
    ana = house.learner("ana@example.org")
    before = house.client(ana)
    client.post("/password", data={"email": "ana@example.org"})
    link = mailed(capsys)
    assert client.post(link, data={"password": "another good one"}).status_code == 302
    assert client.post(link, data={"password": "a third good one"}).status_code == 422
    assert before.get("/my/credentials").status_code == 302, "older sessions have ended"
    assert client.post("/sign-in", data={"email": "ana@example.org", "password": "another good one"}).status_code == 302


def test_asking_for_a_link_tells_nobody_who_has_an_account(house, client, capsys):
    house.learner("ana@example.org")
    known = client.post("/password", data={"email": "ana@example.org"})
    unknown = client.post("/password", data={"email": "nobody@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert capsys.readouterr().err.count("mail to") == 1


def test_an_altered_confirmation_link_says_what_to_do(client):
    answer = client.get("/confirm/altered")
    assert answer.status_code == 422
    assert "ask for a new one" in answer.text


def test_a_colleague_is_invited_and_sets_a_password(house, capsys):
    rita = house.recruiter("Acme")
    client = house.client(rita)
    page = client.post("/account/colleagues", data={"name": "Rob", "email": "rob@acme.example"}, follow_redirects=True)
    assert "rob@acme.example" in page.text
    rob = house.client()
    rob.post(mailed(capsys), data={"password": PASSWORD})
    rob.post("/sign-in", data={"email": "rob@acme.example", "password": PASSWORD})
    assert rob.get("/search").status_code == 200


def test_changing_the_password_needs_the_current_one_and_keeps_this_session(house):
    ana = house.learner("ana@example.org")
    client = house.client(ana)
    assert client.post("/account/password", data={"current": "wrong wrong", "password": "another good one"}).status_code == 422
    assert client.post("/account/password", data={"current": PASSWORD, "password": "another good one"}).status_code == 302
    assert client.get("/account").status_code == 200


def test_signing_out_ends_every_session_also_a_copied_one(house):
    learner = house.learner()
    client, copied, other = house.client(learner), house.client(learner), house.client(house.learner("bo@example.org"))
    assert copied.get("/account").status_code == 200
    said = client.post("/sign-out", follow_redirects=True).text
    assert "You have signed out. Other devices are signed out as well." in said
    assert client.get("/account").status_code == 302
    assert copied.get("/account").status_code == 302
    assert other.get("/account").status_code == 200


def test_a_form_without_its_token_is_refused(house):
    house.app.config["WTF_CSRF_ENABLED"] = True
    ana = house.client(house.learner("ana@example.org"))
    answer = ana.post("/account/name", data={"name": "Eve"})
    assert answer.status_code == 400
    assert "This form has expired" in answer.text


def test_too_many_tries_are_slowed_down(settings, house):
    limiter.enabled = True
    try:
        client = house.client()
        codes = [client.post("/sign-in", data={"email": "a@b.example", "password": "x" * 12}).status_code for _ in range(21)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert codes[-1] == 429
