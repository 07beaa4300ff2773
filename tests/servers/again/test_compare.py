"""tests/functional/recruiters/test_compare.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_compare import *  # noqa: F403  # the same tests and fixtures, with another `house`
