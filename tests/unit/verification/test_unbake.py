"""Pictures with badges inside."""

from __future__ import annotations

import zlib

import pytest

from indexer.verification.errors import CheckFailedError
from indexer.verification.report import Verdict
from indexer.verification.unbake import unbake_png, unbake_svg
from tests.unit.verification.asking import codes, judge
from tests.unit.verification.issuing import badge, issuer, raw, signed, token

ED = issuer()
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def picture(*chunks: bytes) -> bytes:
    return SIGNATURE + chunk(b"IHDR", bytes(13)) + b"".join(chunks) + chunk(b"IEND", b"")


def text_chunk(text: bytes, *, keyword: bytes = b"openbadgecredential", compressed: bool = False) -> bytes:
    body = zlib.compress(text) if compressed else text
    return chunk(b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"\0\0" + body)


@pytest.mark.parametrize("compressed", [False, True])
def test_a_badge_in_a_png_is_verified(compressed: bool) -> None:
    text = raw(signed(badge(ED), ED))
    assert judge(picture(text_chunk(text, compressed=compressed))).verdict is Verdict.VERIFIED


def test_a_token_in_a_png_is_verified() -> None:
    text = token(badge(ED), ED).encode()
    assert judge(picture(text_chunk(text))).format == "ob3-jwt"


def test_a_badge_in_an_svg_is_verified_and_its_doctype_is_stepped_over() -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    inner = b"<![CDATA[" + raw(signed(badge(ED), ED)) + b"]]>"
    svg = head + b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0">'
    svg += b"<ob:credential>" + inner + b"</ob:credential></svg>"
    assert judge(svg).verdict is Verdict.VERIFIED


def test_a_token_in_an_svg_is_verified() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0">'
    svg += f'<ob:credential verify="{token(badge(ED), ED)}"/></svg>'
    assert judge(svg.encode()).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture(), "NO_BAKED_DATA"),
        (picture(text_chunk(b"{}"), text_chunk(b"{}")), "MULTIPLE_CHUNKS"),
        (picture(text_chunk(b"{}"))[:-6], "TRUNCATED"),
        (picture(text_chunk(b"{}"))[:60], "TRUNCATED"),
        (picture(text_chunk(b"abcd")).replace(b"abcd", b"abce"), "BAD_CRC"),
        (picture(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0not zlib")), "UNBAKE_PARSE"),
        (picture(chunk(b"iTXt", b"openbadgecredential\0\1")), "UNBAKE_PARSE"),
        (picture(text_chunk(bytes(60_000_000), compressed=True)), "TOO_LARGE"),
        (SIGNATURE + b"\xff\xff\xff\xff" + b"iTXt", "TRUNCATED"),
    ],
)
def test_a_broken_png_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CheckFailedError) as error:
        unbake_png(data)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "NO_BAKED_DATA"),
        (b"<svg xmlns:o='http://openbadges.org'><o:assertion/></svg>", "NO_BAKED_DATA"),
        (b"<svg xmlns:o='http://openbadges.org'><o:assertion verify='a'/><o:assertion verify='b'/></svg>", "MULTIPLE_CHUNKS"),
        (b"<svg", "UNBAKE_PARSE"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg>&b;</svg>", "UNBAKE_PARSE"),
        (b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>", "UNBAKE_PARSE"),
    ],
)
def test_a_broken_svg_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CheckFailedError) as error:
        unbake_svg(data)
    assert error.value.code == code


def test_old_text_chunks_are_read_as_they_are() -> None:
    body = b"openbadges\0" + "https://bakers.example/bröt".encode()
    assert unbake_png(picture(chunk(b"tEXt", body))) == "https://bakers.example/bröt".encode()


def test_a_picture_inside_a_picture_ends() -> None:
    inner = picture(text_chunk(b"{}"))
    for _ in range(6):
        inner = picture(text_chunk(inner))
    assert codes(judge(inner)) == {"readable": "NOT_A_CREDENTIAL"}
