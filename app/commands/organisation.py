"""`evident organisation`: admit organisations and shut them out; their API tokens."""

from __future__ import annotations

import click
from sqlalchemy import select

from app.accounts import letters
from app.commands.organisation_tokens import token
from app.commands.speaking import plainly, table
from app.domain import accounts, membership, moderation
from app.domain.models import Organisation, OrganisationState
from app.signing_in import services


@click.group()
def organisation() -> None:
    """Organisations: list, approve, suspend, remove a member, API tokens. ORGANISATION is a name or an id."""


organisation.add_command(token)


@organisation.command("list")
@plainly
def list_command() -> None:
    """List every organisation."""
    with services().database.reading() as session:
        found = session.scalars(select(Organisation).order_by(Organisation.name)).all()
        rows: list[tuple[object, ...]] = [(o.state, o.name, o.website or "-", o.id) for o in found]
    click.echo(table(rows) if rows else "No organisation has asked to be admitted yet.")


def _decide(name: str, state: OrganisationState, reason: str) -> None:
    with services().database.writing() as session:
        found = moderation.organisation_by(session, name)
        before = found.state
        moderation.decide_organisation(session, found, state, reason=reason, actor=None, now=services().clock())
    click.echo(f"{found.name}: {state}.")
    if state == OrganisationState.APPROVED != before:
        _tell_admitted(found.id)


def _tell_admitted(organisation_id: str) -> None:
    with services().database.reading() as session:
        told = letters.send_admission(services().settings, session, moderation.organisation_by(session, organisation_id))
    if not told:
        click.echo("The mail that tells its recruiters could not be sent; they read it when they sign in.", err=True)


reason_option = click.option("--reason", required=True, help="Why; it stands in the audit log.")


@organisation.command("approve")
@click.argument("name", metavar="ORGANISATION")
@reason_option
@plainly
def approve(name: str, reason: str) -> None:
    """Let its recruiters search."""
    _decide(name, OrganisationState.APPROVED, reason)


@organisation.command("suspend")
@click.argument("name", metavar="ORGANISATION")
@reason_option
@plainly
def suspend(name: str, reason: str) -> None:
    """Close the search to its recruiters, from their next request on."""
    _decide(name, OrganisationState.SUSPENDED, reason)


@organisation.command("remove")
@click.argument("name", metavar="ORGANISATION")
@click.option("--member", required=True, metavar="EMAIL", help="The recruiter who leaves.")
@reason_option
@plainly
def remove(name: str, member: str, reason: str) -> None:
    """Take a recruiter out of it; their sessions and API tokens end with the next request."""
    with services().database.writing() as session:
        found = moderation.organisation_by(session, name)
        leaving = accounts.account_by_email(session, member)
        membership.remove(session, found, leaving, reason=reason, actor=None, now=services().clock())
    click.echo(f"{member} no longer recruits for {found.name}.")
