"""The indexer on a real database and the embedded engine, with the outside web and the clock in the test's hands."""

from tests.functional.conftest import house

__all__ = ["house"]
