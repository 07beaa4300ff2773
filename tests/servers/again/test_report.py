"""tests/functional/verify/test_report.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.verify.test_report import *  # noqa: F403  # the same tests and fixtures, with another `house`
