"""RTF as tokens: control words, characters, groups (Rich Text Format specification 1.9.1, "RTF syntax")."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

import regex

_TOKEN = regex.compile(
    r"\\([a-zA-Z]{1,40})(-?\d{1,10})?\x20?"  # a control word, its number, the blank that ends it
    r"|\\'([0-9a-fA-F]{2})"
    r"|\\([^a-zA-Z])"
    r"|([{}])"
    r"|([^\\{}\r\n\x00]+)",
    regex.DOTALL,
)


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    BYTE = auto()
    TEXT = auto()


Token = tuple[Kind, str, int | None]
"""Kind; the word, sign or characters (one Latin-1 character a byte); a control word's number."""


def tokens(data: bytes) -> Iterator[Token]:
    """Tokens of an RTF file; binary data is passed over."""
    text = data.decode("latin-1")
    at = 0
    while True:
        match = _TOKEN.search(text, at)
        if match is None:
            return
        at = match.end()
        word, number, code, sign, brace, plain = match.groups()
        if plain is not None:
            yield Kind.TEXT, plain, None
        elif word is not None:
            value = int(number) if number else None
            if word == "bin":
                at += max(value or 0, 0)
                continue
            yield Kind.WORD, word, value
        elif code is not None:
            yield Kind.BYTE, chr(int(code, 16)), None
        elif brace is not None:
            yield (Kind.OPEN if brace == "{" else Kind.CLOSE), brace, None
        else:
            yield Kind.SYMBOL, sign, None


__all__ = ["Kind", "Token", "tokens"]
