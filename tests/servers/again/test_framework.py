"""tests/functional/commands/test_framework.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.commands.test_framework import *  # noqa: F403  # the same tests and fixtures, with another `house`
