"""tests/functional/recruiters/test_looser.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_looser import *  # noqa: F403  # the same tests and fixtures, with another `house`
