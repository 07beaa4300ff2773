"""tests/functional/recruiters/test_way_back.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_way_back import *  # noqa: F403  # the same tests and fixtures, with another `house`
