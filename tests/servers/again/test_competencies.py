"""tests/functional/api/test_competencies.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.api.test_competencies import *  # noqa: F403  # the same tests and fixtures, with another `house`
