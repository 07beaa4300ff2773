"""tests/functional/recruiters/test_criteria.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_criteria import *  # noqa: F403  # the same tests and fixtures, with another `house`
