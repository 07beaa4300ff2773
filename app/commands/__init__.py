"""The command line: `evident GROUP COMMAND`. Each file is one group; `COMMANDS` is all of them."""

from __future__ import annotations

from click import Command
from flask import Flask

COMMANDS: tuple[Command, ...] = ()


def register_commands(app: Flask) -> None:
    """Add the product's commands to the application's group."""
    for command in COMMANDS:
        app.cli.add_command(command)
