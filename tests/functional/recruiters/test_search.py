"""The search page: the form folds into an address, the address is the search, and whatever is wrong with it is said."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from app.domain import publishing
from app.domain.models import Account, Credential, Issuer, Learner, Organisation, OrganisationState, Standing
from tests.factories.house import House
from tests.functional.recruiters.awards import plain, read


def show(house: House, name: str, *skills: str, organisations: tuple[str, ...] = ()) -> None:
    """A learner of this name who shows one credential about these skills, issued to nobody in particular."""
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    raw = house.signed(*skills, id=f"urn:example:{name}", credentialSubject=subject)
    house.publish(house.hold(house.learner(f"{name.lower()}@example.org", name=name), raw), *organisations)


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana shows python and sql, Ben shows sql; nobody shows haskell."""
    keys = house.load_skills("python", "python for teachers", "sql", "haskell")
    show(house, "Ana", "python", "sql")
    show(house, "Ben", "sql")
    return keys


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_the_first_page_offers_what_is_there(rita, keys):
    page = rita.get("/search").text
    assert "2 people show credentials to your organisation" in page
    assert f"must={keys['sql']}" in page


def test_adding_a_competency_by_its_name_leads_to_its_address(rita, keys):
    answer = rita.get("/search", query_string={"add": " SQL ", "to": "nice", "words": "bread"})
    assert answer.status_code == 303
    assert pairs(answer.location) == [("nice", keys["sql"]), ("words", "bread")]


def test_a_name_that_could_mean_several_is_asked_back_and_nothing_is_lost(rita, keys):
    answer = rita.get("/search", query_string={"must": keys["sql"], "add": "pyth", "to": "must"})
    assert ("find", "pyth") in pairs(answer.location)
    page = rita.get(answer.location).text
    assert "Which one do you mean by “pyth”?" in page
    for name in ("python", "python for teachers"):
        assert f"must={keys['sql']}&amp;must={keys[name]}" in page


def test_what_it_may_mean_is_offered_with_who_shows_it_and_those_that_somebody_shows_first(house):
    house.load_skills("haskell", "haskell for everybody", "haskell for a few")
    show(house, "Dan", "haskell for everybody")
    page = plain(house.client(house.recruiter()).get("/search", query_string={"find": "hask", "to": "must"}).text)
    offered = [page.index(f"{each} Skills · ") for each in ("haskell for everybody", "haskell", "haskell for a few")]
    assert offered == sorted(offered), "the shortest name is not first, for nobody shows it"
    assert "haskell for everybody Skills · 1 person shows it" in page
    assert "haskell Skills · nobody shows it" in page


def test_the_page_and_the_type_ahead_offer_the_same(rita):
    typed = rita.get("/api/v1/competencies", query_string={"q": "pyth"}).get_json()["competencies"]
    page = rita.get("/search", query_string={"find": "pyth", "to": "must"}).text
    offered = re.findall(r'<li><a href="/search\?must=([^"#]*)#count"', page.partition('id="which"')[2].partition("</ul>")[0])
    assert offered == [each["key"] for each in typed]


def test_the_first_page_says_what_its_numbers_count(rita):
    assert "people who show exactly this. A search also finds those who show a related one" in rita.get("/search").text


def test_a_name_that_nothing_is_called_like_is_said(rita):
    page = rita.get("/search", query_string={"add": "zzzz", "to": "must"}, follow_redirects=True).text
    assert "No competency is called like “zzzz”" in page


def test_the_selects_of_a_chip_become_part_of_the_address(rita, keys):
    form = {"must": keys["sql"], "must.level": "3", "must.backing": "5", "add": ""}
    assert pairs(rita.get("/search", query_string=form).location) == [("must", f"{keys['sql']}:3:b5")]


def test_a_chip_is_taken_off_by_its_button(rita, keys):
    chips = {"must": [keys["sql"], keys["python"]], "must.level": ["", ""], "must.backing": ["", ""]}
    form = chips | {"drop": "must.0", "add": "", "f.year": "2025"}
    assert pairs(rita.get("/search", query_string=form).location) == [("must", keys["python"]), ("f.year", "2025")]


def test_a_chip_moves_to_another_list_and_keeps_its_conditions(rita, keys):
    chips = {"must": [keys["sql"], keys["python"]], "must.level": ["3", ""], "must.as": ["nice", "must"], "nice.as": [], "add": ""}
    assert pairs(rita.get("/search", query_string=chips).location) == [("must", keys["python"]), ("nice", f"{keys['sql']}:3")]
    odd = {"must": keys["sql"], "must.as": "everywhere", "add": ""}
    assert pairs(rita.get("/search", query_string=odd).location) == [("must", keys["sql"])]


