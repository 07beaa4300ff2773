"""tests/functional/api/test_reading.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_reading import *  # noqa: F403  # the same tests and fixtures, with another `house`
