"""Bytes from a person: a file, pasted text, or an address. Shared by import and verify, so that both say the same about bad input.

What comes out is still untrusted; `verify` judges it. Here it is only decided whether there is something of a kind worth judging.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage

from app.domain.errors import InvalidError
from app.domain.models import Source
from app.domain.publishing import Imported
from indexer.verification.intake import Kind, sniff
from indexer.verification.interface import Fetcher, FetchError

ACCEPTED = "Expected a credential: a JSON file, a JWT, or a badge image (PNG or SVG)."

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


@dataclass(frozen=True, slots=True)
class Given:
    """What a form brought: any number of files, one text, one address. Empty ones are nothing."""

    files: Sequence[FileStorage] = ()
    text: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.text.strip() or self.address.strip())


def from_bytes(raw: bytes, *, limit: int, source: Source, filename: str = "", source_url: str = "") -> Imported:
    """Check that `raw` may be a credential. Raises `InvalidError` with what it is instead."""
    if not raw.strip():
        raise InvalidError(f"{ACCEPTED} Found nothing in it: it is empty.", next_step="Choose it again, or ask the issuer for a new copy.")
    if len(raw) > limit:
        raise InvalidError(
            f"Expected at most {limit / 1_048_576:.0f} MB, found more.",
            next_step="A credential is rarely over 1 MB. Choose the credential itself, not an archive of your work.",
        )
    kind = sniff(raw)
    if kind is Kind.OTHER:
        raise InvalidError(f"{ACCEPTED} Found {_what(raw)}.", next_step=_advice(raw))
    return Imported(raw, MEDIA_TYPES[kind], source, filename=filename, source_url=source_url)


def from_file(file: FileStorage, *, limit: int) -> Imported:
    """Read one uploaded file, never more than the limit and a byte."""
    raw = file.stream.read(limit + 1)
    return from_bytes(raw, limit=limit, source=Source.FILE, filename=file.filename or "")


def from_text(text: str, *, limit: int) -> Imported:
    return from_bytes(text.strip().encode("utf-8", "surrogatepass"), limit=limit, source=Source.PASTE)


def from_address(address: str, fetcher: Fetcher, *, limit: int) -> Imported:
    """Fetch a credential by its address. Raises `InvalidError` with the cause when it cannot be had."""
    address = address.strip()
    if urlsplit(address).scheme not in ("http", "https"):
        raise InvalidError(
            "Expected a web address that starts with https://.", next_step="Copy it from the address bar of your browser.", field="address"
        )
    try:
        fetched = fetcher.fetch(address, limit=limit, accept="application/vc+ld+json, application/ld+json, application/json, */*;q=0.5")
    except FetchError as error:
        raise InvalidError(
            f"Nothing could be read from this address: {error.cause}",
            next_step="Check the address, try again later, or download the file and import that.",
            field="address",
        ) from error
    return from_bytes(fetched.body, limit=limit, source=Source.ADDRESS, source_url=address)


def _what(raw: bytes) -> str:
    for start, name in MISTAKES:
        if raw.startswith(start):
            return name
    if _is_page(raw):
        return "a web page (HTML)"
    return "text that is neither JSON nor a JWT" if _is_text(raw) else "a file of another kind"


def _advice(raw: bytes) -> str:
    if _is_page(raw):
        return "Look on that page for a download of the credential itself, often called JSON, JSON-LD or badge image."
    return "Ask the issuer for the credential as a file, often called JSON, JSON-LD, JWT or badge image."


def _is_page(raw: bytes) -> bool:
    start = raw[:512].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _is_text(raw: bytes) -> bool:
    try:
        raw[:2000].decode("utf-8", "ignore").encode()
    except UnicodeError:
        return False
    return b"\x00" not in raw[:2000]
