"""tests/functional/recruiters/test_statements.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_statements import *  # noqa: F403  # the same tests and fixtures, with another `house`
