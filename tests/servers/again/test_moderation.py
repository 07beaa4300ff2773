"""tests/functional/admin/test_moderation.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.admin.test_moderation import *  # noqa: F403  # the same tests and fixtures, with another `house`
