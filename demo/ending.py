"""End the demo when somebody asks for it, at a moment when nothing is half done."""

from __future__ import annotations

import signal

_came: list[int] = []


class Ended(Exception):
    """Ctrl-C or SIGTERM. No error: somebody asked the demo to end."""


def end_on_signals() -> None:
    """Remember SIGINT and SIGTERM for `end_if_asked`.

    The handler itself raises nothing: it can run inside a weakref's callback or a ``__del__``, and Python swallows what is raised there.
    Nor does it take a lock, as an Event's `set` would: a second signal in the middle of the first would wait for itself.
    """
    _came.clear()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: _came.append(number))


def end_if_asked() -> None:
    """Raise `Ended` when a signal came. Called wherever the demo waits or counts, never while it is ending, so that ending has an order."""
    if _came:
        raise Ended
