"""tests/functional/recruiters/test_conditions.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_conditions import *  # noqa: F403  # the same tests and fixtures, with another `house`
