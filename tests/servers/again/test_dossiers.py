"""tests/functional/recruiters/test_dossiers.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_dossiers import *  # noqa: F403  # the same tests and fixtures, with another `house`
