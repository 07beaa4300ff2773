"""tests/functional/recruiters/test_hops.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_hops import *  # noqa: F403  # the same tests and fixtures, with another `house`
