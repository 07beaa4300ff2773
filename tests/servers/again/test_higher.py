"""tests/functional/recruiters/test_higher.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_higher import *  # noqa: F403  # the same tests and fixtures, with another `house`
