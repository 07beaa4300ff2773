"""tests/functional/recruiters/test_instead.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_instead import *  # noqa: F403  # the same tests and fixtures, with another `house`
