"""tests/functional/health/test_health.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.health.test_health import *  # noqa: F403  # the same tests and fixtures, with another `house`
