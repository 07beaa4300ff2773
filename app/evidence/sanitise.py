"""The one sanitiser: text that somebody outside wrote becomes HTML that can do nothing, or plain words.

Narratives, criteria and text files are Markdown by convention. HTML in them is shown as the characters it is. The result is cleaned
once more by a list of what may stay, so that a fault in either half alone lets nothing through. Pictures inside a text are left
out: fetching one would tell a stranger's server who reads the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

LONGEST = 200_000
"""Characters of a text that are shown."""
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_REL = "noopener noreferrer nofollow"
_SPACES = re.compile(r"\s+")
_SIGNS = re.compile(r"[\\`*_\[\]<&~|#\x00]|(?:^|\r)\s*(?:[-+=>]|\d+[.)])", re.MULTILINE)
"""What Markdown could read as more than words; a text without any, as most are, need not be parsed to be told plainly."""


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
    return parser.disable("image")


_MARKDOWN = _parser()


def markdown(text: str | None, *, below: int = 2) -> Markup:
    """`text` as HTML. Its headings begin one level under `below`, the level of the page's heading above it."""
    if not text:
        return Markup()
    tokens = _MARKDOWN.parse(text[:LONGEST].replace("\x00", ""))
    _lower_headings(tokens, below)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return _clean(html)


def preformatted(text: str) -> Markup:
    """`text` as it stands, line by line."""
    return Markup("<pre>{}</pre>").format(text[:LONGEST].replace("\x00", ""))


@lru_cache(maxsize=2000)
def plain(text: str | None) -> str:
    """The words of a Markdown text without its signs, on one line."""
    if not text:
        return ""
    if _SIGNS.search(text[:LONGEST]) is None:
        return _SPACES.sub(" ", text[:LONGEST]).strip()
    tokens = _MARKDOWN.parse(text[:LONGEST].replace("\x00", ""))
    return _SPACES.sub(" ", " ".join(_words(tokens))).strip()


def sentence(text: str) -> str:
    """A cause as a sentence: a capital at its beginning, a full stop at its end."""
    clean = text.strip()
    return clean[:1].upper() + clean[1:] + ("" if clean.endswith((".", "!", "?")) else ".") if clean else ""


def host_of(url: str | None) -> str:
    """The host that a link leads to, for saying so beside it; empty when it is no web address."""
    if not url or not url.startswith(("http://", "https://")):
        return ""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def _clean(html: str) -> Markup:
    # nh3's output is what the template may print as it stands: this is the only place that says so.
    return Markup(  # noqa: S704 - cleaned by nh3 in this very call
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            attribute_filter=_leaves,
            url_schemes={"http", "https"},
            link_rel=_REL,
            strip_comments=True,
        )
    )


def _leaves(tag: str, attribute: str, value: str) -> str | None:
    """Keep a link only when it leads away: a relative one would press a button of this site."""
    if tag == "a" and attribute == "href":
        return value if host_of(value) else None
    return value


def _lower_headings(tokens: list[Token], below: int) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + below, 6)}"


def _words(tokens: list[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.children is not None:
            found.append("".join(" " if child.type.endswith("break") else child.content for child in token.children))
        elif token.content:
            found.append(token.content)
    return found
