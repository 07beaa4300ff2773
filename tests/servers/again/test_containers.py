"""tests/functional/vectors/test_containers.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.vectors.test_containers import *  # noqa: F403  # the same tests and fixtures, with another `house`
