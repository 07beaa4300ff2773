"""Walks the URL map: every address says who may come in, strangers are turned away, and every form needs its token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.domain.models import Role
from app.extensions import csrf
from app.portal import create_app
from app.services import open_services
from config.settings import Settings

# What anybody may call without a form of ours: it changes nothing that is stored, and programs call it.
WITHOUT_TOKEN = {"api.verify_credential"}
# What a program may send to with an API token: both ask, and change nothing.
POSTED_WITH_A_TOKEN = {"api.search_posted", "api.verify_credential"}
KNOWN_VISITORS = {"anyone", *map(str, Role)}


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    services = open_services(settings)
    services.engine.setup()
    yield create_app(services=services)
    services.database.close()


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def admitted(app: Flask, rule: Rule) -> frozenset[str]:
    return getattr(app.view_functions[rule.endpoint], "admitted", frozenset())


def address(rule: Rule) -> str:
    """The address with something in every place that wants a value."""
    values = {name: 1 if "int:" + name in rule.rule else "nobody" for name in rule.arguments}
    built = rule.build(values)
    assert built is not None, rule.rule
    return built[1]


def ask(client: FlaskClient, rule: Rule, method: str) -> int:
    return client.open(address(rule), method=method).status_code


def test_every_route_says_who_may_come_in(app):
    unguarded = [rule.endpoint for rule in rules(app) if not admitted(app, rule)]
    assert unguarded == []


def test_every_route_admits_only_visitors_that_exist(app):
    assert {visitor for rule in rules(app) for visitor in admitted(app, rule)} <= KNOWN_VISITORS


def test_a_route_that_says_nothing_lets_nobody_in(app):
    app.add_url_rule("/forgotten", view_func=lambda: "secrets", endpoint="forgotten")
    answer = app.test_client().get("/forgotten")
    assert (answer.status_code, "secrets" in answer.text) == (302, False)


def test_strangers_are_asked_to_sign_in_on_every_closed_route(app):
    client = app.test_client()
    closed = [rule for rule in rules(app) if "anyone" not in admitted(app, rule)]
    assert len(closed) > 20
    app.config["WTF_CSRF_ENABLED"] = False
    answers = {rule.endpoint: {ask(client, rule, m) for m in rule.methods - {"HEAD", "OPTIONS"}} for rule in closed}
    assert {endpoint: got for endpoint, got in answers.items() if not got <= {302, 401}} == {}


def test_every_address_that_changes_something_needs_the_token_of_its_form(app):
    client = app.test_client()
    changing = [(rule, m) for rule in rules(app) for m in rule.methods - {"GET", "HEAD", "OPTIONS"}]
    assert len(changing) > 10
    answers = {rule.endpoint: ask(client, rule, method) for rule, method in changing}
    assert {endpoint for endpoint, status in answers.items() if status != 400} == WITHOUT_TOKEN


def test_nothing_but_the_listed_is_exempt_from_tokens():
    assert {view.rpartition(".")[2] for view in csrf._exempt_views} == {name.partition(".")[2] for name in WITHOUT_TOKEN}
    assert csrf._exempt_blueprints == set()


def test_with_an_api_token_one_searches_and_reads_and_nothing_else(app):
    """A token means something on the API's blueprint only (`app.bearer`), so what changes something must not stand there."""
    own = [rule for rule in rules(app) if rule.endpoint.startswith("api.")]
    assert {rule.endpoint for rule in own if rule.methods - {"GET", "HEAD", "OPTIONS"}} == POSTED_WITH_A_TOKEN
    assert {visitor for rule in own for visitor in admitted(app, rule)} == {"anyone", "recruiter"}
