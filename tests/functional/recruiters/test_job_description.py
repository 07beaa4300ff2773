"""A pasted job description becomes chips that are chosen before the search runs; its text is kept nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy import text as sql
from werkzeug.test import TestResponse

from app.domain import publishing
from app.domain.associations import LoadedAssociation, replace_all
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from app.domain.models import Account, AssociationKind, Credential, Learner, OrganisationState
from tests.factories.house import SKILLS, House
from tests.functional.recruiters.test_search import show

PAGE = "/search/job-description"
AD = "We bake.\n\nYou write SQL every day, and more SQL.\nHaskell is a plus.\nNo need for cobol.\nZymurgy secret project."


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana shows SQL and python, Ben SQL and Haskell; nobody shows prolog or cobol."""
    keys = house.load_skills("python", "SQL", "Haskell", "prolog", "cobol")
    show(house, "Ana", "SQL", "python")
    show(house, "Ben", "SQL", "Haskell")
    return keys


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def paste(rita: FlaskClient, text: str, beside: str = "") -> TestResponse:
    """What stands behind the redirect that answers the text."""
    answer = rita.post(PAGE + beside, data={"text": text})
    assert answer.status_code == 303
    return rita.get(answer.location)


def proposals(page: str) -> dict[str, str]:
    """Key -> the list that it is proposed for."""
    return dict(re.findall(r'name="take\.(\w+)" value="(\w*)" checked', page))


def sent(page: str, **changed: str) -> list[tuple[str, str]]:
    """What the form of the proposals sends as it stands, or with other choices."""
    hidden = re.findall(r'<input type="hidden" name="((?!csrf)[\w.]+)" value="([^"]*)"', page)
    taken = {f"take.{key}": to for key, to in proposals(page).items()} | changed
    return [(name, unescape(value)) for name, value in (*hidden, *taken.items())]


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def test_each_competency_is_proposed_with_what_the_text_says_of_it(rita, keys):
    page = paste(rita, AD).text
    assert proposals(page) == {keys["SQL"]: "must", keys["Haskell"]: "nice", keys["cobol"]: ""}
    assert "The text names it: “<strong>SQL</strong>”, 2 times. Named again and again, it is a must-have at first. 2 people show" in page
    assert "The text calls it welcome (“a plus”): “<strong>Haskell</strong>”. So it is a nice-to-have at first. 1 person shows it." in page
    assert "The text says that it is not needed (“No need”): “<strong>cobol</strong>”. So it is left out at first. 0 people" in page


def test_the_address_of_the_answer_holds_the_chips_and_shows_them_again(rita, keys):
    answer = rita.post(PAGE, data={"text": AD})
    said = [f"{keys['SQL']}.named.0.2", f"{keys['Haskell']}.wish.0.1", f"{keys['cobol']}.not.0.1"]
    why = [f"{keys['Haskell']}.words.a plus", f"{keys['cobol']}.words.No need"]
    assert pairs(answer.location) == [*(("said", each) for each in said), *(("why", each) for each in why)]
    assert proposals(rita.get(answer.location).text) == proposals(rita.get(answer.location).text)
    assert "The text itself was not kept" in rita.get(answer.location).text


def test_straight_through_finds_somebody(rita, keys):
    page = paste(rita, "Requirements\n- SQL\n- python\n- Haskell\n- prolog").text
    assert proposals(page) == {keys["SQL"]: "must", keys["python"]: "must", keys["Haskell"]: "nice", keys["prolog"]: ""}
    answer = rita.get(PAGE, query_string=sent(page))
    assert answer.status_code == 303
    assert pairs(answer.location) == [("must", keys["SQL"]), ("must", keys["python"]), ("nice", keys["Haskell"])]
    assert "1 person" in rita.get(answer.location).text


def test_a_search_that_finds_nobody_offers_the_largest_part_that_does(rita, keys):
    page = paste(rita, "python, SQL, Haskell").text
    asked = {f"take.{keys[name]}": "must" for name in ("python", "SQL", "Haskell")}
    answer = rita.get(PAGE, query_string=sent(page, **asked))
    assert answer.status_code == 200
    assert "Nobody meets all of this at once." in answer.text
    assert "The most that anybody meets is 2 must-haves of your 3: SQL and python." in answer.text
    assert set(proposals(answer.text).values()) == {"must"}, "what was chosen stays, to be changed"
    offered = unescape(re.search(r'class="button" href="([^"]*)">See 1 person<', answer.text)[1])
    assert pairs(offered) == [("must", keys["SQL"]), ("must", keys["python"]), ("nice", keys["Haskell"])]


