"""tests/functional/verify/test_command.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.verify.test_command import *  # noqa: F403  # the same tests and fixtures, with another `house`
