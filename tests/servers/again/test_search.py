"""tests/functional/recruiters/test_search.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_search import *  # noqa: F403  # the same tests and fixtures, with another `house`