def test_what_is_left_out_altogether_is_no_search(rita, keys):
    page = paste(rita, "SQL").text
    assert "Choose at least one" in rita.get(PAGE, query_string=sent(page, **{f"take.{keys['SQL']}": ""})).text


def test_what_is_not_recognised_is_offered_as_words(house, rita, keys):
    """One more person shows SQL, and has used Airflow for it."""
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    raw = house.signed("SQL", id="urn:example:eve", name="Airflow at work", credentialSubject=subject)
    house.publish(house.hold(house.learner("eve@example.org"), raw))
    page = paste(rita, "Tools:\n- SQL\n- Airflow\n- Power BI").text
    assert "Not recognised" in page
    assert re.findall(r'name="say" value="([^"]*)"( checked)?', page) == [("Airflow", ""), ("Power BI", "")]
    assert re.search(r'Airflow <span class="quiet small">1 person<', page)
    answer = rita.get(PAGE, query_string=[*sent(page), ("say", "Airflow")])
    assert pairs(answer.location) == [("must", keys["SQL"]), ("words", "Airflow")]
    nobody = rita.get(PAGE, query_string=[*sent(page), ("say", "Airflow"), ("say", "Power BI")])
    assert "without the words you ticked: SQL." in nobody.text


NURSE = """Ward 4

Your tasks:
- wound care, infusions, vital signs
- infection control and dementia care
Requirements:
- SQL
We offer:
- parking, coffee
"""


def test_of_a_trade_that_no_framework_covers_the_page_says_how_much_is_known(rita, keys):
    page = paste(rita, NURSE).text
    assert "<strong>1 of about 6 things that it asks for is known here. The rest is listed below and is not part of the search." in page
    listed = ["wound care", "infusions", "vital signs", "infection control", "dementia care"]
    assert re.findall(r'name="say" value="([^"]*)"', page) == listed
    assert "Most of what the text asks for is no part of this search: 5 of about 6 things." in page
    ticked = [*sent(page), *(("say", name) for name in listed[:3]), ("count", "1")]
    assert "Most of what the text asks for" not in rita.get(PAGE, query_string=ticked).text
    assert "Most of what the text asks for" not in paste(rita, "Requirements\n- SQL, python, wound care").text
    assert "All 2 things that it asks for are known here." in paste(rita, "Requirements\n- SQL, python\n- No cobol needed").text
    assert "The one thing that it asks for is not known here." in paste(rita, "Requirements\n- wound care").text
    assert "None of about 2 things that it asks for are known here." in paste(rita, "Requirements\n- wound care, infusions").text


def test_what_is_more_than_a_page_bears_is_counted(rita):
    page = paste(rita, "Requirements\n- " + ", ".join(f"care of the kind a{n}" for n in range(50))).text
    assert page.count('name="say"') == 40
    assert "10 more are not listed" in page
    assert "None of about 50 things" in page


def test_each_preset_says_why(rita, keys):
    page = paste(rita, "What you bring\n- SQL\n- Haskell\n\nNice to have\n- python\n- No prolog or cobol needed").text
    assert proposals(page) == {keys["SQL"]: "must", keys["Haskell"]: "must", keys["python"]: "nice", keys["prolog"]: "", keys["cobol"]: ""}
    assert "The text asks for it (under “What you bring”): “<strong>SQL</strong>”. So it is a must-have at first." in page
    assert "The text calls it welcome (under “Nice to have”): “<strong>python</strong>”. So it is a nice-to-have at first." in page
    assert page.count("The text says that it is not needed (“no”)") == 2
    counted = rita.get(PAGE, query_string=[*sent(page, **{f"take.{keys['SQL']}": "nice"}), ("count", "1")]).text
    assert "at first" not in counted, "now somebody chose"
    assert "The text asks for it (under “What you bring”): “<strong>SQL</strong>”." in counted
    many = paste(rita, "Requirements\n- python\n- SQL\n- Haskell\n- prolog").text
    assert "“<strong>Haskell</strong>”. At first at most 3 are must-haves, and only those that somebody shows together" in many
    assert "“<strong>prolog</strong>”. Nobody shows it, so it is left out at first." in many


