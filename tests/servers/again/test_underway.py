"""tests/functional/recruiters/test_underway.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_underway import *  # noqa: F403  # the same tests and fixtures, with another `house`
