"""tests/functional/accounts/test_accounts.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.accounts.test_accounts import *  # noqa: F403  # the same tests and fixtures, with another `house`
