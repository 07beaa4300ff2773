"""tests/functional/verify/test_authorities.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.verify.test_authorities import *  # noqa: F403  # the same tests and fixtures, with another `house`
