"""tests/functional/api/test_bearer.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_bearer import *  # noqa: F403  # the same tests and fixtures, with another `house`
