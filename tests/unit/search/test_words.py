"""Text analysis: what counts as a word, what a search box text asks for, and what is marked on a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.words import (
    Words,
    analyse,
    count_matches,
    mark,
    occurs,
    occurs_in,
    parse_words,
    snippet,
    stem_of,
    stems_of,
    tokens,
    typed_parts,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Designed streaming pipelines.", ["design", "stream", "pipelin"]),
        ("C++, C# and .NET", ["c++", "c#", "and", ".net"]),
        ("Writes C++. Reads C#/.NET!", ["write", "c++", "read", "c#", ".net"]),
        ("CompTIA A+ (2024)", ["comptia", "a+", "2024"]),
        ("C++11", ["c++", "11"]),
        ("Python+SQL, Python + SQL", ["python", "sql", "python", "sql"]),
        ("Node.js", ["node", "js"]),
        ("end of it.Next ...", ["end", "of", "it", "next"]),
        ("front-end, snake_case", ["front", "end", "snake", "case"]),
        ("Café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("Søren Łukasz Straße ﬁne", ["soren", "lukasz", "strass", "fine"]),
        ("Ｃ＋＋ ｆｕｌｌ", ["c++", "full"]),
        ("数据 분석", ["数", "据", stem_of("분석")]),
        ("कि", [stem_of("कि")]),
        ("!!! ?? *", []),
        ("\x00\ud800 ok", ["ok"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert analyse(text) == words


def test_vowel_signs_of_indic_scripts_tell_words_apart() -> None:
    assert stem_of("कि") != stem_of("क")


@given(st.text(max_size=60))
def test_analysing_the_joined_words_of_engines_splits_nowhere_but_at_spaces(text: str) -> None:
    words = analyse(text)
    assert " ".join(words).split() == words
    assert all(word and '"' not in word for word in words)


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    assert [stem_of(text[t.start : t.end]) for t in tokens(text)] == analyse(text)


@given(st.text(alphabet="ab1 _c+#.('C", max_size=40) | st.text(alphabet=st.characters(max_codepoint=127), max_size=40))
def test_a_text_of_plain_letters_is_read_like_any_other(text: str) -> None:
    assert [*analyse(text), "e"] == analyse(f"{text} é")
    assert [(t.stem, t.start, t.end) for t in tokens(f"{text} é")][:-1] == [(t.stem, t.start, t.end) for t in tokens(text)]


def test_a_word_longer_than_any_language_has_is_cut() -> None:
    assert len(analyse("x" * 400)[0]) == 64


@pytest.mark.parametrize(
    ("typed", "words", "phrases"),
    [
        ('python "public transport"', ("python",), (("public", "transport"),)),
        ("“public transport” python python", ("python",), (("public", "transport"),)),
        ("node.js front-end", (), (("node", "js"), ("front", "end"))),
        ('"python"', ("python",), ()),
        ('lonely " quote', ("lone", "quot"), ()),
        ("a AND b OR NOT title:c*", ("a", "and", "b", "or", "not"), (("titl", "c"),)),
        ("*** ???", (), ()),
        ("", (), ()),
    ],
)
def test_what_is_typed_is_words_and_phrases_and_never_operators(
    typed: str, words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]
) -> None:
    assert parse_words(typed) == Words(words, phrases)


def test_stems_name_every_word_once() -> None:
    assert parse_words('sql "public transport" transport').stems == ("sql", "transport", "public")


def test_words_are_marked_in_any_form_and_the_text_is_kept() -> None:
    query = parse_words('pipelines "public transport"')
    marked = mark("A pipeline for Public Transport; transport too", query)
    assert [fragment for fragment, is_match in marked if is_match] == ["pipeline", "Public Transport"]
    assert "".join(fragment for fragment, _ in marked) == "A pipeline for Public Transport; transport too"


def test_markup_in_a_text_stays_text() -> None:
    assert mark("<b>sql</b>", parse_words("sql")) == [("<b>", False), ("sql", True), ("</b>", False)]


def test_overlapping_matches_are_one_fragment() -> None:
    query = Words((), (("a", "b"), ("b", "c")))
    assert mark("x a b c y", query) == [("x ", False), ("a b c", True), (" y", False)]


@given(st.text(alphabet="ab c+.é", max_size=40), st.text(alphabet='ab c"', max_size=12))
def test_marked_fragments_join_to_the_text(text: str, typed: str) -> None:
    assert "".join(fragment for fragment, _ in mark(text, parse_words(typed))) == text


def test_a_snippet_shows_the_stretch_with_most_matches() -> None:
    text = "sql once. " + "filler words here " * 30 + "python and sql together " + "more filler " * 30
    shown = snippet(text, parse_words("python sql"), 80)
    assert [fragment for fragment, is_match in shown if is_match] == ["python", "sql"]
    assert shown[0] == ("… ", False)
    assert shown[-1] == (" …", False)
    assert sum(len(fragment) for fragment, _ in shown) <= 90


@pytest.mark.parametrize(
    ("text", "asked", "times"),
    [
        ("Python, SQL and more SQL", "python sql", 3),
        ("data data data", '"data data"', 2),
        ("Python is here", "java", 0),
        ("naïve café", "cafe", 1),
        ("", "python", 0),
    ],
)
def test_matches_are_counted_without_reading_where_they_stand(text: str, asked: str, times: int) -> None:
    query = parse_words(asked)
    assert count_matches(text, query) == times
    assert sum(marked for _, marked in mark(text, query)) <= times


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    assert snippet("one two three four", parse_words("none"), 8) == [("one two", False), (" …", False)]
    assert snippet("short", parse_words(""), 80) == [("short", False)]


def test_what_was_typed_is_cut_into_words_and_phrases() -> None:
    assert typed_parts('data  "public transport" C++ - !? “x y') == ["data", '"public transport"', "C++", "x", "y"]
    assert typed_parts("") == []


ENDINGS = ["s", "ed", "ing", "y", "ys", "ies", "ity", "bility", "iveness", "ation", "ational", "ator", "icate", "izing", "ible", "logy"]
PARTS = st.builds("".join, st.lists(st.sampled_from([*"abcdeilnorstuyz", *ENDINGS]), min_size=1, max_size=5))
TYPED = PARTS | st.sampled_from(["C++", "c#", ".NET", "Node.js", "A+", "B2", "日本", "été"])


@given(st.lists(TYPED, min_size=1, max_size=6), st.integers(0, 5))
def test_no_text_with_the_words_is_passed_over(chunks: list[str], chosen: int) -> None:
    text = " ".join(chunks).upper()
    asked = parse_words(chunks[chosen % len(chunks)])
    stems = analyse(text)
    for sequence in asked.sequences:
        assert occurs_in(sequence, text) == occurs(sequence, stems)


def test_a_text_whose_letters_cannot_hold_a_word_is_not_read() -> None:
    text = "Nobody has read this text before, not even in part."
    held = stems_of.cache_info().currsize
    assert not occurs_in(("python",), text)
    assert stems_of.cache_info().currsize == held
