"""The `evident` command. Nothing is opened, and no file made, before a command needs it: `evident --help` works anywhere."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import ScriptInfo

from app.commands import COMMANDS
from app.commands.speaking import in_sentences


@in_sentences
def _create() -> Flask:
    """The portal, or a sentence that says what is in the way."""
    from app.portal import create_app  # all rooms: half a second that help and verifying need not wait

    return create_app()


@click.group(commands={str(command.name): command for command in COMMANDS})
@click.version_option(package_name="evident", message="Evident %(version)s")
def cli() -> None:
    """Evident: talent search over verified credentials.

    Settings come from the environment; config/.env.example explains each. Every command has --help.
    """


def main() -> None:
    """Run `evident`."""
    try:
        cli.main(obj=ScriptInfo(create_app=_create, set_debug_flag=False))
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(0)
