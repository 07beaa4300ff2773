"""`evident user`: open accounts from the command line, the first admin among them."""

from __future__ import annotations

import sys

import click

from app.commands.speaking import Refused, plainly
from app.domain import accounts, moderation
from app.domain.models import Role
from app.signing_in import services


@click.group()
def user() -> None:
    """Accounts: add."""


@user.command("add")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--email", required=True, help="The address; it counts as confirmed.")
@click.option("--name", required=True)
@click.option("--organisation", help="For recruiters: the organisation's name or id. It must be there already.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@plainly
def add(role: str, email: str, name: str, organisation: str | None, password_stdin: bool) -> None:
    """Open an account."""
    if (role == Role.RECRUITER) != (organisation is not None):
        raise Refused("--organisation is needed for recruiters, and for nobody else.")
    password = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with services().database.writing() as session:
        named = moderation.organisation_by(session, organisation) if organisation else None
        now = services().clock()
        account = accounts.register(session, email=email, password=password, name=name, role=Role(role), now=now, organisation=named)
        account.email_confirmed_at = now
    click.echo(f"{role} {account.email} can sign in.")
