"""tests/functional/recruiters/test_told.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_told import *  # noqa: F403  # the same tests and fixtures, with another `house`
