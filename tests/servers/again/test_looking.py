"""tests/functional/evidence/test_looking.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.evidence.test_looking import *  # noqa: F403  # the same tests and fixtures, with another `house`
