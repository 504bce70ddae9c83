"""Markdown's inline markup, taken off a paragraph whose lines are already joined."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKUP = regex.compile(r"[*_`\[\]<&\\]")
# `**Chương I****QUY ĐỊNH CHUNG**`: two bold lines whose line break was lost.
_LOST_BREAK = regex.compile(
    r"(?:(?<=[\p{Ll}\d.,;:)])\*{4}(?=\p{Lu})|(?<=\p{Lu})\*{4}(?=\p{Lu}\p{Ll})|(?<=\s[IVX]{1,5})\*{4}(?=\p{Lu}))"
)
_EMPTY_EMPHASIS = regex.compile(r"\*{4}|(?<!\*)(\*{1,3})([ \t\xa0]+)\1(?!\*)")
_LEFT_OVER = regex.compile(r"\*{2,}|_{2,}(?=\p{L})|(?<=\p{L})_{2,}")
# A lone `*` stays as a bullet, as `(*)`, and as a sign between blanks; any other is an emphasis that went wrong.
_STRAY = regex.compile(r"(?<=\S)(?<!\()\*|\*(?=[^\s*)])|(?<=\s)\*$|^\*$")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def plain_lines(text: str) -> list[str]:
    """A Markdown paragraph without emphasis, link and code marks, escapes and entities resolved.

    Real files are sloppy: emphasis opened and never closed, closed after a blank, or empty. What the parser
    leaves of such marks goes too; a `*` that heads a list item, or stands as a sign of its own, stays.

    Args:
        text: one paragraph, on one line.

    Returns:
        Its lines: more than one where the markup holds a forced line break.
    """
    if not _MARKUP.search(text):
        return [text]
    text = _LOST_BREAK.sub("\n", text)
    text = _EMPTY_EMPHASIS.sub(lambda match: match[2] or "", text)
    children = _parser().parseInline(text)[0].children or []
    plain = _LEFT_OVER.sub("", "".join(map(_shown, children)))
    if "*" in plain:
        plain = _STRAY.sub("", plain.strip())
    return [line.strip() for line in plain.split("\n") if line.strip()]


def _shown(token: Token) -> str:
    """What of an inline token a reader sees."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "html_inline":
        return "\n" if token.content[:3].lower() == "<br" else ""
    return token.content


__all__ = ["plain_lines"]
