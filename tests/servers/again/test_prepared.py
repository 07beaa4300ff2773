"""tests/functional/recruiters/test_prepared.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_prepared import *  # noqa: F403  # the same tests and fixtures, with another `house`
