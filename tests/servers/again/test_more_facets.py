"""tests/functional/recruiters/test_more_facets.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_more_facets import *  # noqa: F403  # the same tests and fixtures, with another `house`