def test_who_shows_exactly_it_is_told_from_whom_a_search_finds(house, rita, keys):
    with house.services.database.writing() as session:
        replace_all(session, key_of(SKILLS), [LoadedAssociation(f"{SKILLS}SQL", AssociationKind.BROADER, f"{SKILLS}prolog")])
    show(house, "Cleo", "prolog")
    page = paste(rita, "You need SQL and python.").text
    assert "2 people show exactly this; a search for it finds 3, with related ones and its name alone." in page
    assert "<li>Without python: 3 people</li>" in page
    assert "finds 3" not in paste(rita, "You need SQL and python.", "?hops=off").text


def test_more_words_than_a_search_takes_are_said_by_the_search(rita, keys):
    address = f"{PAGE}?words={'+'.join(f'word{n}' for n in range(99))}&said=none&other=Power+BI&say=Power+BI"
    answer = rita.get(address)
    assert answer.status_code == 303
    assert "at most 100 words" in rita.get(answer.location).text


def test_words_that_the_text_did_not_name_are_not_taken_from_the_address(rita, keys):
    page = rita.get(f"{PAGE}?said={keys['SQL']}.need.0.1&take.{keys['SQL']}=must&say=bread")
    assert pairs(page.location) == [("must", keys["SQL"])]


def test_another_language_than_that_of_the_names_is_said(house, rita, keys):
    house.load_skills("SQL", "python", *(f"use of the tool number {n} with people" for n in range(5)))
    german = paste(rita, "Sie arbeiten mit Daten und schreiben SQL für unsere Teams in der Stadt.").text
    assert "This text seems to be in German. Most competencies have their names in English here" in german
    assert "seems to be in" not in paste(rita, "You work with data and write SQL for the teams of our city.").text


def test_what_is_in_the_search_already_stays_and_is_not_proposed_again(rita, keys):
    page = paste(rita, AD, f"?must={keys['SQL']}:3&f.year=2025").text
    assert keys["SQL"] not in proposals(page)
    assert "1 of them is in your search already" in page
    assert "It is added to the search that you have." in page
    assert [pair for pair in sent(page) if pair[0] in ("must", "f.year")] == [("must", f"{keys['SQL']}:3"), ("f.year", "2025")]


def test_what_cannot_be_read_is_said(rita):
    for typed, said in (
        ("", "found nothing"),
        (" \n\x00 ", "found nothing"),
        ("bread " * 4000, "may have 20,000 characters, and this one has 23,999"),
    ):
        answer = rita.post(PAGE, data={"text": typed})
        assert answer.status_code == 422
        assert said in unescape(answer.text)


def test_whatever_is_pasted_is_answered_with_a_sentence(rita):
    assert "No competency that is known here is named" in paste(rita, "nothing of the kind").text
    page = paste(rita, "<script>alert(1)</script> SQL' OR 1=1 --").text
    assert "The one thing that it asks for is known here." in page
    assert "<script>alert" not in page


def test_an_address_made_up_by_hand_is_answered(rita):
    for address in (
        "said=&said=%00&said=xxxxxxxxxxxx.need.0.1&said=aaaaaaaaaaaa.else.0.1",
        "said=none&other=%3Cscript%3Ealert&other=%00&say=a",
        "said=none&language=xx",
        "said=none&more=-1&more=%D9%A3&more=9999&why=x&why=aaaaaaaaaaaa.words.%3Cscript%3Ealert",
        f"said={'a' * 12}.need.0.1&why={'a' * 12}.heading.{'x' * 50}&why={'a' * 12}.else.a",
        "said=none&take.nonsense=must",
        "said=none&take.aaaaaaaaaaaa=must&say=x",
        "take.aaaaaaaaaaaa=must",
        "must=nonsense&said=none&take.aaaaaaaaaaaa=nice",
    ):
        answer = rita.get(f"{PAGE}?{address}")
        assert answer.status_code in (200, 303), address
        assert "<script>alert" not in answer.text


def test_only_words_of_the_text_stand_in_quotation_marks(rita, keys):
    page = paste(rita, "You write Pythons and cobols.").text
    assert "The text names it: “<strong>Pythons</strong>”, read as python. Nothing is asked for more, so it is a must-have" in page
    assert "The text names it: “<strong>cobols</strong>”, read as cobol." in page


