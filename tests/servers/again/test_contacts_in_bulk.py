"""tests/functional/recruiters/test_contacts_in_bulk.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_contacts_in_bulk import *  # noqa: F403  # the same tests and fixtures, with another `house`
