"""tests/functional/commands/test_organisation_tokens.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.commands.test_organisation_tokens import *  # noqa: F403  # the same tests and fixtures, with another `house`