def test_a_word_for_a_level_is_said_to_be_left_out(rita, keys):
    answer = rita.post(PAGE, data={"text": "SQL fluent; we want advanced Haskell, python"})
    assert pairs(answer.location)[:2] == [("said", f"{keys['SQL']}.named.0.1.fluent."), ("said", f"{keys['Haskell']}.named.0.1.advanced.")]
    page = rita.get(answer.location).text
    assert page.count("was not turned into a level") == 2
    assert "“fluent” was not turned into a level: choose one on its chip in the search." in page


def test_what_nobody_shows_is_offered_as_words_where_somebody_has_them(house, rita, keys):
    show(house, "Eve", "SQL")
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    raw = house.signed("SQL", id="urn:example:eve", name="prolog at work", credentialSubject=subject)
    house.publish(house.hold(house.learner("eve2@example.org"), raw))
    page = paste(rita, "SQL, prolog, cobol").text
    assert re.findall(r'name="say" value="([^"]*)"', page) == ["prolog"]
    answer = rita.get(PAGE, query_string=[*sent(page), ("say", "prolog")])
    assert pairs(answer.location) == [("must", keys["SQL"]), ("words", "prolog")]


def test_a_name_that_holds_the_words_of_an_unknown_one_is_offered(house, rita, keys):
    names = ("implement data quality processes", "review data quality", "manage quality", "test product quality")
    near = house.load_skills("SQL", "python", "carry out wound quality care", *names)
    show(house, "Dana", "implement data quality processes")
    page = paste(rita, "SQL, python. You ensure data quality with Airflow.").text
    assert "Called similarly" in page
    offered = re.findall(r'name="take\.(\w+)" value="nice"> <span>([^<]+) <span class="quiet small">for “data quality”', page)
    assert offered == [(near["implement data quality processes"], "implement data quality processes")]


def test_neither_small_words_nor_endings_keep_a_name_from_being_offered(house, rita, keys):
    house.load_skills("SQL", "python", "report analysis results", "use spreadsheets software", "result of the week")
    show(house, "Dana", "report analysis results", "use spreadsheets software", "result of the week")
    page = paste(rita, "You have:\n- SQL, python\n- Report the results\n- Spreadsheet skills\n").text
    offered = re.findall(r'value="nice"> <span>([^<]+) <span class="quiet small">for “([^”]+)”', page)
    assert offered == [("report analysis results", "Report the results"), ("use spreadsheets software", "Spreadsheet")]


def test_the_search_still_says_how_much_of_the_text_is_no_part_of_it(rita, keys):
    page = paste(rita, NURSE).text
    answer = rita.get(PAGE, query_string=sent(page))
    assert pairs(answer.location) == [("must", keys["SQL"]), ("left", "5.6")]
    said = "Most of what the job description asks for is no part of this search: 5 of about 6 things."
    assert said in rita.get(answer.location).text
    assert said not in rita.get(f"/search?must={keys['SQL']}").text
    for wrong in ("6.5", "1.6", "x", "5", "5.6.7", "٥.٦", "-5.6", "9999.9999"):
        page = rita.get("/search", query_string={"must": keys["SQL"], "left": wrong})
        assert page.status_code == 200
        assert "no part of this search" not in page.text
    of_four = "Requirements\n- SQL\n- Airflow, Kafka, Luigi\n\nNo need for python."
    with_python = rita.get(PAGE, query_string=[("must", keys["python"]), *sent(paste(rita, of_four).text)])
    assert ("left", "3.4") in pairs(with_python.location), "what is not needed is none of the things"
    half = rita.get(PAGE, query_string=sent(paste(rita, "Requirements\n- SQL, wound care").text))
    assert pairs(half.location) == [("must", keys["SQL"])]


def test_nothing_is_offered_for_another_name_that_is_not_shown(house, rita):
    """Whoever reads "computational fluid dynamics" beside "Airflow" does not see why."""
    with house.services.database.writing() as session:
        named = LoadedCompetency(f"{SKILLS}fluid", "computational fluid dynamics", alt_labels=("Airflow modelling",))
        load(session, LoadedFramework(SKILLS, "Skills", [LoadedCompetency(f"{SKILLS}SQL", "SQL"), named]), now=house.clock())
    show(house, "Dana", "fluid")
    page = paste(rita, "SQL and Airflow").text
    assert 'name="say" value="Airflow"' in page
    assert "computational fluid dynamics" not in page


