"""How log lines look: text for a person or one JSON object a line, always in UTC, never with personal data.

Messages name things by id. What an error says of itself may repeat what somebody typed (an address, a name, a search), so a
traceback is written without those sentences, as places and types, unless the level is DEBUG, which no installation with real people
should use.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from config.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request (or the chore) that is being worked on; stands in every line that is written meanwhile."""

# Libraries that write a line for every request they make or serve. Ours say the same once, with ids.
QUIET = ("werkzeug", "gunicorn.access", "alembic", "urllib3", "elasticsearch", "celery.app.trace", "PIL")
CHATTY_TASKS = ("celery.worker.strategy", "celery.beat")


def configure_logging(settings: Settings) -> None:
    """Send every line of this process to standard error in the chosen form. Each door calls this at start; the last call wins."""
    handler = logging.StreamHandler(sys.stderr)
    form = JsonLines if settings.log_format == "json" else TextLines
    handler.setFormatter(form(explain=settings.log_level == "DEBUG"))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in (*QUIET, *CHATTY_TASKS):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every failed try, with a traceback; we say it once, as a `SearchError`.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)


class _Lines(logging.Formatter):
    """What both forms share. `explain`: write also what errors say of themselves."""

    def __init__(self, *, explain: bool) -> None:
        super().__init__()
        self.explain = explain

    def error_of(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return ""
        return "".join(traceback.format_exception(error)).rstrip() if self.explain else "\n".join(_places(error))

    def facts(self, record: logging.LogRecord) -> dict[str, object]:
        """The parts of a line, in the order in which they are written; empty ones are left out."""
        parts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            **getattr(record, "ids", {}),
            "error": self.error_of(record),
        }
        return {name: value for name, value in parts.items() if value not in ("", None)}


class JsonLines(_Lines):
    """One JSON object a line, for a log collector."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record), ensure_ascii=False, default=str)


class TextLines(_Lines):
    """`2026-05-03 14:05:01 INFO indexer.relay: indexed learners=3`, and a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        facts = self.facts(record)
        moment = str(facts.pop("time"))[:19].replace("T", " ")
        level, logger, message = facts.pop("level"), facts.pop("logger"), facts.pop("message", "")
        error = facts.pop("error", "")
        rest = "".join(f" {name}={value}" for name, value in facts.items())
        # A line break inside a message would let whoever caused it write lines of their own.
        line = f"{moment} {level} {logger}: {message}{rest}".replace("\r", "\\r").replace("\n", "\\n")
        return f"{line}\n{error}" if error else line


def _places(error: BaseException) -> list[str]:
    """Type and places of an error and of those behind it, the first cause last, without a word of what they say."""
    lines = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines
