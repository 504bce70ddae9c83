"""Texts written without any diacritics (`Dien Bien, ngay 09 thang 11 nam 2022`): the letters phrases are known to have.

Old systems and plain e-mail lose every mark. What is matched on gets the marks of phrases that stand in the gazetteers,
letter for letter, so that offsets stay; words nobody lists, and those that several phrases could be, stay as they are.
The text itself is never changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import regex

from gazetteers import read_table, split_cell

_MARKED = regex.compile(r"[^\W\d_a-zA-Z]")
_TOKEN = regex.compile(r"\p{L}+|\d+|:")
_BETWEEN = regex.compile(r"[\s,./&-]{0,3}")
_ROMAN = regex.compile(r"[IVXL]+")
_SHORTEST = 150
"""Characters; a name or a phrase without marks tells nothing."""
_MARKED_SHARE = 0.005
"""Share of letters with marks below which a text counts as written without (a foreign name, a corrected word)."""
_PROBE = 4000
_LEAST_PHRASES = 6
_LEAST_SHARE = 0.1
"""Of the words, those in known phrases; in English ones `do` or `so` are as good as none."""
_NUMBER = "#"

# Table, columns: whose phrases of several words are known. The first table that has one says how it is written.
_TABLES = (
    ("unaccented", ("phrase",)),
    ("doc_types", ("words",)),
    ("doc_kinds", ("phrase",)),
    ("org_patterns", ("head",)),
    ("organisations", ("name", "forms")),
    ("org_fields", ("field",)),
    ("laws", ("name",)),
    ("reference_cues", ("phrase",)),
)

Phrase = tuple[tuple[str, ...], tuple[str, ...]]
"""Words without marks in lower case, and as they are written."""


def plain(text: str) -> str:
    """`text` without marks, same length for NFC text: `Điện Biên` → `Dien Bien`."""
    return "".join(map(_plain_letter, text))


@cache
def _plain_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    return unicodedata.normalize("NFD", letter)[0]


def restored(text: str) -> str:
    """What to match on: `text` with the marks of known phrases if it has none of its own, else `text` itself.

    Args:
        text: NFC text.

    Returns:
        A text of the same length.
    """
    if len(text) < _SHORTEST or _is_marked(text[:_PROBE]) or _is_marked(text):
        return text
    if not _tells(text[:_PROBE]):
        return text
    tokens = list(_TOKEN.finditer(text))
    return _with_marks(text, tokens, _phrases_in(text, tokens))


def restored_sentence(text: str) -> str:
    """As `restored`, for a sentence of a document that may have no marks: however short it is.

    Args:
        text: NFC text.
    """
    if _MARKED.search(text):
        return text
    tokens = list(_TOKEN.finditer(text))
    return _with_marks(text, tokens, _phrases_in(text, tokens))


def _with_marks(text: str, tokens: list[regex.Match[str]], found: Iterable[tuple[int, int, tuple[str, ...]]]) -> str:
    letters = list(text)
    for at, _, phrase in found:
        for token, written in zip(tokens[at:], phrase, strict=False):
            if written != _NUMBER and len(written) == len(token[0]):
                letters[token.start() : token.end()] = (
                    mark.upper() if letter.isupper() else mark.lower()
                    for letter, mark in zip(token[0], written, strict=True)
                )
    return "".join(letters)


def _tells(text: str) -> bool:
    """Whether phrases of several words make up a text as they do where marks are lost, and not by chance."""
    tokens = list(_TOKEN.finditer(text))
    found = list(_phrases_in(text, tokens))
    words = sum(1 for token in tokens if token[0].isalpha())
    told = sum(length for _, length, phrase in found if len(phrase) > 1)
    return len(found) >= _LEAST_PHRASES and told >= _LEAST_SHARE * words


def _is_marked(text: str) -> bool:
    limit = _MARKED_SHARE * len(text)
    return any(count > limit for count, _ in enumerate(_MARKED.finditer(text), 1))


def _phrases_in(text: str, tokens: list[regex.Match[str]]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(index of the first token, tokens, words as written) of the longest phrases, from left to right."""
    known = _phrases()
    words = [token[0].lower() for token in tokens]
    at = 0
    while at < len(tokens):
        following = words[at + 1] if at + 1 < len(words) else ""
        for wanted, written in _candidates(known, words[at], following):
            if _stands(text, tokens, words, at, wanted):
                yield at, len(wanted), written
                at += len(wanted) - (wanted[-1] == _NUMBER)
                break
        else:
            at += 1


def _candidates(known: Mapping[tuple[str, str], tuple[Phrase, ...]], word: str, following: str) -> Iterator[Phrase]:
    """Phrases that begin with two words, then those of a word and a number, then a word alone."""
    yield from known.get((word, following), ())
    yield from known.get((word, _NUMBER), ())
    yield from known.get((word, ""), ())


def _stands(text: str, tokens: list[regex.Match[str]], words: list[str], at: int, wanted: tuple[str, ...]) -> bool:
    if at + len(wanted) > len(words):
        return False
    for offset, word in enumerate(wanted):
        token = tokens[at + offset]
        if offset and not _BETWEEN.fullmatch(text, tokens[at + offset - 1].end(), token.start()):
            return False
        if word == _NUMBER:
            if not (token[0].isdigit() or _ROMAN.fullmatch(token[0])):
                return False
        elif words[at + offset] != word:
            return False
    # A code is no word: `KH-UBND`, `1247/CTr`.
    first, last = tokens[at].start(), tokens[at + len(wanted) - 1].end()
    return wanted[-1] == _NUMBER or not (
        (first and text[first - 1] in "/_@") or text[last : last + 1] in ("/", "_", "@")
    )


@cache
def _phrases() -> Mapping[tuple[str, str], tuple[Phrase, ...]]:
    """First two words (the second empty for a word alone) → phrases that begin with them, longest first."""
    known: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for table, columns in _TABLES:
        rows = read_table(table)
        of_table: dict[tuple[str, ...], tuple[str, ...] | None] = {}
        for phrase in (p for row in rows for column in columns for p in split_cell(row[column])):
            _add(of_table, phrase, alone=table == "unaccented")
        known = {**of_table, **known}
    places: dict[tuple[str, ...], tuple[str, ...] | None] = {}
    for row in read_table("provinces"):
        for name in (row["name"], *split_cell(row["aliases"])):
            _add(places, name, alone=False)
            _add(places, f"{row['type']} {name}", alone=False)
    known = {**places, **known}
    by_first: dict[tuple[str, str], list[Phrase]] = {}
    for words, written in known.items():
        if written is not None:
            by_first.setdefault((words[0], words[1] if len(words) > 1 else ""), []).append((words, written))
    return {first: tuple(sorted(found, key=lambda f: (-len(f[0]), f[0]))) for first, found in by_first.items()}


def _add(known: dict[tuple[str, ...], tuple[str, ...] | None], phrase: str, *, alone: bool) -> None:
    written = tuple(_written_words(phrase))
    words = tuple(plain(word).lower() for word in written)
    if len(words) < 2 and not alone:
        return
    if known.get(words, written) not in (None, written):
        # `cơ quan` and `cổ quán` lose the same marks.
        lower = [tuple(w.lower() for w in one) for one in (known[words] or (), written)]
        known[words] = written if lower[0] == lower[1] else None
    else:
        known.setdefault(words, written)


def _written_words(phrase: str) -> Iterable[str]:
    return (match[0] for match in regex.finditer(r"\p{L}+|\d+|[#:]", unicodedata.normalize("NFC", phrase)))
