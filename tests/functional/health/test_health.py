"""What machines ask: alive, ready, how is it going."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.domain.database import Database
from app.portal import create_app
from app.search.engine import open_engine
from tests.factories.house import House


def test_a_process_that_answers_is_alive(client):
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_portal_with_tables_and_index_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "database": "ready", "search": "ready"}


def test_tables_of_another_version_are_not_ready(house, client):
    with house.services.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "evident db upgrade" in answer.json["database"]


def test_an_engine_that_does_not_answer_is_not_ready(house):
    nobody_there = replace(house.services, engine=open_engine("http://127.0.0.1:9/people"))
    answer = create_app(services=nobody_there).test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["database"] == "ready"
    assert "does not answer" in answer.json["search"]
    assert "127.0.0.1" not in answer.text, "where our servers are is nobody's business"


def test_the_figures_tell_what_waits_and_name_nobody(house, client):
    ana = house.learner("ada@example.org", name="Ana Petrova")
    credential_id = house.hold(ana, house.signed())
    house.client(ana).post(f"/my/credentials/{credential_id}/publish", data={"audience-whole": "recruiters"})
    page = client.get("/metrics").text
    assert "evident_outbox_rows 1.0" in page
    assert 'evident_credentials{verdict="verified"} 1.0' in page
    assert "Ana" not in page
    assert credential_id not in page


def test_figures_are_for_this_machine_or_for_the_token(house: House):
    stranger = {"REMOTE_ADDR": "203.0.113.7"}
    assert house.client().get("/metrics", environ_base=stranger).status_code == 403
    settings = replace(house.services.settings, metrics_token="t" * 20)
    client = create_app(services=replace(house.services, settings=settings)).test_client()
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", environ_base=stranger, headers={"Authorization": "Bearer " + "t" * 20}).status_code == 200


def test_a_proxy_on_this_machine_does_not_make_everybody_local(house: House):
    assert house.client().get("/metrics").status_code == 200
    assert house.client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403


def test_figures_come_also_when_the_database_does_not(house: House):
    pytest.importorskip("psycopg")
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    page = create_app(services=replace(house.services, database=nowhere)).test_client().get("/metrics")
    assert page.status_code == 200
    assert "evident_database_up 0.0" in page.text
    nowhere.close()


def test_requests_are_counted_by_endpoint_and_never_by_address(house: House):
    house.client().get("/verify?secret-word=1")
    page = house.client().get("/metrics").text
    assert re.search(r'evident_requests_total{endpoint="verify.verify_page",method="GET",status="200"} [1-9]', page)
    assert "secret-word" not in page
