"""tests/functional/api/test_leaks.py once more, on PostgreSQL and Elasticsearch, where a search goes over the network."""

import pytest

from tests.functional.api.test_leaks import *  # noqa: F403  # the same tests and fixtures, with another `house`


@pytest.fixture
def step() -> int:
    return 7
