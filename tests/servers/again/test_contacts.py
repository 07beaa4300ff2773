"""tests/functional/recruiters/test_contacts.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_contacts import *  # noqa: F403  # the same tests and fixtures, with another `house`
