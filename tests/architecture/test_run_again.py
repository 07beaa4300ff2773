"""Every journey that runs on the embedded defaults runs again on PostgreSQL and Elasticsearch: `tests/servers/again` is complete."""

from __future__ import annotations

import pytest

from tests.support.checkout import CHECKOUT

JOURNEYS = sorted((CHECKOUT / "tests/functional").glob("*/test_*.py"))
AGAIN = CHECKOUT / "tests/servers/again"


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_journey_runs_again(journey):
    module = f"tests.functional.{journey.parent.name}.{journey.stem}"
    wanted = f"from {module} import *"
    assert any(wanted in path.read_text() for path in AGAIN.glob("test_*.py")), (
        f"add a file to tests/servers/again with: {wanted}"
    )
