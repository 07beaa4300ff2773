"""`evident framework`: load competency frameworks and crosswalks from files or from the web, list them, take them out of use."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from sqlalchemy import func, select

from app.commands.speaking import Refused, plainly, table
from app.domain import frameworks, rebuilds
from app.domain.framework_files import READERS, read_fetched, read_framework
from app.domain.framework_files.interface import Reading
from app.domain.models import Association, Competency, Framework
from app.signing_in import services
from indexer.verification.interface import FetchError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

LARGEST_FETCHED = 128 * 1024 * 1024
FORMS = "\n\n".join(f"- {reader.form}" for reader in READERS)
LOAD_HELP = (
    "Load frameworks and crosswalks, each from a file, a folder, a zip archive or a web address. Loading one again updates it: what is "
    f"gone from it is retired, and its addresses go on working.\n\nUnderstood are:\n\n{FORMS}"
)


@click.group()
def framework() -> None:
    """Competency frameworks and crosswalks: load, list, retire."""


@framework.command("load", help=LOAD_HELP)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--dry-run", is_flag=True, help="Read, and say what would be loaded and what is left out; store nothing.")
@click.option("--shrink", is_flag=True, help="Load a framework also when more than half of its competencies would retire.")
@plainly
def load(sources: tuple[str, ...], dry_run: bool, shrink: bool) -> None:
    for source in sources:
        reading = _read(source)
        if dry_run:
            click.echo(f"{reading.framework.title}: {len(reading.framework.competencies)} competencies would be loaded{_more(reading)}.")
        else:
            _load(reading, shrink=shrink)
        for line in reading.left_out.lines():
            click.echo(f"  left out: {line}")
    if not dry_run:
        with services().database.writing() as session:
            rebuilds.request(session, now=services().clock())
        click.echo("The index is built again in the background, so that credentials imported before are found by them, too.")


def _read(source: str) -> Reading:
    if not source.startswith(("https://", "http://")):
        return read_framework(Path(source))
    try:
        found = services().fetcher().fetch(source, limit=LARGEST_FETCHED, accept="application/json, text/csv;q=0.9, */*;q=0.5")
    except FetchError as error:
        raise Refused(f"{source}: nothing could be read from this address: {error.cause}") from error
    return read_fetched(urlsplit(source).path.rstrip("/").rpartition("/")[2] or source, found.body)


def _load(reading: Reading, *, shrink: bool) -> None:
    loaded = reading.framework
    with (
        services().database.writing() as session,
        click.progressbar(length=len(loaded.competencies), label=loaded.title, file=sys.stderr) as bar,
    ):
        progress = partial(_show, bar)
        kept, retired = frameworks.load(session, loaded, now=services().clock(), progress=progress, may_shrink=shrink)
    click.echo(f"{loaded.title}: {kept} competencies in force, {retired} retired{_more(reading)}.")


def _more(reading: Reading) -> str:
    return f", {len(reading.framework.associations)} associations" if reading.framework.associations else ""


def _show(bar: ProgressBar[int], done: int) -> None:
    bar.update(done - bar.pos)


@framework.command("retire")
@click.argument("address")
@plainly
def retire(address: str) -> None:
    """Take a framework or crosswalk out of use, by its ADDRESS in the list.

    Its associations go. Its competencies are kept as retired, so that saved searches and credentials that name them go on working; loading
    it again brings them back.
    """
    now = services().clock()
    with services().database.writing() as session:
        title, retired = frameworks.retire(session, address, now=now)
        rebuilds.request(session, now=now)
    click.echo(f"{title} is out of use: {retired} competencies were retired. The index is built again in the background.")


@framework.command("list")
@plainly
def list_command() -> None:
    """List the loaded frameworks and crosswalks."""
    in_force = func.count(Competency.key).filter(~Competency.retired)
    query = select(Framework, in_force).outerjoin(Competency, Competency.framework_key == Framework.key).group_by(Framework.key)
    said = select(Association.framework_key, func.count()).group_by(Association.framework_key)
    with services().database.reading() as session:
        associations = {row[0]: row[1] for row in session.execute(said)}
        rows: list[tuple[object, ...]] = [
            (f.title, f.version or "-", f"{n} competencies", f"{associations.get(f.key, 0)} associations", f.uri)
            for f, n in session.execute(query.order_by(Framework.title))
        ]
    click.echo(table(rows) if rows else "No framework is loaded. `evident framework load FILE` loads one.")
