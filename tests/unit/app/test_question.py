"""The query model: what it takes, and what it says of everything else. A body is understood whole or not at all."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.question import MEMBERS, Question, read_question
from app.api.reading import LONGEST_BODY, MOST_FAULTS, FaultsError
from app.search.documents import kind_of_evidence
from app.search.interface import MAX_REQUIREMENTS, Requirement
from indexer.verification.claims import Evidence
from tests.support.environment import CHECKOUT

KEY = "n2tyjukvtq47"


def read(**body: Any) -> Question:
    return read_question(json.dumps(body).encode())


def faults(**body: Any) -> dict[str, tuple[str, str]]:
    """Pointer -> what was expected and found there."""
    with pytest.raises(FaultsError) as refused:
        read(**body)
    return {fault.pointer: (fault.expected, fault.found) for fault in refused.value.faults}


def test_every_condition_of_a_requirement_is_read():
    whole = {"competency": KEY, "min_level": 3, "min_backing": 5, "issued_since": "2024-02-29", "evidence": "image"}
    question = read(must=[whole], nice=[{"competency": KEY}], must_not=[{"competency": "x", "evidence": "any"}])
    assert question.must == (Requirement((KEY,), 3, 5, date(2024, 2, 29), "image"),)
    assert question.nice == (Requirement((KEY,)),)
    assert question.must_not == (Requirement(("x",), evidence="any"),)


def test_everything_beside_the_requirements_is_read():
    question = read(
        words=' "public  transport" timetable ',
        selections={"issuer": ["a", "b", "a"], "year": ["2026"]},
        hops=False,
        sort="newest",
        size=100,
        page=3,
        facets=["issuer", "scale"],
    )
    assert question.words == '"public transport" timetable'
    assert question.selections == {"issuer": ("a", "b"), "year": ("2026",)}
    assert (question.sort, question.size, question.page, question.hops) == ("newest", 100, 3, False)
    assert question.facets == ("issuer", "scale")


def test_the_example_of_the_documentation_is_understood():
    text = (CHECKOUT / "docs/api.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^    \{$.*?^    \}$", text, re.MULTILINE | re.DOTALL)
    question = read_question(example.encode())
    assert question.must[0].competencies == (KEY,)
    assert question.words == '"public transport"'


def test_an_empty_object_asks_for_everybody():
    assert read() == Question()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"  ",
        b"[]",
        b"null",
        b"true",
        b'"must"',
        b"{",
        b'{"must": []} x',
        b"\xff\xfe{}",
        b'{"words": NaN}',
        b'{"words": "a", "words": "b"}',
        b'{"must": [], "\\u006dust": []}',
        b'{"words": "\\ud800"}',
        b'{"size": ' + b"9" * 5000 + b"}",
        b'{"size": 1e999}',
        b"[" * 60_000,
        b'{"must":' * 9_000,
        b'{"words": "' + b"a" * LONGEST_BODY + b'"}',
        b"<search/>",
        b"must=" + KEY.encode(),
    ],
)
def test_what_is_no_json_object_is_said(raw):
    with pytest.raises(FaultsError, match="xpected a JSON object"):
        read_question(raw)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"most": []}, "/most"),
        ({"labels": ["recruiters"]}, "/labels"),
        ({"must": [{"competency": KEY, "level": 3}]}, "/must/0/level"),
        ({"must": [{"min_level": 3}]}, "/must/0"),
        ({"must": [{}]}, "/must/0"),
        ({"must": [KEY]}, "/must/0"),
        ({"must": {"competency": KEY}}, "/must"),
        ({"must": None}, "/must"),
        ({"must": [{"competency": None}]}, "/must/0/competency"),
        ({"must": [{"competency": [KEY]}]}, "/must/0/competency"),
        ({"must": [{"competency": ""}]}, "/must/0/competency"),
        ({"must": [{"competency": "k" * 201}]}, "/must/0/competency"),
        ({"nice": [{"competency": KEY}, {"competency": "\0"}]}, "/nice/1/competency"),
        ({"must": [{"competency": KEY, "min_level": 0}]}, "/must/0/min_level"),
        ({"must": [{"competency": KEY, "min_level": 21}]}, "/must/0/min_level"),
        ({"must": [{"competency": KEY, "min_level": "3"}]}, "/must/0/min_level"),
        ({"must": [{"competency": KEY, "min_level": 3.0}]}, "/must/0/min_level"),
        ({"must": [{"competency": KEY, "min_level": True}]}, "/must/0/min_level"),
        ({"must": [{"competency": KEY, "min_level": None}]}, "/must/0/min_level"),
        ({"must_not": [{"competency": KEY, "min_backing": 7}]}, "/must_not/0/min_backing"),
        ({"must": [{"competency": KEY, "min_backing": -1}]}, "/must/0/min_backing"),
        ({"must": [{"competency": KEY, "issued_since": "2026-02-30"}]}, "/must/0/issued_since"),
        ({"must": [{"competency": KEY, "issued_since": "20260201"}]}, "/must/0/issued_since"),
        ({"must": [{"competency": KEY, "issued_since": "0000-01-01"}]}, "/must/0/issued_since"),
        ({"must": [{"competency": KEY, "issued_since": 2026}]}, "/must/0/issued_since"),
        ({"must": [{"competency": KEY, "evidence": "none"}]}, "/must/0/evidence"),
        ({"must": [{"competency": KEY, "evidence": ["any"]}]}, "/must/0/evidence"),
        ({"words": 5}, "/words"),
        ({"words": ["bread"]}, "/words"),
        ({"words": ""}, "/words"),
        ({"words": "bread\0"}, "/words"),
        ({"words": "AND (*:*"}, None),
        ({"words": "!!! ***"}, "/words"),
        ({"words": " ".join(f"w{n}" for n in range(101))}, "/words"),
        ({"words": "x" * 10_000}, "/words"),
        ({"selections": []}, "/selections"),
        ({"selections": {"labels": ["recruiters"]}}, "/selections/labels"),
        ({"selections": {"issuer": []}}, "/selections/issuer"),
        ({"selections": {"issuer": "x"}}, "/selections/issuer"),
        ({"selections": {"issuer": [7]}}, "/selections/issuer/0"),
        ({"selections": {"issuer": ["x" * 201]}}, "/selections/issuer/0"),
        ({"selections": {"issuer": [f"{n}" for n in range(201)]}}, "/selections/issuer"),
        ({"selections": {f: [f"{n}" for n in range(101)] for f in ("issuer", "year")}}, "/selections"),
        ({"sort": "rank"}, "/sort"),
        ({"sort": {}}, "/sort"),
        ({"size": 0}, "/size"),
        ({"size": 101}, "/size"),
        ({"size": "20"}, "/size"),
        ({"page": 0}, "/page"),
        ({"page": 51, "size": 100}, "/page"),
        ({"page": 10**15}, "/page"),
        ({"page": 2, "after": "x"}, "/page"),
        ({"after": 7}, "/after"),
        ({"after": "x" * 201}, "/after"),
        ({"hops": "no"}, "/hops"),
        ({"hops": 1}, "/hops"),
        ({"facets": ["labels"]}, "/facets/0"),
        ({"facets": "issuer"}, "/facets"),
        ({"facets": [["issuer"]]}, "/facets/0"),
        ({"must": [{"competency": KEY}] * 200}, "/must"),
        ({"must": [{"competency": KEY}] * 30, "nice": [{"competency": KEY}] * 30}, ""),
        ({"must": [{"competency": KEY, "min_level": 3}], "must_not": [{"competency": KEY}]}, "/must_not/0"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(body, pointer):
    if pointer is None:
        assert read(**body), "signs are no syntax"
    else:
        assert list(faults(**body)) == [pointer]


def test_everything_that_is_wrong_is_said_at_once():
    found = faults(must=[{"competency": KEY, "min_level": 99}], sort="up", extra=1)
    assert set(found) == {"/must/0/min_level", "/sort", "/extra"}
    assert found["/must/0/min_level"] == ("a whole number from 1 to 20", "99")
    assert found["/sort"] == ("one of best, newest", '"up"')


def test_very_many_faults_are_cut_short():
    with pytest.raises(FaultsError) as refused:
        read(**{f"x{n}": n for n in range(500)})
    assert len(refused.value.faults) == MOST_FAULTS


def test_what_was_found_is_quoted_short_and_without_controls():
    expected, found = faults(sort="\x1b[31m" + "x" * 5000)["/sort"]
    assert len(found) < 50
    assert found.isprintable()
    assert expected


@pytest.mark.parametrize(
    ("wanted", "refused", "clash"),
    [
        ({}, {}, True),
        ({}, {"min_level": 2}, False),
        ({"min_level": 3}, {"min_level": 2}, True),
        ({"min_backing": 5}, {"min_backing": 6}, False),
        ({"issued_since": "2025-01-01"}, {"issued_since": "2024-01-01"}, True),
        ({"issued_since": "2023-01-01"}, {"issued_since": "2024-01-01"}, False),
        ({"evidence": "image"}, {"evidence": "any"}, True),
        ({"evidence": "any"}, {"evidence": "image"}, False),
        ({}, {"evidence": "any"}, False),
    ],
)
def test_a_must_not_that_a_must_includes_is_a_contradiction(wanted, refused, clash):
    body = {"must": [{"competency": KEY, **wanted}], "must_not": [{"competency": KEY, **refused}]}
    if clash:
        assert list(faults(**body)) == ["/must_not/0"]
    else:
        assert read(**body)


def test_as_many_requirements_as_a_search_takes_are_read():
    third = MAX_REQUIREMENTS // 3
    body = {name: [{"competency": f"{name}{n}"} for n in range(third)] for name in ("must", "nice", "must_not")}
    assert len(read(**body).requirements) == 3 * third


def test_every_kind_of_evidence_can_be_asked_for():
    addresses = ("https://a.example/x.png", "https://a.example/x.pdf", "https://a.example/x.txt", "https://a.example/x")
    for address in addresses:
        kind = kind_of_evidence(Evidence("/evidence/0", id=address))
        assert read(must=[{"competency": KEY, "evidence": kind}])


def test_a_mark_is_of_the_search_and_not_of_the_page():
    question = read(must=[{"competency": KEY}], words="bread")
    assert read(must=[{"competency": KEY}], words="bread", size=5, page=2, facets=[]).mark == question.mark
    others = ({"must": [{"competency": KEY}]}, {"nice": [{"competency": KEY}], "words": "bread"}, {}, {"sort": "newest"}, {"hops": False})
    assert len({question.mark, *(read(**other).mark for other in others)}) == 6


def understood(raw: bytes) -> Question | FaultsError:
    try:
        return read_question(raw)
    except FaultsError as refused:
        return refused


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS) | st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=4))
def test_any_json_is_understood_or_refused(body):
    found = understood(json.dumps(body).encode())
    if isinstance(found, Question):
        assert found.requirements or not any(body.get(name) for name in ("must", "nice", "must_not"))
    else:
        assert all(fault.expected and fault.found for fault in found.faults)


@given(st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(raw):
    assert understood(raw)
