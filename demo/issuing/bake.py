"""Bake a credential into an image: OB 3.0 §5.3 (PNG) and §5.4 (SVG)."""

from __future__ import annotations

import struct
import zlib
from xml.sax.saxutils import escape, quoteattr

KEYWORD = b"openbadgecredential"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def bake_png(image: bytes, credential: bytes) -> bytes:
    """The PNG with one iTXt chunk behind its header, which holds the credential, compressed (PNG §11.3.4.5)."""
    if not image.startswith(SIGNATURE):
        raise ValueError("expected a PNG image")
    header = 8 + 25  # IHDR always has 13 bytes of data, and 12 around them
    body = KEYWORD + b"\0" + b"\1\0" + b"\0" + b"\0" + zlib.compress(credential)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    return image[:header] + chunk + image[header:]


def bake_svg(title: str, credential: bytes, *, is_jwt: bool) -> bytes:
    """A small SVG badge that carries the credential: a JWT in the verify attribute, JSON in the element's body."""
    text = credential.decode()
    inner = f"<openbadges:credential verify={quoteattr(text)}/>" if is_jwt else _with_body(text)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 320 320">
<title>{escape(title)}</title>
{inner}
<circle cx="160" cy="160" r="150" fill="#1f618d"/><circle cx="160" cy="160" r="126" fill="#fff"/>
<path d="M100 165l42 42 80-92" fill="none" stroke="#1f618d" stroke-width="22" stroke-linecap="round"/>
</svg>
""".encode()


def _with_body(text: str) -> str:
    safe = text.replace("]]>", "]]]]><![CDATA[>")  # the end mark of CDATA cannot stand inside it
    return f"<openbadges:credential><![CDATA[{safe}]]></openbadges:credential>"
