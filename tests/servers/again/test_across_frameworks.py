"""tests/functional/recruiters/test_across_frameworks.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_across_frameworks import *  # noqa: F403  # the same tests and fixtures, with another `house`
