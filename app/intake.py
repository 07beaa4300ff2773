"""Bytes from a person: a file, pasted text, or an address. Shared by import and verify, so that both say the same about bad input.

What comes out is still untrusted; `verify` judges it. Here it is only decided whether there is something of a kind worth judging.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage

from app.domain.errors import InvalidError
from app.domain.models import Source
from app.domain.publishing import Imported
from indexer.verification.intake import Kind, sniff
from indexer.verification.interface import Fetched, Fetcher, FetchError

ACCEPTED = "Expected a credential: a badge image (PNG or SVG) or a credential file (JSON, JWT)."

MEDIA_TYPES: dict[Kind, str] = {
    Kind.PNG: "image/png",
    Kind.SVG: "image/svg+xml",
    Kind.JSON: "application/json",
    Kind.JWS: "application/jwt",
    Kind.SD_JWT: "application/sd-jwt",
    Kind.COSE: "application/cose",
}

# First bytes of what people pick by mistake, so that the answer can name it.
MISTAKES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xff\xd8\xff", "a JPEG image, which cannot carry a credential"),
    (b"GIF8", "a GIF image, which cannot carry a credential"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


_ACCEPT = "application/vc+ld+json, application/ld+json, application/json, */*;q=0.5"
_HOST_FIRST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|\Z)", re.IGNORECASE)
_BEFORE_ELEMENT = re.compile(rb"\A(<\?xml[^>]*\?>|<!--.*?-->|\s)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Given:
    """What a form brought: any number of files, one text, one address. Empty ones are nothing."""

    files: Sequence[FileStorage] = ()
    text: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.text.strip() or self.address.strip())


def size(number: int) -> str:
    """Bytes in words: 10 MB, 64 KB."""
    return f"{number / 1_048_576:.0f} MB" if number >= 1_048_576 else f"{number / 1024:.0f} KB"


def from_bytes(raw: bytes, *, limit: int, source: Source, filename: str = "", source_url: str = "") -> Imported:
    """Check that `raw` may be a credential. Raises `InvalidError` with what it is instead."""
    if not raw.strip():
        raise InvalidError(f"{ACCEPTED} Found nothing in it: it is empty.", next_step="Choose it again, or ask the issuer for a new copy.")
    if len(raw) > limit:
        raise InvalidError(
            f"Expected at most {size(limit)}, found more.",
            next_step="A credential is rarely over 1 MB. Choose the credential itself, not an archive of your work.",
        )
    # A page is asked for first: one that begins with a comment or an XML declaration could be taken for an SVG image.
    kind = Kind.OTHER if _is_page(raw) else sniff(raw)
    if kind is Kind.OTHER:
        raise InvalidError(f"{ACCEPTED} Found {_what(raw)}.", next_step=_advice(raw))
    return Imported(raw, MEDIA_TYPES[kind], source, filename=filename, source_url=source_url)


def from_file(file: FileStorage, *, limit: int) -> Imported:
    """Read one uploaded file, never more than the limit and a byte."""
    raw = file.stream.read(limit + 1)
    return from_bytes(raw, limit=limit, source=Source.FILE, filename=file.filename or "")


def media_type_of(raw: bytes) -> str:
    """What `raw` is offered as when it is downloaded again; text that is of no known kind is just that."""
    return MEDIA_TYPES.get(sniff(raw), "text/plain")


def from_text(text: str, fetcher: Fetcher, *, limit: int) -> Imported:
    """Read a pasted credential, or fetch it when what was pasted is its web address."""
    text = text.strip()
    if text.startswith(("https://", "http://")) and not re.search(r"\s", text):
        return from_address(text, fetcher, limit=limit)
    return from_bytes(text.encode("utf-8", "replace"), limit=limit, source=Source.PASTE)


def from_address(address: str, fetcher: Fetcher, *, limit: int) -> Imported:
    """Fetch a credential by its address. Raises `InvalidError` with the cause when it cannot be had."""
    address = address.strip()
    if "://" not in address and _HOST_FIRST.match(address):
        address = f"https://{address}"
    if not _is_web_address(address):
        raise InvalidError(
            "Expected a web address that starts with https://.", next_step="Copy it from the address bar of your browser.", field="address"
        )
    try:
        fetched = _fetch(address, fetcher, limit=limit)
    except FetchError as error:
        raise InvalidError(
            f"Nothing could be read from this address: {error.cause.rstrip('.')}.",
            next_step="Check the address, try again later, or download the file and choose it here.",
            field="address",
        ) from error
    return from_bytes(fetched.body, limit=limit, source=Source.ADDRESS, source_url=address)


def _fetch(address: str, fetcher: Fetcher, *, limit: int) -> Fetched:
    """Fetch; an old address with http is asked for by https where http is never asked."""
    try:
        return fetcher.fetch(address, limit=limit, accept=_ACCEPT)
    except FetchError as error:
        if not error.refused or not address.startswith("http://"):
            raise
    return fetcher.fetch("https://" + address.removeprefix("http://"), limit=limit, accept=_ACCEPT)


def _is_web_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:  # e.g. https://[
        return False


def _what(raw: bytes) -> str:
    for start, name in MISTAKES:
        if raw.startswith(start):
            return name
    if _is_page(raw):
        return "a web page (HTML)"
    return "text that is neither JSON nor a JWT" if _is_text(raw) else "a file of another kind"


def _advice(raw: bytes) -> str:
    if _is_page(raw):
        return "Look on that page for a download of the credential itself, often called badge image, credential file or JSON."
    return "Ask for the original digital badge or credential file, not a PDF, a photo or a copy of its words. If it has a link, give that."


def _is_page(raw: bytes) -> bool:
    """Whether it begins as web pages do: what comes before the first element of HTML is a declaration or comments, if anything."""
    start = _BEFORE_ELEMENT.sub(b"", raw[:4000].removeprefix(b"\xef\xbb\xbf").lower()).lstrip()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta"))


def _is_text(raw: bytes) -> bool:
    """Whether its beginning is UTF-8 without control characters; a character that the cut goes through does not count."""
    try:
        text = raw[:2000].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(raw[:2000]) - 4:
            return False
        text = raw[: error.start].decode("utf-8")
    return text.replace("\t", "").replace("\n", "").replace("\r", "").isprintable()
