"""Taking the text of a badge out of a picture (Open Badges "Baking"). The picture proves nothing; the text is then verified.

PNG: chunk lengths and checksums are held, exactly one badge chunk is taken, inflating is capped. SVG: no entities, no external
parts; a DOCTYPE, which real files carry, is stepped over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import IMAGE_LIMIT, TEXT_LIMIT

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = (b"openbadges", b"openbadgecredential", b"clrcredential")
# The namespace and the element, per generation of the standard.
_ELEMENTS = (
    "{http://openbadges.org}assertion",
    "{https://purl.imsglobal.org/ob/v3p0}credential",
    "{https://purl.imsglobal.org/clr/v2p0}credential",
)


def unbake_png(raw: bytes) -> bytes:
    """Return the badge text in a PNG. Raises `CheckFailedError`: NO_BAKED_DATA, MULTIPLE_CHUNKS, TRUNCATED, BAD_CRC, UNBAKE_PARSE."""
    if len(raw) > IMAGE_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"Pictures of at most {IMAGE_LIMIT // 2**20} MB are read.")
    found = [text for kind, body in _chunks(raw) if (text := _badge_text(kind, body)) is not None]
    if not found:
        raise CheckFailedError("NO_BAKED_DATA")
    if len(found) > 1:
        raise CheckFailedError("MULTIPLE_CHUNKS", f"{len(found)} badges were found.")
    return found[0]


def unbake_svg(raw: bytes) -> bytes:
    """Return the badge text in an SVG. Raises `CheckFailedError`: NO_BAKED_DATA, MULTIPLE_CHUNKS, UNBAKE_PARSE."""
    if len(raw) > IMAGE_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"Pictures of at most {IMAGE_LIMIT // 2**20} MB are read.")
    root = _parse(raw)
    found = [element for name in _ELEMENTS for element in root.iter(name)]
    if not found:
        raise CheckFailedError("NO_BAKED_DATA")
    if len(found) > 1:
        raise CheckFailedError("MULTIPLE_CHUNKS", f"{len(found)} badges were found.")
    return _element_text(found[0])


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk, having held its checksum (PNG section 5.3)."""
    position = len(_SIGNATURE)
    if not raw.startswith(_SIGNATURE):
        raise CheckFailedError("UNBAKE_PARSE", "The file is not a PNG picture.")
    while True:
        if position + 12 > len(raw):
            raise CheckFailedError("TRUNCATED")
        size = int.from_bytes(raw[position : position + 4])
        kind, end = raw[position + 4 : position + 8], position + 8 + size
        if end + 4 > len(raw):
            raise CheckFailedError("TRUNCATED")
        if kind in (b"iTXt", b"tEXt") and zlib.crc32(raw[position + 4 : end]) != int.from_bytes(raw[end : end + 4]):
            raise CheckFailedError("BAD_CRC")
        yield kind, raw[position + 8 : end]
        if kind == b"IEND":
            return
        position = end + 4


def _badge_text(kind: bytes, body: bytes) -> bytes | None:
    if kind not in (b"iTXt", b"tEXt"):
        return None
    keyword, separator, rest = body.partition(b"\0")
    if keyword not in _KEYWORDS or not separator:
        return None
    # Old issuers used tEXt, which is Latin-1 by its standard and holds UTF-8 in real files: bytes are kept, the reader decides.
    return rest if kind == b"tEXt" else _international(rest)


def _international(rest: bytes) -> bytes:
    """Read the rest of an iTXt chunk: compression flag and method, language, translated keyword, text (PNG section 11.3.4.5)."""
    if len(rest) < 4:
        raise CheckFailedError("UNBAKE_PARSE", "The text in the picture is cut off.")
    flag, method = rest[0], rest[1]
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3 or flag > 1 or (flag and method):
        raise CheckFailedError("UNBAKE_PARSE", "The text in the picture is not laid out as it must be.")
    return _inflate(parts[2]) if flag else parts[2]


def _inflate(data: bytes) -> bytes:
    engine = zlib.decompressobj()
    try:
        text = engine.decompress(data, TEXT_LIMIT + 1)
    except zlib.error as error:
        raise CheckFailedError("UNBAKE_PARSE", "The compressed text in the picture is damaged.") from error
    if len(text) > TEXT_LIMIT:
        raise CheckFailedError("TOO_LARGE", "The text in the picture inflates beyond what we read.")
    if not engine.eof:
        raise CheckFailedError("UNBAKE_PARSE", "The compressed text in the picture is cut off.")
    return text


def _parse(raw: bytes) -> Element:
    try:
        root: Element = fromstring(raw, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise CheckFailedError("UNBAKE_PARSE", "The picture is not well-formed, or it hides entities.") from error
    return root


def _element_text(element: Element) -> bytes:
    """The `verify` attribute (a signed token, or the address that serves the badge) counts; the body is a copy of it, or all there is."""
    text = (element.get("verify") or "").strip() or "".join(element.itertext()).strip()
    if not text:
        raise CheckFailedError("NO_BAKED_DATA")
    return text.encode("utf-8", "surrogatepass")
