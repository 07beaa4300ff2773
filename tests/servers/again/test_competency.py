"""tests/functional/recruiters/test_competency.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_competency import *  # noqa: F403  # the same tests and fixtures, with another `house`
