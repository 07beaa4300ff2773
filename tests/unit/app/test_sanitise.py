"""Text of strangers: it is read, and it can do nothing."""

from __future__ import annotations

import re
import string
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence import sanitise
from app.evidence.sanitise import LONGEST, host_of, markdown, plain, preformatted

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[click](vbscript:x)",
    "<a href='javascript:alert(1)'>x</a>",
    "<svg onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<style>body{display:none}</style>",
    "<form action=/account/delete method=post><button>x</button></form>",
    "![x](https://tracker.example/pixel.png)",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    "`<script>`",
    "<!-- --!><script>alert(1)</script>",
]
_ALIVE = re.compile(r"<\s*(script|img|svg|iframe|style|form|button|math|object|embed|base|meta|link)|<[^>]+\s(on\w+|style|src)\s*=", re.I)
_LINK = re.compile(r'href="([^"]*)"')


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_without_power(text: str) -> None:
    html = str(markdown(text))
    assert not _ALIVE.search(html)
    assert all(link.startswith(("http://", "https://")) for link in _LINK.findall(html))


@given(st.text("<>/\"'=()[]!`*#& \nabijnorstvx:;", max_size=80))
def test_no_text_at_all_comes_out_with_power(text: str) -> None:
    assert not _ALIVE.search(str(markdown(text)))


def test_markdown_is_formatted() -> None:
    html = str(markdown("Four analyses in **R**, one *defended*.\n\n- one\n- two"))
    assert "<strong>R</strong>" in html
    assert "<li>one</li>" in html


def test_a_link_leaves_without_telling_and_without_credit() -> None:
    html = str(markdown("[work](https://example.org/a)"))
    assert 'href="https://example.org/a"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


def test_a_relative_link_leads_nowhere_of_ours() -> None:
    assert "href" not in str(markdown("[you](/account/delete)"))


def test_headings_stand_under_the_heading_above_them() -> None:
    assert "<h4>Title</h4>" in str(markdown("# Title", below=3))
    assert "<h6>" in str(markdown("##### Deep", below=3))


def test_pictures_inside_a_text_are_not_fetched() -> None:
    assert "<img" not in str(markdown("![x](https://tracker.example/p.png)"))


def test_preformatted_text_shows_its_signs() -> None:
    assert str(preformatted("a < b & c")) == "<pre>a &lt; b &amp; c</pre>"


def test_plain_words_carry_no_signs() -> None:
    assert plain("Uses **Python**\nand [SQL](https://e.example).\n\n- fast") == "Uses Python and SQL. fast"
    assert plain(None) == ""


def test_a_very_long_or_deep_text_is_cut_and_comes_back_soon() -> None:
    assert len(str(markdown("a " * LONGEST))) < LONGEST * 2
    assert markdown(">" * 50_000 + "x") is not None
    assert markdown("[" * 50_000) is not None
    assert markdown("*a " * 50_000) is not None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://files.example.org/x", "files.example.org"),
        ("http://a@b.example:8080/x", "b.example:8080"),
        ("javascript:alert(1)", ""),
        ("https://[", ""),
        (None, ""),
    ],
)
def test_the_host_of_a_link_is_what_it_leads_to(url: str | None, host: str) -> None:
    assert host_of(url) == host


@given(st.text(alphabet=string.ascii_letters + "  \n\t.,;:!?'\"()/%$@^{}=+->0123456789*_`[]<&~|#\\\x00\r\x0b\u00a0é", max_size=60))
def test_plain_text_is_told_plainly_with_or_without_the_parser(text):
    fast = sanitise.plain.__wrapped__(text)
    with patch.object(sanitise, "_SIGNS", re.compile("")):
        assert sanitise.plain.__wrapped__(text) == fast
