"""Being put in touch, from both sides: a recruiter asks, the person decides, and nothing else gets through."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from app.domain import accounts, moderation
from app.domain.models import Account, ContactRequest, Credential, Learner, OrganisationState, Publication, Role, Standing
from app.portal import create_app
from tests.factories.house import PASSWORD, House, without_token
from tests.functional.recruiters.awards import award, plain

TEXT = "We look for somebody who keeps our timetable data in order."
HOW = "ana@home.example, in the evening"


@pytest.fixture
def rita(house: House) -> Account:
    return house.recruiter()


@pytest.fixture
def ana(house: House) -> Account:
    """Shows one credential to all recruiters."""
    award(house, "Ana")
    return account(house, "ana@example.org")


def account(house: House, email: str) -> Account:
    with house.services.database.reading() as session:
        return session.scalars(select(Account).where(Account.email == email)).one()


def learner_id(house: House, of: Account) -> str:
    with house.services.database.reading() as session:
        return accounts.learner_of(session, of.id).id


def requests(house: House) -> list[ContactRequest]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(ContactRequest)))


def form_of(house: House, whom: Account) -> str:
    return f"/people/{learner_id(house, whom)}/contact"


def asked(house: House, by: Account, whom: Account, *, written: str = TEXT) -> ContactRequest:
    """Ask through the form; returns the request."""
    answer = house.client(by).post(form_of(house, whom), data={"text": written})
    assert (answer.status_code, answer.location) == (303, "/contacts"), plain(answer.text)
    theirs = [each for each in requests(house) if each.learner_id == learner_id(house, whom)]
    return max(theirs, key=lambda request: request.asked_at)


def say(house: House, who: Account, request: ContactRequest, act: str = "answer", **form: str) -> int:
    return house.client(who).post(f"/my/requests/{request.id}/{act}", data=form).status_code


def contacts(house: House, by: Account) -> str:
    return plain(house.client(by).get("/contacts").text)


def my_requests(house: House, who: Account) -> str:
    return plain(house.client(who).get("/my/requests").text)


def header(client: FlaskClient) -> str:
    return plain(client.get("/my/credentials").text.partition("<main")[0])


def withdraw_everything(house: House, who: Account) -> None:
    client = house.client(who)
    with house.services.database.reading() as session:
        held = select(Credential.id).where(Credential.learner_id == accounts.learner_of(session, who.id).id)
        ids = session.scalars(held).all()
    for credential_id in ids:
        client.post(f"/my/credentials/{credential_id}/withdraw")


def test_a_recruiter_asks_and_reads_how_to_reach_the_person_until_they_take_it_back(house, rita, ana):
    client, page = house.client(rita), f"/people/{learner_id(house, ana)}"
    assert f'href="{page}/contact"' in client.get(page).text
    form = plain(client.get(f"{page}/contact").text)
    assert "Nobody is told their address unless they say yes" in form
    assert "Rita , Acme" in form, "what the person will see"
    request = asked(house, rita, ana)
    assert "Waiting for an answer until 2 June 2026" in contacts(house, rita)
    assert "Asked on 3 May 2026, waiting" in plain(client.get(page).text)
    assert f"{page}/contact" not in client.get(page).text

    waiting = my_requests(house, ana)
    assert TEXT in waiting
    assert "Rita , Acme" in waiting
    assert 'value="ana@example.org"' in house.client(ana).get("/my/requests").text
    assert say(house, ana, request, answer="yes", how=HOW) == 303
    listed = contacts(house, rita)
    assert f"Yes. How to reach them: {HOW}" in listed
    assert "ana@example.org" not in listed, "the account's own address was not typed"

    assert say(house, ana, request, "withdraw") == 303
    listed = contacts(house, rita)
    assert HOW not in listed
    assert "They have taken their yes back" in listed
    assert HOW not in plain(client.get(page).text)


def test_a_no_says_no_more_than_that_and_keeps_the_organisation_waiting(house, rita, ana):
    request = asked(house, rita, ana)
    assert say(house, ana, request, answer="no", bar="yes") == 303
    listed = contacts(house, rita)
    assert "No, thank you on 3 May 2026" in listed
    assert "again" not in listed, "nothing of the bar"
    page = f"/people/{learner_id(house, ana)}"
    told = "cannot ask again before 1 August 2026"
    assert told in plain(house.client(rita).get(page).text)
    assert "cannot ask again before 1 August 2026" in plain(house.client(rita).get(f"{page}/contact").text)
    assert house.client(rita).post(f"{page}/contact", data={"text": TEXT}).status_code == 422
    house.clock.now += timedelta(days=90)
    assert "no further requests" in plain(house.client(rita).get(f"{page}/contact").text)
    assert "This organisation cannot ask you again" in my_requests(house, ana)
    assert say(house, ana, request, "unbar") == 303
    asked(house, rita, ana)


def test_colleagues_share_one_history(house, rita, ana):
    asked(house, rita, ana)
    with house.services.database.writing() as session:
        organisation = session.get_one(Account, rita.id).organisation
        who = {"email": "carl@acme.example", "password": None, "name": "Carl", "role": Role.RECRUITER}
        colleague = accounts.register(session, **who, now=house.clock(), organisation=organisation)
    assert "by Rita" in contacts(house, colleague)
    again = house.client(colleague).post(form_of(house, ana), data={"text": TEXT})
    assert again.status_code == 409
    assert "has asked this person already" in plain(again.text)
    assert house.client(colleague).post(f"/contacts/{requests(house)[0].id}/take-back").status_code == 303
    assert "Taken back by you" in contacts(house, rita)
    assert "They took it back" in my_requests(house, ana)
    assert "asked nobody yet" in contacts(house, house.recruiter("Bolt"))


@pytest.mark.parametrize("sent", [{}, {"text": ""}, {"text": "too short"}, {"text": "x" * 10_000}, {"text": "\x00" * 50}])
def test_a_text_that_cannot_be_is_explained_and_kept_in_the_form(house, rita, ana, sent):
    answer = house.client(rita).post(form_of(house, ana), data=sent)
    assert answer.status_code == 422
    assert "Please look at this again" in answer.text
    assert sent.get("text", "").strip("\x00") in answer.text
    assert requests(house) == []


def test_what_is_written_is_text_and_nothing_else(house, rita, ana):
    written = "<script>alert(1)</script> see https://evil.example/\n\nor mail evil@evil.example"
    request = asked(house, rita, ana, written=written)
    assert say(house, ana, request, answer="yes", how="<script>alert(2)</script>") == 303
    for page in (house.client(ana).get("/my/requests").text, house.client(rita).get("/contacts").text):
        assert "&lt;script&gt;alert(1)&lt;/script&gt; see https://evil.example/\n\nor mail" in page
        assert "&lt;script&gt;alert(2)" in page
        assert "<script>alert" not in page
        assert 'href="https://evil' not in page


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_is_hidden_answers_like_somebody_who_does_not_exist(house, rita, ana, method):
    award(house, "Ben", to=(house.recruiter("Bolt").organisation_id,))
    withdraw_everything(house, ana)
    nobody = house.client(rita).open(f"/people/{'f' * 32}/contact", method=method, data={"text": TEXT})
    assert nobody.status_code == 404
    for hidden in (ana, account(house, "ben@example.org")):
        answer = house.client(rita).open(form_of(house, hidden), method=method, data={"text": TEXT})
        assert (answer.status_code, without_token(answer.text)) == (404, without_token(nobody.text))
    assert house.client(rita).get("/people/nobody/contact").status_code == 404
    assert requests(house) == []


def test_a_person_who_withdraws_is_named_no_more_and_can_still_answer(house, rita, ana):
    request = asked(house, rita, ana)
    withdraw_everything(house, ana)
    page = house.client(rita).get("/contacts").text
    assert "Somebody whom you can no longer see" in page
    assert "Ana" not in page
    assert learner_id(house, ana) not in page
    assert say(house, ana, request, answer="yes", how=HOW) == 303
    page = house.client(rita).get("/contacts").text
    assert HOW in page
    assert "Ana" not in page.replace(HOW, "")


def test_a_blocked_issuer_hides_the_name_too(house, rita, ana):
    asked(house, rita, ana)
    with house.services.database.writing() as session:
        issuer = session.scalars(select(Credential)).one().issuer
        moderation.decide_issuer(session, issuer, Standing.BLOCKED, reason="A fake", actor=None, now=house.clock())
    assert "Somebody whom you can no longer see" in contacts(house, rita)


def test_a_suspended_organisation_reads_nothing_and_is_answered_nothing(house, rita, ana):
    first = asked(house, rita, ana)
    award(house, "Ben")
    ben = account(house, "ben@example.org")
    second = asked(house, rita, ben)
    assert say(house, ana, first, answer="yes", how=HOW) == 303
    assert "Requests 1 waiting" in header(house.client(ben))
    with house.services.database.writing() as session:
        organisation = session.get_one(Account, rita.id).organisation
        moderation.decide_organisation(
            session, organisation, OrganisationState.SUSPENDED, reason="Complaints", actor=None, now=house.clock()
        )
    assert "is suspended" in contacts(house, rita)
    assert HOW not in contacts(house, rita)
    assert house.client(rita).get(form_of(house, ana)).status_code == 404
    assert house.client(rita).post(f"/contacts/{second.id}/take-back").status_code == 403
    assert "no longer admitted" in my_requests(house, ben)
    assert "Yes, they may" not in my_requests(house, ben)
    assert say(house, ben, second, answer="yes", how=HOW) == 403
    assert "waiting" not in header(house.client(ben))


def test_nobody_else_answers_or_takes_back(house, rita, ana):
    request = asked(house, rita, ana)
    bolt, eve = house.recruiter("Bolt"), house.learner("eve@example.org")
    nobody = "f" * 32
    for act in ("answer", "withdraw", "unbar"):
        data = {"answer": "yes", "how": "eve@example.org"}
        others, nones = (house.client(eve).post(f"/my/requests/{each}/{act}", data=data) for each in (request.id, nobody))
        assert others.status_code == 404
        assert without_token(others.text) == without_token(nones.text)
        assert house.client(rita).post(f"/my/requests/{request.id}/{act}", data=data).status_code == 403
    others, nones = (house.client(bolt).post(f"/contacts/{each}/take-back") for each in (request.id, nobody))
    assert (others.status_code, without_token(others.text)) == (404, without_token(nones.text))
    assert house.client(ana).post(form_of(house, ana), data={"text": TEXT}).status_code == 403
    assert requests(house)[0].state == "waiting"


@pytest.mark.parametrize("how", ["", " ", "x" * 301])
def test_a_yes_that_does_not_say_how_changes_nothing_and_says_so(house, rita, ana, how):
    request = asked(house, rita, ana)
    answer = house.client(ana).post(f"/my/requests/{request.id}/answer", data={"answer": "yes", "how": how})
    assert answer.status_code == 422
    assert f'id="error-{request.id}"' in answer.text
    assert f'value="{how}"' in answer.text, "what was typed stays"
    assert requests(house)[0].state == "waiting"


@pytest.mark.parametrize("form", [{}, {"answer": "perhaps"}])
def test_an_answer_is_yes_or_no(house, rita, ana, form):
    assert say(house, ana, asked(house, rita, ana), **form) == 422
    assert requests(house)[0].state == "waiting"


def test_an_answer_after_its_time_says_so(house, rita, ana):
    request = asked(house, rita, ana)
    house.clock.now += timedelta(days=31)
    assert "No answer" in contacts(house, rita)
    assert "You did not answer" in my_requests(house, ana)
    assert say(house, ana, request, answer="yes", how=HOW) == 403


def test_the_number_that_waits_stands_in_the_header(house, rita, ana):
    client = house.client(ana)
    assert header(client).endswith("Sign out")
    assert "waiting" not in header(client)
    request = asked(house, rita, ana)
    assert "Requests 1 waiting" in header(client)
    assert say(house, ana, request, answer="no") == 303
    assert "waiting" not in header(client)


def test_a_count_that_fails_breaks_no_page(house, ana):
    with house.services.database.writing() as session:
        session.execute(text("DROP TABLE contact_requests"))
    assert house.client(ana).get("/my/credentials").status_code == 200
    assert house.client(ana).get("/nowhere").status_code == 404


def test_mails_tell_that_and_not_what(house, rita, ana, capsys):
    with house.services.database.writing() as session:
        session.get_one(Account, rita.id).email_confirmed_at = house.clock()
    request = asked(house, rita, ana)
    mailed = capsys.readouterr().err
    assert "mail to ana@example.org: Acme asks to be put in touch" in mailed
    assert "/my/requests" in mailed
    assert "timetable" not in mailed
    say(house, ana, request, answer="yes", how=HOW)
    mailed = capsys.readouterr().err
    assert "mail to rita@acme.example: Somebody you asked has answered" in mailed
    assert "/contacts" in mailed
    assert "Ana" not in mailed
    assert HOW not in mailed


def test_only_confirmed_addresses_are_mailed(house, rita, ana, capsys):
    with house.services.database.writing() as session:
        session.get_one(Account, ana.id).email_confirmed_at = None
    request = asked(house, rita, ana)
    say(house, ana, request, answer="no")
    assert "mail to" not in capsys.readouterr().err


def test_a_recruiter_who_has_left_is_told_nothing(house, rita, ana, capsys):
    request = asked(house, rita, ana)
    with house.services.database.writing() as session:
        left = session.get_one(Account, rita.id)
        left.organisation, left.email_confirmed_at = None, house.clock()
    capsys.readouterr()
    say(house, ana, request, answer="yes", how=HOW)
    assert "mail to" not in capsys.readouterr().err


def test_a_mail_that_cannot_be_sent_loses_no_request(house, rita, ana, capsys):
    nobody_listens = replace(house.services.settings, mail_url="smtp://127.0.0.1:1")
    house.app = create_app(services=replace(house.services, settings=nobody_listens))
    house.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    request = asked(house, rita, ana)
    assert requests(house)[0].state == "waiting"
    logged = capsys.readouterr().err
    assert f"account {ana.id} was not told about contact request {request.id}" in logged
    assert "ana@" not in logged


def test_the_comparison_says_how_one_stands(house, rita, ana):
    award(house, "Ben")
    ben = account(house, "ben@example.org")
    asked(house, rita, ana)
    chosen = {"person": [learner_id(house, ana), learner_id(house, ben)]}
    page = house.client(rita).get("/search/compare", query_string=chosen).text
    assert "Asked on 3 May 2026, waiting" in plain(page)
    assert f'href="{form_of(house, ben)}"' in page
    assert f'href="{form_of(house, ana)}"' not in page


def test_the_export_has_every_request_and_the_account_takes_them_along(house, rita, ana):
    request = asked(house, rita, ana)
    say(house, ana, request, answer="yes", how=HOW)
    client = house.client(ana)
    with zipfile.ZipFile(io.BytesIO(client.get("/my/export").data)) as file:
        (told,) = json.loads(file.read("requests.json"))
        assert "requests.json" in file.read("README.txt").decode()
    assert (told["organisation"], told["recruiter"], told["text"], told["state"], told["answer"]) == ("Acme", "Rita", TEXT, "yes", HOW)
    client.post("/account/delete", data={"password": PASSWORD})
    assert requests(house) == []
    assert "asked nobody yet" in contacts(house, rita)


def test_a_recruiter_who_deletes_the_account_leaves_the_request_without_a_name(house, rita, ana):
    asked(house, rita, ana)
    house.client(rita).post("/account/delete", data={"password": PASSWORD})
    assert "Somebody who has left , Acme" in my_requests(house, ana)
    assert "Rita" not in my_requests(house, ana)


def test_a_learner_previews_that_they_can_be_asked(house, ana):
    page = house.client(ana).get("/my/preview").text
    assert "Recruiters can ask here to be put in touch" in page
    assert "/contact" not in page


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 50, "٣"])
def test_any_page_number_leads_to_a_page(house, rita, ana, page):
    asked(house, rita, ana)
    assert "Waiting for an answer" in plain(house.client(rita).get("/contacts", query_string={"page": page}).text)


def test_who_may_see_nobody_asks_nobody(house, ana):
    newco = house.recruiter("Newco", state=OrganisationState.WAITING)
    assert "waits for an admin" in contacts(house, newco)
    assert house.client(newco).post(form_of(house, ana), data={"text": TEXT}).status_code == 404
    with house.services.database.reading() as session:
        assert session.scalar(select(func.count(Publication.id))), "there is something to see"
        assert session.scalar(select(func.count(Learner.id))) == 1


def test_a_hit_says_what_one_has_asked_and_only_to_those_who_did(house, rita, ana):
    bolt, recruiter = house.recruiter("Bolt"), house.client(rita)
    browse = "/search?sort=newest"
    assert "Asked on" not in plain(recruiter.get(browse).text)
    request = asked(house, rita, ana)
    assert "In touch: Asked on 3 May 2026, waiting for Ana" in plain(recruiter.get(browse).text)
    say(house, ana, request, answer="no")
    page = plain(recruiter.get(f"{browse}&compare={learner_id(house, ana)}").text)
    assert "no, thank you" in page
    assert "chosen to compare" in page
    assert "Asked on" not in plain(house.client(bolt).get(browse).text)
