"""tests/functional/recruiters/test_job_description.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.recruiters.test_job_description import *  # noqa: F403  # the same tests and fixtures, with another `house`
