"""A profile for the fuzzers of this folder: about a minute of examples that nobody has seen, for continuous integration."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("minute", max_examples=700, deadline=None, database=None, print_blob=True)
