"""Every setting of the product: one frozen object, read from the environment once at start.

`load_settings` refuses a wrong value with the variable's name, what was expected and what was found, and refuses a name that
starts with ``EVIDENT_`` and means nothing here, so that a misspelt setting does not silently leave its default in force.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting is wrong. The message names the variable, what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: what it means, what it defaults to, and how its text becomes a value."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. One attribute per variable of `VARIABLES`, in the same words."""

    data_dir: Path
    database_url: str
    search_url: str
    broker_url: str
    secret_key: str
    public_url: str
    mail_url: str
    mail_from: str
    notice: str
    fetch_allow: tuple[str, ...]
    registries: tuple[Path, ...]
    authorities: tuple[Path, ...]
    upload_limit: int
    verify_rate: str
    api_rate: str
    sign_in_rate: str
    ratelimit_url: str
    recheck_grace_hours: int
    trusted_proxies: int
    metrics_token: str
    log_level: str
    log_format: str


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return text

    return parse


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return parse


def _url(*schemes: str, empty: bool = False) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if empty and not text:
            return text
        if urlsplit(text).scheme not in schemes:
            raise ValueError("an address that starts with " + " or ".join(f"{s}:" for s in schemes))
        return text

    return parse


def _secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError("at least 32 characters, for example from `python -c 'import secrets; print(secrets.token_hex())'`")
    return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _origins(text: str) -> tuple[str, ...]:
    for origin in text.split():
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise ValueError("origins such as http://registry.corp.example:8080, separated by spaces")
    return _words(text)


def _paths(text: str) -> tuple[Path, ...]:
    paths = tuple(Path(word) for word in text.split())
    if missing := [str(p) for p in paths if not p.is_file()]:
        raise ValueError(f"files that exist (not found: {', '.join(missing)})")
    return paths


