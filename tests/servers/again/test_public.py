"""tests/functional/public/test_public.py once more, on PostgreSQL and Elasticsearch."""

from tests.functional.public.test_public import *  # noqa: F403  # the same tests and fixtures, with another `house`
