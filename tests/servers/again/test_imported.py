"""tests/functional/vectors/test_imported.py once more, on PostgreSQL and Elasticsearch together."""

import pytest

from tests.factories.house import House
from tests.functional.vectors.test_imported import *  # noqa: F403  # the same tests, with another `portal`


@pytest.fixture
def portal(house: House) -> House:
    return house
