"""tests/functional/recruiters/test_besides.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_besides import *  # noqa: F403  # the same tests and fixtures, with another `house`
