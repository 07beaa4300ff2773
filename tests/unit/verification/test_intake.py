"""The strict reader, and telling what bytes are."""

from __future__ import annotations

import time

import pytest

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import Kind, decode_base64url, read_json, sniff
from indexer.verification.report import Verdict
from tests.unit.verification.asking import codes, judge


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a":1,"a":2}', "DUPLICATE_KEY"),
        (b'{"b":{"a":1,"\\u0061":2}}', "DUPLICATE_KEY"),
        (b'["\\uDADA"]', "JSON_UTF8"),
        (b'{"\\uDADA":1}', "JSON_UTF8"),
        (b'{"a":"\xff"}', "JSON_UTF8"),
        (b"[" * 65 + b"]" * 65, "JSON_DEPTH"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "JSON_DEPTH"),
        (b'{"a":NaN}', "DECODE"),
        (b'{"a":Infinity}', "DECODE"),
        (b'{"a":-Infinity}', "DECODE"),
        (b'{"a":1e999}', "DECODE"),
        (b'{"a":9007199254740993}', "DECODE"),
        (b'{"a":' + b"9" * 5000 + b"}", "DECODE"),
        (b'{"a":1', "DECODE"),
        (b'{"a":1}x', "DECODE"),
        (b'{"a":1}' + b" " * (2 * 1024 * 1024), "TOO_LARGE"),
    ],
)
def test_what_readers_would_disagree_on_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(CheckFailedError) as error:
        read_json(text)
    assert error.value.code == code


def test_brackets_inside_strings_are_not_depth() -> None:
    assert read_json(b'{"a":"' + b"[" * 100 + b'"}') == {"a": "[" * 100}


def test_characters_in_two_halves_are_read() -> None:
    assert read_json(b'["\\ud83d\\ude00"]') == ["\U0001f600"]


@pytest.mark.parametrize("text", ["YQ", "YWI", "YWJj", ""])
def test_base64url_is_read(text: str) -> None:
    assert decode_base64url(text) == {"YQ": b"a", "YWI": b"ab", "YWJj": b"abc", "": b""}[text]


@pytest.mark.parametrize("text", ["YQ==", "YR", "YWJ", "Y", "Y+", "Y/", "YQ\n", " YQ"])
def test_base64url_is_read_strictly(text: str) -> None:
    with pytest.raises(CheckFailedError):
        decode_base64url(text)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n...", Kind.PNG),
        (b"<?xml version='1.0'?><svg/>", Kind.SVG),
        (b"\xef\xbb\xbf  <svg xmlns='x'>", Kind.SVG),
        (b"eyJ.eyJ.abc", Kind.JWS),
        (b'  "eyJ.eyJ.abc"\n', Kind.JWS),
        (b"eyJ.eyJ.abc~", Kind.SD_JWT),
        (b' {"a":1}', Kind.JSON),
        (b"<html></html>", Kind.OTHER),
        (b"", Kind.OTHER),
    ],
)
def test_bytes_are_known_by_their_content(raw: bytes, kind: Kind) -> None:
    assert sniff(raw) is kind


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b"hello",
        b"{}",
        b"[]",
        b"null",
        b'"text"',
        b"<html><body>404</body></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n",
        b'{"name":"a CV","skills":["baking"]}',
        b"a.b.c",
        b"\x00\x01\x02",
        b"0oRA",
        b"\xd2\x84",
        b"~~~",
        b"eyJhIjoxfQ.eyJhIjoxfQ.YQ~x~",
    ],
)
def test_what_is_no_credential_gets_a_report_that_says_so(raw: bytes) -> None:
    report = judge(raw)
    assert report.verdict is Verdict.UNREADABLE
    assert "readable" in codes(report)
    assert report.claims is None


def test_many_duplicates_are_found_in_linear_time() -> None:
    text = "{" + ",".join(f'"k{index}":0' for index in range(100_000)) + ',"k99999":1}'
    before = time.process_time()
    with pytest.raises(CheckFailedError):
        read_json(text)
    assert time.process_time() - before < 5
