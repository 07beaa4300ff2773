"""Judges every case of a manifest of test vectors: ``python -m tests.conformance MANIFEST.json [--json OUT]``."""
