"""tests/functional/api/test_api.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_api import *  # noqa: F403  # the same tests and fixtures, with another `house`
