"""`evident framework`: load competency frameworks from files."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import func, select

from app.commands.speaking import plainly, table
from app.domain import frameworks, rebuilds
from app.domain.framework_files import READERS, read_framework
from app.domain.models import Competency, Framework
from app.signing_in import services

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

FORMS = "\n\n".join(f"- {reader.form}" for reader in READERS)


@click.group()
def framework() -> None:
    """Competency frameworks: load, list."""


@framework.command("load", help=f"Load frameworks from files; loading one again updates it.\n\nUnderstood are:\n\n{FORMS}")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@plainly
def load(files: tuple[Path, ...]) -> None:
    for file in files:
        loaded = read_framework(file)
        with (
            services().database.writing() as session,
            click.progressbar(length=len(loaded.competencies), label=loaded.title, file=sys.stderr) as bar,
        ):
            progress = partial(_show, bar)
            kept, retired = frameworks.load(session, loaded, now=services().clock(), progress=progress)
        click.echo(f"{loaded.title}: {kept} competencies in force, {retired} retired.")
    with services().database.writing() as session:
        rebuilds.request(session, now=services().clock())
    click.echo("The index is built again in the background, so that credentials imported before are found by them, too.")


def _show(bar: ProgressBar[int], done: int) -> None:
    bar.update(done - bar.pos)


@framework.command("list")
@plainly
def list_command() -> None:
    """List the loaded frameworks."""
    count = func.count(Competency.key).filter(~Competency.retired)
    query = select(Framework, count).outerjoin(Competency, Competency.framework_key == Framework.key).group_by(Framework.key)
    with services().database.reading() as session:
        rows: list[tuple[object, ...]] = [
            (f.title, f.version or "-", f"{n} competencies", f.uri) for f, n in session.execute(query.order_by(Framework.title))
        ]
    click.echo(table(rows) if rows else "No framework is loaded. `evident framework load FILE` loads one.")
