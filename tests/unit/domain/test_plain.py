"""Text of strangers is stored without control characters."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.plain import one_line, several_lines
from app.domain.publishing import file_name


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Ana  Petrova ", "Ana Petrova"),
        ("Ana\r\nBcc: x@y.example", "Ana Bcc: x@y.example"),
        ("nul\x00byte", "nul byte"),
        ("\x1b[31mred", "[31mred"),
        ("half \ud800 pair", "half pair"),
        ("Łucja Żółć 🥖", "Łucja Żółć 🥖"),
        ("\x00\n\t", ""),
    ],
)
def test_one_line_is_one_line(text, stored):
    assert one_line(text, limit=100) == stored


@given(st.text(max_size=12) | st.text(alphabet="ab \u00a0\u2003\u3000\u200b", max_size=12))
def test_one_line_has_single_spaces_and_nothing_at_its_ends(text):
    line = one_line(text, limit=100)
    assert line == " ".join(line.split()) == " ".join("".join(" " if category(c) in ("Cc", "Cs") else c for c in text).split())


def test_a_limit_cuts_and_leaves_no_space_at_the_end():
    assert one_line("ab cd", limit=3) == "ab"


def test_several_lines_keep_their_ends_only():
    assert several_lines(" a \r\nb\x00\rc\n\n", limit=100) == "a\nb\nc"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\Users\\ana\\badge.json", "badge.json"), ("two\r\nlines.json", "two lines.json"), ("", "")],
)
def test_a_file_name_is_its_last_part_on_one_line(sent, kept):
    assert file_name(sent) == kept