def test_what_the_type_ahead_picked_is_added_once(rita, keys):
    form = {"must": keys["sql"], "must.level": "2", "must.backing": "", "add": "sql", "pick": keys["sql"], "to": "must"}
    assert pairs(rita.get("/search", query_string=form).location) == [("must", f"{keys['sql']}:2")]


def test_each_hit_says_why(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"], "nice": keys["python"]}).text
    assert page.index("Ana") < page.index("Ben"), "who also meets the nice-to-have comes first"
    assert "Why this match" in page
    assert "not shown by any credential that you can see" in page


def test_after_a_change_the_address_leads_to_what_was_changed(rita, keys):
    two = {"must": [keys["python"], keys["sql"]], "add": ""}
    leads_to = {
        "count": {},
        "must-0-level": {"at": "must-0-level"},
        "must-0-chip": {"drop": "must.1"},
        "which": {"add": "pyth", "to": "nice"},
    }
    for fragment, change in leads_to.items():
        assert urlsplit(rita.get("/search", query_string=two | change).location).fragment == fragment
        assert f'id="{fragment}"' in rita.get("/search", query_string={"must": two["must"], "find": "pyth"}).text, "and it is there"
    for odd in ({"at": "must-0"}, {"at": "x\"y-1-z"}, {"drop": "must.-1"}, {"drop": "nice.0"}, {"drop": "all"}):
        assert urlsplit(rita.get("/search", query_string=two | odd).location).fragment == "count", odd


def test_an_unknown_competency_finds_nobody_and_offers_the_rest(rita, keys):
    page = rita.get("/search", query_string={"must": [keys["sql"], "unknownkeyab"]}).text
    assert "names a competency that is not known here (unknownkeyab)" in page
    assert "could not be understood" in page
    assert "Nobody is shown" in page
    assert "Ana" not in page
    assert f'href="/search?must={keys["sql"]}#count"' in page, "the search without it is one click away"


def test_the_same_as_must_and_must_not_is_called_a_contradiction(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"], "not": keys["sql"]}).text
    assert "both a must-have and a must-not" in page
    assert "could not be understood" not in page, "it was"
    assert "Search without the must-not" in page
    assert "Ana" not in page


def test_two_hundred_chips_are_too_many_and_said_so(rita):
    letters = "abcdefghijklmnopqrst"
    many = [f"{a}{b}aaaaaaaaaa" for a in letters for b in letters[:10]]
    answer = rita.get("/search", query_string={"must": many})
    assert answer.status_code == 200
    assert "at most 50 competencies, and this one has 200" in answer.text


def test_a_page_past_the_end_shows_the_last_and_says_so(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"], "page": "77"}).text
    assert "Page 77 was asked for" in page
    assert "Ana" in page


def test_our_own_words_are_explained_where_they_stand(rita):
    page = read(rita, sort="newest")
    assert "signed well, and in no registry" in page or "a registry lists them" in page
    assert "By the type of the achievement, from macro (large) to nano (small)." in page


def test_an_issuer_that_is_gone_from_the_filters_is_said_and_can_be_taken_off(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"], "f.issuer": "0" * 32}).text
    assert "is not here (any more)" in page
    assert "Ana" not in page
    assert "Without the filter “Issuer: No longer here”" in page


def test_a_filter_that_does_not_exist_is_named(rita):
    page = rita.get("/search?f.shoe=42").text
    assert "There is no filter “shoe”" in page
    assert "Nobody is shown" in page


def test_nobody_found_says_which_change_finds_whom(rita, keys):
    page = rita.get("/search", query_string={"must": [keys["haskell"], keys["sql"]]}).text
    assert "Without haskell</a>: 2 people" in page
    page = rita.get("/search", query_string={"must": f"{keys['sql']}:4"}).text
    assert "sql at any level</a>: 2 people" in page


def test_the_word_that_finds_nobody_is_named(rita):
    page = rita.get("/search", query_string={"words": 'sql xylophone "python"'}).text
    assert "<strong>“xylophone”</strong>: this finds nobody by itself" in page
    (without,) = re.findall(r'<a href="([^"]+)">Without the word “xylophone”</a>: 1 person', page)
    assert dict(pairs(without.replace("&amp;", "&").partition("#")[0])) == {"words": 'sql "python"'}


def test_two_words_that_find_nobody_are_left_out_together(rita):
    page = rita.get("/search", query_string={"words": "sql xylophone zither"}).text
    assert "<strong>“xylophone”</strong>, <strong>“zither”</strong>: each of these finds nobody" in page
    assert "Without the words “xylophone” and “zither”</a>: 2 people" in page


def test_words_that_stand_nowhere_together_are_named_together(rita):
    page = rita.get("/search", query_string={"words": "bread python haskell sql cobol"}).text
    assert "<strong>the words “bread python haskell sql cobol”</strong>" in page, "too many to try one by one"
    assert "Without the words" not in page, "everybody is no answer to a search"


def test_searching_within_a_facet_keeps_the_search(rita, keys):
    page = rita.get("/search", query_string={"must": keys["sql"], "in.issuer": "nowhere"})
    assert page.status_code == 200
    assert "2 people" in page.text


GARBAGE = [
    "must=%00",
    "words=%00%00",
    "f.issuer=%00",
    "f.competency=%f0%9f%92%a9",
    "find=%00&to=x",
    "drop=must.99&add=",
    "add=%00",
    "pick=%00",
    "in.issuer=%00",
    "page=1e9",
    "sort[]=1",
    "words=%22",
    "f.=1",
    "f._anchor=x",
    "to=must",
    "must.level=1&must.level=2&must=x",
    "in.=x&f.year=%ff%fe",
]


@pytest.mark.parametrize("query", [*GARBAGE, "must=" + "a" * 20_000])
def test_garbage_never_ends_in_an_error(rita, query):
    assert rita.get(f"/search?{query}", follow_redirects=True).status_code == 200


def test_an_organisation_that_is_not_admitted_sees_nobody_and_reads_why(house, keys):
    del keys
    waiting = house.client(house.recruiter("Waiting Ltd", state=OrganisationState.WAITING))
    page = waiting.get("/search").text
    assert "Waiting Ltd" in page
    assert "Ana" not in page
    assert "Mail the link again" in page, "what is open is said where people wait"
    with house.services.database.writing() as session:
        session.query(Account).filter_by(role="recruiter").one().email_confirmed_at = house.clock()
    assert "Nothing else is needed from you" in waiting.get("/search").text
    with house.services.database.reading() as session:
        learner_id = session.query(Learner).first().id
    assert waiting.get(f"/people/{learner_id}").status_code == 404


def test_a_suspended_organisation_sees_nobody_from_the_next_request_on(house, rita):
    with house.services.database.writing() as session:
        session.query(Organisation).one().state = OrganisationState.SUSPENDED
    assert "is suspended" in rita.get("/search?sort=newest").text


def test_a_withdrawal_is_gone_from_page_totals_and_facets_before_the_index_knows(house, rita, keys):
    del keys
    with house.services.database.writing() as session:
        credential = session.query(Credential).join(Learner).filter(Learner.shown_name == "Ana").one()
        publishing.withdraw(session, credential, now=house.clock())
    page = rita.get("/search?sort=newest").text
    assert "1 person" in page
    assert "Ana" not in page
    assert "python" not in page


def test_credentials_of_a_suspended_issuer_are_gone_before_the_index_knows(house, rita):
    with house.services.database.writing() as session:
        session.query(Issuer).one().standing = Standing.SUSPENDED
    assert "0 people" in rita.get("/search?sort=newest").text


def test_what_one_organisation_is_shown_another_never_sees(house, rita):
    with house.services.database.reading() as session:
        acme = session.query(Organisation).one().id
    show(house, "Cleo", "python", organisations=(acme,))
    bolt = house.client(house.recruiter("Bolt"))
    assert "Cleo" in rita.get("/search?sort=newest").text
    assert "Cleo" not in bolt.get("/search?sort=newest").text
    with house.services.database.reading() as session:
        cleo = session.query(Learner).filter_by(shown_name="Cleo").one().id
    assert rita.get(f"/people/{cleo}").status_code == 200
    hidden, absent = bolt.get(f"/people/{cleo}"), bolt.get(f"/people/{'0' * 32}")
    assert (hidden.status_code, hidden.data) == (404, absent.data)


@pytest.mark.parametrize("person", ["0" * 32, "x", "%00", "' or 1=1 --", "a" * 5000])
def test_a_person_who_is_not_there_is_a_404(rita, person):
    assert rita.get(f"/people/{person}").status_code == 404
    assert rita.get(f"/people/{person}/credentials/{person}").status_code == 404


@pytest.mark.parametrize(("skill", "is_said"), [("haskell", True), ("sourdough", False), ("loaf", False), ("starter", False)])
def test_it_is_said_when_only_the_issuers_link_names_the_competency(house, skill, is_said):
    keys = house.load_skills(skill)
    show(house, "Ana", skill)
    page = plain(house.client(house.recruiter()).get(f"/search?must={keys[skill]}").text)
    assert "Ana" in page
    assert (f"The issuer links this credential to {skill}; the text that you see of it does not use that name." in page) is is_said
