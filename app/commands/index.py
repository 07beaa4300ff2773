"""`evident index`: the condition of the search index, comparing it with the database, building it again."""

from __future__ import annotations

import sys

import click

from app.commands.speaking import Refused, plainly, table
from app.domain import condition, rebuilds
from app.signing_in import services
from indexer import drift, rebuild


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
    """Build the whole index again beside the one in use, then swap. Searches and writes go on meanwhile."""
    with services().database.writing() as session:
        rebuild_id = rebuilds.request(session, now=services().clock())
    with click.progressbar(length=1, label="Building the index again", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        ran = rebuild.run_requested(services(), show)
    if not ran:
        raise Refused("Another process is rebuilding just now. `evident index status` shows how far it is.")
    with services().database.reading() as session:
        done = rebuilds.latest(session)
        assert done is not None, f"rebuild {rebuild_id} was asked for above"
        if done.error:
            raise Refused(f"The index was not built: {done.error}")
        click.echo(f"{done.done} people are in the new index.")
