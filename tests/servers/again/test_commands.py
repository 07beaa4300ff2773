"""tests/functional/commands/test_commands.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.commands.test_commands import *  # noqa: F403  # the same tests and fixtures, with another `house`
