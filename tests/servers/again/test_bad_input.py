"""tests/functional/learners/test_bad_input.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.learners.test_bad_input import *  # noqa: F403  # the same tests and fixtures, with another `house`
