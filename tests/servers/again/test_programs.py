"""tests/functional/accounts/test_programs.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.accounts.test_programs import *  # noqa: F403  # the same tests and fixtures, with another `house`
