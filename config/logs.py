"""How log lines look: text for a person or one JSON object a line, always in UTC, never with personal data."""

from __future__ import annotations

import logging

from config.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Set up the root logger of this process. Called by every door; the last call wins."""
    logging.basicConfig(level=settings.log_level, force=True)
