"""`evident index`: the condition of the search index, comparing it with the database, building it again."""

from __future__ import annotations

import sys
import time

import click

from app.commands.speaking import Refused, plainly, table
from app.domain import condition, rebuilds
from app.domain.models import Rebuild
from app.signing_in import services
from indexer import drift, rebuild

LOOK_EVERY = 0.5
"""Seconds between two looks at a rebuild that another process does."""


@click.group()
@plainly
def index() -> None:
    """The search index: status, check, rebuild."""
    services().engine.setup()  # on a new machine there is none yet; harmless otherwise


@index.command("status")
@plainly
def status() -> None:
    """Say what waits, what failed, and what the engine says of itself."""
    with services().database.reading() as session:
        state = condition.read(session, now=services().clock())
    rows: list[tuple[object, ...]] = [
        ("changes waiting", state.waiting),
        ("of them failing", state.failing),
        ("the oldest waits since", state.oldest or "-"),
        ("background work", "runs" if state.worker_works else "silent"),
        ("last rebuild", (state.rebuild.finished_at or "under way") if state.rebuild else "-"),
    ]
    rows += list(services().engine.status().items())
    click.echo(table(rows))


@index.command("check")
@click.option("--repair", is_flag=True, help="Leave a note for everybody who differs; the worker does the rest.")
@plainly
def check(repair: bool) -> None:
    """Compare index and database. Exit status 1 when they differ."""
    found = drift.compare(services())
    click.echo(f"{len(found.missing)} missing, {len(found.ghosts)} ghosts, {len(found.stale)} stale; {found.agree} agree")
    if repair and found.total:
        click.echo(f"{drift.repair(services(), found)} notes left for the worker")
    sys.exit(1 if found.total else 0)


@index.command("rebuild")
@plainly
def rebuild_command() -> None:
    """Build the whole index again beside the one in use, then swap. Searches and writes go on meanwhile.

    When a rebuild is under way already, in whatever process, this follows it to its end.
    """
    with services().database.writing() as session:
        rebuild_id = rebuilds.request(session, now=services().clock())
    with click.progressbar(length=1, label="Building the index again", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        _run_or_follow(rebuild_id, show)
    with services().database.reading() as session:
        done = session.get_one(Rebuild, rebuild_id)
        if done.error:
            raise Refused(f"The index was not built: {done.error}")
        click.echo(f"{done.done} people are in the new index.")


def _run_or_follow(rebuild_id: str, show: rebuild.Progress) -> None:
    """Build, or watch another process that was faster; when that one dies, its work is taken up here."""
    while not rebuild.run_requested(services(), show):
        with services().database.reading() as session:
            other = session.get_one(Rebuild, rebuild_id)
        show(other.done, other.total)
        if other.finished_at is not None:
            return
        time.sleep(LOOK_EVERY)
