"""tests/functional/learners/test_journey.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.learners.test_journey import *  # noqa: F403  # the same tests and fixtures, with another `house`
