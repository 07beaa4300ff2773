"""tests/functional/api/test_posted_search.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_posted_search import *  # noqa: F403  # the same tests and fixtures, with another `house`
