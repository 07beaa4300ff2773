"""The `evident` command: Flask's group, with the product's commands only."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from app.domain.schema import SchemaError
from app.domain.trust import RegistryError
from app.portal import create_app
from config.settings import SettingsError


def _create(_info: object = None) -> Flask:
    """The portal, or a sentence that says which setting is in the way."""
    try:
        return create_app()
    except (SettingsError, RegistryError, SchemaError) as error:
        raise click.ClickException(str(error)) from error


@click.group(cls=FlaskGroup, create_app=_create, add_default_commands=False, add_version_option=False, load_dotenv=False)
def cli() -> None:
    """Evident: talent search over verified credentials.

    Settings come from the environment; config/.env.example explains each. Every command has --help.
    """


def main() -> None:
    """Run `evident`."""
    try:
        cli.main()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(0)
