"""What machines ask: alive, ready, how is it going."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

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
    assert answer.json["search"] != "ready"


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
