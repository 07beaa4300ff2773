"""`evident organisation token`: the API tokens of an organisation."""

from __future__ import annotations

import click

from app.commands.speaking import Refused, plainly, table
from app.domain import accounts, moderation, tokens
from app.signing_in import services


@click.group()
def token() -> None:
    """API tokens: list, create, revoke. ORGANISATION is a name or an id."""


@token.command("list")
@click.argument("name", metavar="ORGANISATION")
@plainly
def list_command(name: str) -> None:
    """List every token, those that have ended as well."""
    now = services().clock()
    with services().database.reading() as session:
        found = tokens.tokens_of(session, moderation.organisation_by(session, name))
        rows: list[tuple[object, ...]] = [
            (tokens.state_of(t, now=now), t.name, t.account.email, f"until {t.expires_at:%Y-%m-%d}", f"used {t.last_used or 'never'}", t.id)
            for t in found
        ]
    click.echo(table(rows) if rows else "This organisation has no tokens.")


@token.command("create")
@click.argument("name", metavar="ORGANISATION")
@click.option("--member", required=True, metavar="EMAIL", help="The recruiter for whom the token acts; it ends with their account.")
@click.option("--name", "label", required=True, help="What will use it.")
@click.option("--days", type=click.Choice([*map(str, tokens.LIFETIMES)]), default="90", show_default=True, help="How long it works.")
@plainly
def create(name: str, member: str, label: str, days: str) -> None:
    """Make a token and print it, this once."""
    with services().database.writing() as session:
        organisation = moderation.organisation_by(session, name)
        account = accounts.account_by_email(session, member)
        if account is None or account.organisation_id != organisation.id:
            raise Refused(f"Nobody with this address recruits for {organisation.name}. `evident user add` opens accounts.")
        _, text = tokens.create(session, account, name=label, days=int(days), now=services().clock())
    click.echo(text)


@token.command("revoke")
@click.argument("name", metavar="ORGANISATION")
@click.argument("token_id", metavar="TOKEN")
@plainly
def revoke(name: str, token_id: str) -> None:
    """End a token; TOKEN is its id from the list, never its text."""
    with services().database.writing() as session:
        organisation = moderation.organisation_by(session, name)
        ended = tokens.revoke(session, organisation, token_id, actor=None, now=services().clock())
    click.echo(f"{ended.name}: revoked.")
