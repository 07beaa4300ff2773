"""tests/functional/verify/test_verify.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.verify.test_verify import *  # noqa: F403  # the same tests and fixtures, with another `house`
