"""The portal for journeys: everything real but the clock and the outside web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.portal import create_app
from app.services import open_services
from config.settings import Settings
from tests.factories.house import Clock, House
from tests.fakes.web import FakeWeb


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    """A portal with an empty database and the embedded engine."""
    clock, web = Clock(), FakeWeb()
    services = replace(open_services(settings, clock=clock), fetcher=lambda: web)
    services.engine.setup()
    app = create_app(services=services)
    # Tokens are tested where they are the subject (tests/functional/accounts); elsewhere forms are posted without one.
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    yield House(app, services, web, clock)
    services.database.close()


@pytest.fixture
def client(house: House) -> FlaskClient:
    """Somebody who is not signed in."""
    return house.client()