def test_the_total_and_what_each_must_have_costs_stand_beside_the_choice(rita, keys):
    page = paste(rita, "You need SQL.\nYou need python.").text
    assert "With these choices: <strong>1 person</strong>." in page
    assert "<li>Without python: 2 people</li>" in page
    assert "Without SQL" not in page, "that would find nobody else"
    again = rita.get(PAGE, query_string=[*sent(page, **{f"take.{keys['python']}": "nice"}), ("count", "1")])
    assert "With these choices: <strong>2 people</strong>." in again.text
    assert proposals(again.text) == {keys["SQL"]: "must", keys["python"]: "nice"}


def test_the_text_is_shown_once_with_what_was_read_of_it(rita, keys):
    answer = rita.post(PAGE, data={"text": f"{AD}\nWe use Airflow.\n<b>", "marked": "1"})
    assert answer.status_code == 200
    assert "You write <mark>SQL</mark> every day" in answer.text
    assert 'We use <mark class="unknown">Airflow</mark>.' in answer.text
    assert "Zymurgy secret project" in answer.text
    assert "&lt;b&gt;" in answer.text
    address = unescape(re.search(r'data-address="([^"]*)"', answer.text)[1])
    assert proposals(rita.get(address).text) == proposals(answer.text)
    assert sent(rita.get(address).text) == sent(answer.text)
    assert "Zymurgy" not in rita.get(address).text
    assert "Zymurgy" not in str(answer.headers)


def test_many_names_are_all_offered_and_only_a_few_are_must_haves(house, rita):
    names = [f"trade{n:02}" for n in range(20)]
    house.load_skills(*names)
    show(house, "Cleo", *names)
    page = paste(rita, f"{', '.join(names)}. We need {', '.join(names[:15:-1])}.").text
    assert list(proposals(page).values()) == ["nice"] * 16 + ["must"] * 3 + ["nice"]


def test_counts_and_combinations_are_of_what_this_recruiter_may_see(house, rita, keys):
    others = house.recruiter("Others")
    show(house, "Zebulon", "prolog", "SQL", organisations=(others.organisation_id,))
    text = "You write prolog.\nTools: SQL, Zebulon"
    page = paste(rita, text).text
    assert proposals(page)[keys["prolog"]] == ""
    assert "0 people show it" in page
    assert re.search(r'Zebulon <span class="quiet small">nobody<', page)
    asked = {f"take.{keys[name]}": "must" for name in ("prolog", "SQL")}
    assert "1 must-have of your 2: SQL." in rita.get(PAGE, query_string=sent(page, **asked)).text
    theirs = paste(house.client(others), text).text
    assert proposals(theirs) == {keys["prolog"]: "must", keys["SQL"]: "nice"}


def test_what_is_withdrawn_counts_no_more_on_the_next_request(house, rita, keys):
    page = paste(rita, "python, SQL")
    asked = sent(page.text, **{f"take.{keys['python']}": "must", f"take.{keys['SQL']}": "must"})
    assert rita.get(PAGE, query_string=asked).status_code == 303
    with house.services.database.writing() as session:
        ana = session.query(Credential).join(Learner).join(Account).filter(Account.name == "Ana").one()
        publishing.withdraw(session, ana, now=house.clock())
    after = rita.get(PAGE, query_string=asked)
    assert "Nobody meets all of this at once." in after.text
    assert "See 1 person<" in after.text
    assert "0 people show it" in after.text


def test_the_text_is_kept_nowhere(house, rita, caplog):
    answer = rita.post(PAGE, data={"text": AD})
    assert "Zymurgy" not in str(answer.headers)
    assert "Zymurgy" not in rita.get(answer.location).text
    assert "bake" not in rita.get(answer.location).text
    assert "Zymurgy" not in caplog.text
    with house.services.database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        assert tables
        assert not any("Zymurgy" in str(connection.execute(sql(f'select * from "{name}"')).all()) for name in tables)


def test_an_organisation_that_waits_gets_no_counts(house, keys):
    waiting = house.client(house.recruiter("Newco", state=OrganisationState.WAITING))
    assert "waits for an admin" in waiting.post(PAGE, data={"text": AD}).text
    assert "waits for an admin" in waiting.get(f"{PAGE}?said={keys['SQL']}.need.0.1").text
