"""tests/functional/api/test_hidden.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_hidden import *  # noqa: F403  # the same tests and fixtures, with another `house`
