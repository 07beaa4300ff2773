"""`evident verify`: any credential, from a file, an address or standard input. Nothing is stored."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from cryptography.x509 import Certificate
from flask import current_app

from app.commands.speaking import Refused, in_sentences
from app.pages import OUTCOME_WORDS
from app.services import utc_now
from app.signing_in import services
from app.verify import saying
from app.verify.documents import open_documents
from config.logs import configure_logging
from config.settings import load_settings
from indexer.verification.codec import report_to_json
from indexer.verification.fetch import HttpFetcher
from indexer.verification.interface import Fetcher, FetchError
from indexer.verification.keys.certificates import read_authorities
from indexer.verification.report import Outcome, Report, Verdict
from indexer.verification.verify import verify

EXITS = {Verdict.VERIFIED: 0, Verdict.FAILED: 1, Verdict.UNKNOWN: 2, Verdict.UNREADABLE: 3}
WORSE_LAST = (Verdict.VERIFIED, Verdict.UNKNOWN, Verdict.FAILED, Verdict.UNREADABLE)
LIMIT = 10 * 1024 * 1024


@click.command("verify")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|URL|-...")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON: one object, or a list for several sources.")
@click.option("--at", "moment", metavar="TIME", help="Judge as of this time, e.g. 2026-05-03T12:00:00Z, instead of now.")
@click.option("--recipient", "recipients", multiple=True, metavar="ADDRESS", help="Whose it should be: an e-mail address or a DID.")
@click.option("--documents", metavar="PLACE", help="Take every answer from these files instead of the network; see above.")
@click.option("--authority", "authority", metavar="FILE", help="Certificates (PEM) of those whose certificates of issuers count.")
@in_sentences
def verify_command(sources: tuple[str, ...], **options: Any) -> None:
    """Verify credentials, each from a file, a web address or standard input (-).

    Exit status: 0 verified, 1 a check failed, 2 could not be decided, 3 not readable as a credential; for several the worst.

    \b
    With --documents nothing is fetched. PLACE is
      a folder or zip file, in which https://host/a/b is the file host/a/b,
        or index.json in the folder host/a/b; a file documents.json at its
        top may map addresses to other names, or to a status such as 404;
      a manifest (JSON), a list of cases, each with its "file" and its
        "documents", which map addresses to files beside the manifest.
    What is not there counts as not reached.
    """
    asked = Asked(**options)
    reports = [_verify(source, asked) for source in sources]
    _show(sources, reports, as_json=asked.as_json)
    sys.exit(EXITS[max((report.verdict for report in reports), key=WORSE_LAST.index)])


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command, as they were typed."""

    as_json: bool
    moment: str | None
    recipients: tuple[str, ...]
    documents: str | None
    authority: str | None


def _verify(source: str, asked: Asked) -> Report:
    outside, clock = _outside()
    at = _time(asked.moment) if asked.moment else clock()
    fetcher: Fetcher = open_documents(asked.documents, source=source, clock=lambda: at) if asked.documents else outside()
    raw = _read(source, fetcher)
    return verify(raw, fetcher=fetcher, now=at, recipients=asked.recipients, authorities=_authorities(asked.authority))


def _authorities(path: str | None) -> tuple[Certificate, ...]:
    if path is None:
        return ()
    try:
        return read_authorities(Path(path).read_bytes())
    except ValueError as error:
        raise Refused(f"--authority: expected certificates in PEM (-----BEGIN CERTIFICATE-----), found none in {path}.") from error


def _show(sources: tuple[str, ...], reports: list[Report], *, as_json: bool) -> None:
    if as_json:
        found = [{"source": s, "verdict": r.verdict.value, "report": report_to_json(r)} for s, r in zip(sources, reports, strict=True)]
        click.echo(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2))
        return
    for source, report in zip(sources, reports, strict=True):
        _print(source, report)


def _outside() -> tuple[Callable[[], Fetcher], Callable[[], datetime]]:
    """The network and the clock, and nothing else of the house: verifying makes no database in whatever folder one stands."""
    if current_app:
        return services().fetcher, services().clock
    settings = load_settings({**os.environ, "EVIDENT_SECRET_KEY": "nothing is signed here " * 2})
    configure_logging(settings)
    return lambda: HttpFetcher(allow=settings.fetch_allow, clock=utc_now), utc_now


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"--at: expected a time such as 2026-05-03T12:00:00Z, found {text!r}.") from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _read(source: str, fetcher: Fetcher) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(LIMIT + 1)
    try:
        if source.startswith(("https://", "http://")):
            return fetcher.fetch(source, limit=LIMIT).body
        with Path(source).open("rb") as file:
            return file.read(LIMIT + 1)
    except FetchError as error:
        raise Refused(f"{source}: nothing could be read from this address: {error.cause}") from error
    except OSError as error:
        raise Refused(f"{source}: {error.strerror or 'it cannot be read'}. Expected a file, a web address or -.") from error


def _print(source: str, report: Report) -> None:
    colours = {Verdict.VERIFIED: "green", Verdict.FAILED: "red", Verdict.UNREADABLE: "red", Verdict.UNKNOWN: "yellow"}
    said = saying.headline(report)
    click.echo(f"{source}: " + click.style(said.word, fg=colours[Verdict(said.tone)], bold=True))
    below = {check.message for check in report.checks}
    for sentence in (said.sentence, *saying.cautions(report)):
        if sentence not in below:
            click.echo(f"  {sentence}")
    for check in report.checks:
        if check.outcome is Outcome.NOT_APPLICABLE:
            continue
        click.echo(f"  {OUTCOME_WORDS[check.outcome.value]:<15} {check.message}")
        if check.outcome is not Outcome.PASSED:
            click.echo(f"  {'':<15} {check.code}{' at ' + check.pointer if check.pointer else ''}. {check.next_step or ''}".rstrip())