VARIABLES: tuple[Variable, ...] = (
    Variable("EVIDENT_DATA_DIR", "var", "Folder for the embedded database and index.", Path),
    Variable(
        "EVIDENT_DATABASE_URL",
        "",
        "SQLAlchemy address of the database. Empty: SQLite in the data folder. Production: postgresql+psycopg://...",
        _url("sqlite", "postgresql+psycopg", empty=True),
    ),
    Variable(
        "EVIDENT_SEARCH_URL",
        "embedded:",
        "`embedded:` (SQLite FTS5 in the data folder), `embedded:/path/file`, or the address of Elasticsearch 9, "
        "optionally with an index name as its path: http://host:9200/people",
        _url("embedded", "http", "https"),
    ),
    Variable(
        "EVIDENT_BROKER_URL",
        "",
        "Redis for Celery, redis://host:6379/0. Empty: an in-process worker handles the outbox.",
        _url("redis", "rediss", empty=True),
    ),
    Variable(
        "EVIDENT_SECRET_KEY",
        "",
        "Signs sessions and confirmation links. Empty: made once and kept in the data folder (one machine only).",
        _secret,
    ),
    Variable(
        "EVIDENT_PUBLIC_URL",
        "http://127.0.0.1:5000",
        "The address people use; https turns on secure cookies.",
        _url("http", "https"),
    ),
    Variable(
        "EVIDENT_MAIL_URL",
        "console:",
        "`console:` writes mail to the terminal; production: smtp://user:password@host:587 (STARTTLS) or smtps://...",
        _url("console", "smtp", "smtps"),
    ),
    Variable("EVIDENT_MAIL_FROM", "evident@localhost", "Sender of all mail.", str),
    Variable(
        "EVIDENT_NOTICE",
        "",
        "What everybody reads on the start page and where they sign in, e.g. whom to ask for an account.",
        str.strip,
    ),
    Variable(
        "EVIDENT_FETCH_ALLOW",
        "",
        "Origins of a closed network that may be fetched although private or http, separated by spaces; one leading "
        "wildcard label is understood: http://*.corp.example:8080",
        _origins,
    ),
    Variable("EVIDENT_REGISTRIES", "", "Files of known issuers (JSON), separated by spaces, in order of authority.", _paths),
    Variable(
        "EVIDENT_AUTHORITIES",
        "",
        "Files with the certificates (PEM) of those whose certificates of issuers count, separated by spaces.",
        _paths,
    ),
    Variable("EVIDENT_UPLOAD_LIMIT", "10485760", "Largest upload in bytes.", _whole_number(65_536, 104_857_600)),
    Variable("EVIDENT_VERIFY_RATE", "30 per minute", "Public checks allowed per address.", str),
    Variable("EVIDENT_API_RATE", "300 per minute", "Requests allowed per API token.", str),
    Variable("EVIDENT_SIGN_IN_RATE", "20 per minute", "Sign-in and registration attempts allowed per address.", str),
    Variable(
        "EVIDENT_RATELIMIT_URL",
        "memory://",
        "Where rate limits are counted; with several web processes use Redis.",
        _url("memory", "redis", "rediss"),
    ),
    Variable(
        "EVIDENT_RECHECK_GRACE_HOURS",
        "72",
        "How long a credential stays findable on its last verified report when looking again was not possible.",
        _whole_number(0, 8760),
    ),
    Variable(
        "EVIDENT_TRUSTED_PROXIES",
        "0",
        "How many reverse proxies stand in front (X-Forwarded-For is believed that far).",
        _whole_number(0, 5),
    ),
    Variable("EVIDENT_METRICS_TOKEN", "", "Bearer token for /metrics. Empty: only this machine may read it.", str),
    Variable("EVIDENT_LOG_LEVEL", "INFO", "Least severe message that is logged.", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
    Variable("EVIDENT_LOG_FORMAT", "text", "`json` for one JSON object a line, `text` for a person.", _one_of("json", "text")),
)

# Read by the test suite and by the demo, never by the product; listed so that a typo in them is refused too.
KNOWN_ELSEWHERE = frozenset({"EVIDENT_SHARED", "EVIDENT_TEST_STRICT"})
KNOWN_PREFIXES = ("EVIDENT_TEST_", "EVIDENT_DEMO_")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read all variables of `VARIABLES` from `environ` (default: the process environment).

    Raises `SettingsError` naming every wrong or unknown variable at once.
    """
    environ = os.environ if environ is None else environ
    problems = [_unknown(name) for name in sorted(environ) if _is_unknown(name)]
    values: dict[str, object] = {}
    for variable in VARIABLES:
        text = environ.get(variable.name, variable.default).strip()
        try:
            values[variable.name.removeprefix("EVIDENT_").lower()] = variable.parse(text)
        except ValueError as error:
            problems.append(f"{variable.name}: expected {error}, found {_shown(variable, text)}")
    if problems:
        raise SettingsError("\n".join(problems))
    return _completed(Settings(**values))  # type: ignore[arg-type]  # the table above gives each field its type


def _is_unknown(name: str) -> bool:
    known = {v.name for v in VARIABLES} | KNOWN_ELSEWHERE
    return name.startswith("EVIDENT_") and name not in known and not name.startswith(KNOWN_PREFIXES)


def _unknown(name: str) -> str:
    return f"{name}: no such setting; config/.env.example lists all of them"


def _shown(variable: Variable, text: str) -> str:
    """What was found, but never the text of a secret."""
    return f"{len(text)} characters" if variable.name == "EVIDENT_SECRET_KEY" else repr(text)


def _completed(settings: Settings) -> Settings:
    """Fill the values that depend on the data folder: the SQLite address and the kept secret."""
    if not settings.database_url:
        path = settings.data_dir.resolve() / "evident.sqlite3"
        settings = replace(settings, database_url=f"sqlite:///{path}")
    if settings.search_url == "embedded:":
        path = settings.data_dir.resolve() / "search.sqlite3"
        settings = replace(settings, search_url=f"embedded:{path}")
    if not settings.secret_key:
        settings = replace(settings, secret_key=_kept_secret(settings.data_dir / "secret_key"))
    return settings


def _kept_secret(path: Path) -> str:
    """The secret of a one-machine installation: made on first use, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret
