"""Addresses of searches are those that the framework itself would make."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st

from app.recruiters.addresses import address_for, address_of, search_url, selecting
from app.recruiters.grammar import SearchForm


@pytest.fixture(scope="module")
def app():
    made = Flask("addresses")
    made.add_url_rule("/search", "recruiters.search", lambda: "")
    made.add_url_rule("/people/<learner_id>/credentials/<credential_id>", "inspect", lambda: "")
    return made


@given(st.dictionaries(st.text(min_size=1, max_size=8).filter(lambda name: not name.startswith("_")), st.text(max_size=12), max_size=4))
def test_an_address_is_written_as_the_framework_writes_it(app, pairs):
    with app.test_request_context():
        assert address_of("recruiters.search", pairs.items()) == url_for("recruiters.search", **pairs)


def test_several_values_of_a_name_stand_in_their_order(app):
    with app.test_request_context():
        pairs = [("must", "a b"), ("must", "c&d"), ("f.kind", "x")]
        assert address_of("recruiters.search", pairs, saved="7") == "/search?must=a+b&must=c%26d&f.kind=x&saved=7"


def test_an_address_stands_under_the_root_of_its_request(app):
    with app.test_request_context():
        assert search_url(SearchForm()) == "/search"
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/talent"}):
        assert search_url(SearchForm()) == "/talent/search"


@pytest.mark.parametrize("learner_id", ["0" * 32, "learner-7", "-credential_id-", "a/b", "é", "x y"])
def test_an_address_by_ids_is_the_one_that_the_framework_makes(app, learner_id):
    for root in ("", "/talent"):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
            ids = {"learner_id": learner_id, "credential_id": "f" * 32}
            assert address_for("inspect", **ids) == url_for("inspect", **ids)


_SIGNS = st.text("a=&%\0/ é#+f.", max_size=8)


@given(
    words=_SIGNS,
    chosen=st.dictionaries(st.sampled_from(["kind", "place", "year"]), st.lists(_SIGNS, min_size=1, max_size=2, unique=True).map(tuple)),
    value=st.text("b=&%/ é#+", min_size=1, max_size=8).map("b".__add__),
    page=st.integers(1, 3),
)
def test_what_selects_a_value_is_the_address_of_that_search(app, words, chosen, value, page):
    form, url = SearchForm(words=words, selections=chosen, page=page), partial(search_url, chosen=["7"])
    with app.test_request_context():
        assert selecting(url, form, "place")(value) == url(form.toggled("place", value), at="facet-place")
