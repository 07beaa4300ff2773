"""tests/functional/recruiters/test_saved_searches.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_saved_searches import *  # noqa: F403  # the same tests and fixtures, with another `house`
