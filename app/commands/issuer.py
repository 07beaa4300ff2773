"""`evident issuer`: the admins' decisions about issuers, with the same rules and the same log."""

from __future__ import annotations

import click
from sqlalchemy import select

from app.commands.speaking import plainly, table
from app.domain import moderation
from app.domain.models import Issuer, IssuerKind, Standing
from app.signing_in import services


@click.group()
def issuer() -> None:
    """Issuers: list, show, approve, suspend, block, unreview. ISSUER is an id or an identifier such as did:web:..."""


@issuer.command("list")
@click.option("--standing", type=click.Choice([s.value for s in Standing]), help="Only those with this standing.")
@plainly
def list_command(standing: str | None) -> None:
    """List every issuer met in a credential."""
    query = select(Issuer).order_by(Issuer.name)
    with services().database.reading() as session:
        found = session.scalars(query.where(Issuer.standing == standing) if standing else query).all()
        rows: list[tuple[object, ...]] = [
            (i.standing, i.name, i.identifier, "imitates another" if i.resembles_id else "") for i in found
        ]
    click.echo(table(rows) if rows else "No issuer is like this.")


@issuer.command("show")
@click.argument("issuer_id", metavar="ISSUER")
@plainly
def show(issuer_id: str) -> None:
    """Show what is known of one issuer."""
    with services().database.reading() as session:
        found = moderation.issuer_by(session, issuer_id)
        entry = services().rules.registries.find(found.identifier)
        effect = moderation.effect_on_search(session, found, Standing(found.standing))
    rows: list[tuple[object, ...]] = [
        ("id", found.id),
        ("identifier", found.identifier),
        ("name", found.name),
        ("domain", found.domain or "-"),
        ("registry", entry.registry if entry else "-"),
        ("standing", f"{found.standing} ({found.reason})" if found.reason else found.standing),
        ("kind", found.kind),
        ("published", f"{effect.credentials} credentials of {effect.learners} people"),
        ("first met", found.first_met_at.isoformat()),
    ]
    click.echo(table(rows + [("key", key) for key in found.keys]))


def _decide(issuer_id: str, standing: Standing, reason: str, kind: IssuerKind | None = None) -> None:
    with services().database.writing() as session:
        found = moderation.issuer_by(session, issuer_id)
        effect = moderation.decide_issuer(session, found, standing, reason=reason, actor=None, now=services().clock(), kind=kind)
    click.echo(f"{found.name}: {standing}. {effect.credentials} published credentials of {effect.learners} people are concerned.")


reason_option = click.option("--reason", required=True, help="Why; it stands in the audit log.")


@issuer.command("approve")
@click.argument("issuer_id", metavar="ISSUER")
@click.option("--kind", type=click.Choice([k.value for k in IssuerKind]), default=IssuerKind.INSTITUTION.value, show_default=True)
@reason_option
@plainly
def approve(issuer_id: str, kind: str, reason: str) -> None:
    """Count an issuer as known."""
    _decide(issuer_id, Standing.APPROVED, reason, IssuerKind(kind))


@issuer.command("suspend")
@click.argument("issuer_id", metavar="ISSUER")
@reason_option
@plainly
def suspend(issuer_id: str, reason: str) -> None:
    """Take an issuer's credentials out of the search until decided otherwise."""
    _decide(issuer_id, Standing.SUSPENDED, reason)


@issuer.command("block")
@click.argument("issuer_id", metavar="ISSUER")
@reason_option
@plainly
def block(issuer_id: str, reason: str) -> None:
    """Take an issuer out of the search and refuse to publish anything of it."""
    _decide(issuer_id, Standing.BLOCKED, reason)


@issuer.command("unreview")
@click.argument("issuer_id", metavar="ISSUER")
@reason_option
@plainly
def unreview(issuer_id: str, reason: str) -> None:
    """Let the registries decide again."""
    _decide(issuer_id, Standing.UNREVIEWED, reason)
