"""`evident worker`: background work without Celery, for one machine."""

from __future__ import annotations

import signal
import threading

import click

from app.commands.speaking import plainly
from app.signing_in import services
from indexer import worker


@click.command("worker")
@plainly
def worker_command() -> None:
    """Index, check again, compare and rebuild in the background, until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    click.echo("The worker runs. Ctrl-C ends it.", err=True)
    worker.run(services(), stop)
