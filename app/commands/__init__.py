"""The command line: `evident GROUP COMMAND`. Each file is one group; `COMMANDS` is all of them."""

from __future__ import annotations

from click import Command
from flask import Flask

from app.commands.db import db
from app.commands.framework import framework
from app.commands.index import index
from app.commands.issuer import issuer
from app.commands.organisation import organisation
from app.commands.user import user
from app.commands.verify import verify_command
from app.commands.worker import worker_command

COMMANDS: tuple[Command, ...] = (verify_command, index, framework, user, issuer, organisation, db, worker_command)


def register_commands(app: Flask) -> None:
    """Make the product's commands the application's group; extensions bring commands of their own that nobody here needs."""
    app.cli.commands.clear()
    for command in COMMANDS:
        app.cli.add_command(command)
