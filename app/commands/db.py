"""`evident db`: the tables and their migrations."""

from __future__ import annotations

import sys

import click

from app.commands.speaking import plainly
from app.domain import schema
from app.signing_in import services


@click.group()
def db() -> None:
    """The database: upgrade, current, check."""


@db.command("upgrade")
@plainly
def upgrade() -> None:
    """Bring the tables up to date: all missing migrations, or none."""
    click.echo(f"The tables are at {schema.upgrade(services().database)}.")


@db.command("current")
@plainly
def current() -> None:
    """Say at which migration the tables are."""
    click.echo(f"The tables are at {schema.current(services().database) or 'nothing yet'}; the newest is {schema.newest()}.")


@db.command("check")
@plainly
def check() -> None:
    """Compare the tables with what the product expects. Exit status 1 when they differ."""
    found = schema.differences(services().database)
    click.echo("\n".join(found) or "The tables are as expected.")
    sys.exit(1 if found else 0)
