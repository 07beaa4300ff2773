"""tests/functional/evidence/test_inspector.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.evidence.test_inspector import *  # noqa: F403  # the same tests and fixtures, with another `house`
