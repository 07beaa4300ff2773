"""tests/functional/commands/test_index_rebuild.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.commands.test_index_rebuild import *  # noqa: F403  # the same tests and fixtures, with another `house`
