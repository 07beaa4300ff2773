"""A search reaches what frameworks call the same, what is one hop away, and what only words say: in this order, each with its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.domain.associations import LoadedAssociation, replace_all
from app.domain.frameworks import key_of
from app.domain.models import AssociationKind, Competency
from app.recruiters.widening import phrases_of, years_before
from tests.factories.house import SKILLS, House
from tests.functional.recruiters.awards import WITHOUT_RESULT, award, people, plain, read, searched

QUERY_LANGUAGE = "structured query language"


@pytest.fixture
def keys(house: House) -> Mapping[str, str]:
    """Ana shows sql, Ben the same under another key, Cleo something broader, Dora only words; Eve nothing of it."""
    keys = house.load_skills("sql", QUERY_LANGUAGE, "database", "bread")
    with house.services.database.writing() as session:
        said = [
            LoadedAssociation(SKILLS + QUERY_LANGUAGE, AssociationKind.EXACT, SKILLS + "sql"),
            LoadedAssociation(SKILLS + "sql", AssociationKind.BROADER, SKILLS + "database"),
        ]
        replace_all(session, key_of(SKILLS), said)
    award(house, "Ana", "sql")
    award(house, "Ben", QUERY_LANGUAGE)
    award(house, "Cleo", "database")
    award(house, "Dora", name="Writes SQL by heart")
    award(house, "Eve", "bread", name="Bakes, and reads a little SQL")
    return keys


@pytest.fixture
def rita(house: House, keys: Mapping[str, str]) -> FlaskClient:
    del keys
    return house.client(house.recruiter())


def test_the_same_comes_first_then_one_hop_then_words(rita, keys):
    found = people(rita, must=keys["sql"])
    assert sorted(found[:2]) == ["Ana", "Ben"], "what is exactly the same counts as the competency itself"
    assert found[2:] == ["Cleo", "Dora"], "Eve's credential names another competency, so its words do not count"


def test_every_hop_is_named_with_what_the_credential_says(rita, keys):
    page = read(rita, must=keys["sql"])
    assert f"{QUERY_LANGUAGE} Good level 3 of 3" in page, "a level is said of what the credential names"
    assert f"same as {QUERY_LANGUAGE} (Skills) is the same as sql , says Skills ." in page
    assert "broader database (Skills) is broader than sql , says Skills ." in page
    assert "1 of 1 need, 1 by a related competency" in page
    assert "by its words This credential names no competency of a framework" in page
    assert "(as database, broader) : 15 match" in page
    assert re.search(r"\(by its words only\) : \d recent", page), "no points for the match itself"


def test_the_hops_are_switched_off_in_the_address_and_equivalents_stay(rita, keys):
    assert sorted(people(rita, must=keys["sql"], hops="off")) == ["Ana", "Ben"]
    page = rita.get("/search", query_string={"must": keys["sql"]}).text
    assert f'href="/search?must={keys["sql"]}&amp;hops=off#count"' in page
    page = rita.get("/search", query_string={"must": keys["sql"], "hops": "off"}).text
    assert f'href="/search?must={keys["sql"]}#count"' in page
    assert '<input type="hidden" name="hops" value="off">' in page, "a change of the form keeps the switch"


def test_the_page_says_how_many_show_exactly_what_is_asked(rita, keys):
    far = "2 people show exactly what you ask for, 2 more a related competency, or its name alone: in a rubric, or in a credential"
    assert far in read(rita, must=keys["sql"])
    assert "exactly what you ask for" not in read(rita, must=keys["sql"], hops="off")


def test_who_shows_no_level_is_the_same_number_however_far_a_search_goes(house, rita, keys):
    award(house, "Fay", "sql", subject=WITHOUT_RESULT)
    award(house, "Gus", "sql", "database", subject=WITHOUT_RESULT)
    for far in ({}, {"hops": "off"}):
        page = rita.get("/search", query_string={"must": f"{keys['sql']}:2", **far}).text
        assert "2 people show sql itself and no level of it" in plain(page)
        assert sorted(people(rita, **searched(page, "Show only these"))) == ["Fay", "Gus"]


def test_nobody_found_leads_to_the_name_as_words(rita, keys):
    """Eve's credential names another competency, so nothing but words finds what its text says."""
    page = rita.get("/search", query_string={"must": f"{keys['sql']}:5"}).text
    assert people(rita, **searched(page, "sql as words, in any credential")) != []


def test_a_must_not_leaves_nobody_out_for_what_is_only_related(rita, keys):
    assert sorted(people(rita, sort="newest", **{"not": keys["sql"]})) == ["Cleo", "Dora", "Eve"]


def test_what_is_shown_to_others_is_reached_by_no_hop_and_by_no_words(house, rita, keys):
    before = read(rita, must=keys["sql"])
    other = house.recruiter("Bricks").organisation_id
    for who, skills, name in (("Fay", ("database",), None), ("Gus", (), "Zymurgy with SQL")):
        award(house, who, *skills, to=(other,), **({"name": name} if name else {}))
    after = read(rita, must=keys["sql"])
    assert after == before
    assert "Zymurgy" not in after


def test_related_competencies_meet_a_least_level_and_words_never_do(rita, keys):
    assert sorted(people(rita, must=f"{keys['sql']}:2")) == ["Ana", "Ben", "Cleo"]
    assert people(rita, must=f"{keys['sql']}:4") == []


def test_a_misspelt_switch_never_finds_more_than_was_wanted(rita, keys):
    assert sorted(people(rita, must=keys["sql"], hops="no")) == ["Ana", "Ben"]
    assert "“hops” is “on” or “off”" in read(rita, must=keys["sql"], hops="no")


@pytest.mark.parametrize(
    ("label", "others", "phrases"),
    [
        ("SQL", ["query language", "Query"], ("SQL", "query language")),
        ("Python (computer programming)", ["Python"], ("Python",)),
        ("R", ["R language"], ("R language",)),
        ("Go", [], ()),
        ("C++", [], ("C++",)),
        ("public speaking", ["present", "give a talk"], ("public speaking", "give a talk")),
        ("!!!", ["  "], ()),
    ],
)
def test_only_names_that_are_no_everyday_words_stand_for_a_competency(label, others, phrases):
    assert phrases_of(Competency(label=label, alt_labels=others)) == phrases


def test_years_are_counted_to_the_day_also_from_a_leap_day():
    assert years_before(date(2026, 5, 3), 2) == date(2024, 5, 3)
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert years_before(date(2028, 2, 29), 4) == date(2024, 2, 29)
