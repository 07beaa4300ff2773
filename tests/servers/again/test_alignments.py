"""tests/functional/recruiters/test_alignments.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_alignments import *  # noqa: F403  # the same tests and fixtures, with another `house`
