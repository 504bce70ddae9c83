"""Finding words of a text on a page: blanks, hyphens, marks and letter case count for nothing, surroundings decide.

The text of a document was cleaned: lines joined, columns put in order, characters composed, headers of pages dropped.
So the words are sought in what the page holds, and of several places the one is taken that has the most of the same
characters and words around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.explore.pictures.jobs import Box, Wanted

_KEPT = frozenset(".,%/")
"""Signs that tell numbers and symbols apart; all others may differ."""
_AFFIX_MOST = 48
_FOOT = 400
"""Characters at a page's end among which a mention may begin that goes on overleaf; a page number may follow."""
_SURE = 8
_NEAR = 160
"""Characters of a page to either side that are looked through for the words around."""
_TOKEN = regex.compile(r"[^\W_]{2,}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared."""

    text: str
    at: tuple[int, ...]
    """Index in the original of each character."""


def folded(text: str, *, signs: bool = True) -> Folded:
    """Letters and figures without marks, small; signs that matter; nothing else.

    Args:
        text: any.
        signs: whether the signs are kept.
    """
    letters: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            plain = "d" if part == "đ" else part
            if plain.isalnum() or (signs and plain in _KEPT):
                letters.append(plain)
                at.append(index)
    return Folded("".join(letters), tuple(at))


def locate(page: str, wanted: Wanted) -> tuple[int, int] | None:
    """Where on a page the wanted words stand.

    Args:
        page: its characters, in the order in which it draws them.
        wanted: the words, and their surroundings in the document's text.

    Returns:
        Indexes of the first character and one past the last; null where the words are not there.
    """
    for signs in (True, False):
        stream, sought = folded(page, signs=signs), folded(wanted.surface, signs=signs).text
        if not sought:
            continue
        spans = [span for span in _occurrences(stream, sought) if _stands_alone(page, span)]
        if spans:
            before, after = (folded(words, signs=signs).text for words in (wanted.before, wanted.after))
            tokens = frozenset(_tokens(wanted.before) + _tokens(wanted.after))

            def likeness(
                span: tuple[int, int],
                stream: Folded = stream,
                around: tuple[str, str, frozenset[str]] = (before, after, tokens),
            ) -> float:
                return _likeness(page, stream, span, around)

            return max(spans, key=likeness)
    return _at_foot(page, wanted)


def _at_foot(page: str, wanted: Wanted) -> tuple[int, int] | None:
    """The first words of those wanted, at the end of a page: the others stand on the next."""
    words = wanted.surface.split()
    foot = max(0, len(page) - _FOOT)
    stream = folded(page[foot:])
    for count in range(len(words) - 1, 0, -1):
        sought = folded(" ".join(words[:count])).text
        spans = [(foot + a, foot + b) for a, b in _occurrences(stream, sought)] if sought else []
        spans = [span for span in spans if _stands_alone(page, span)]
        if spans:
            before, head = folded(wanted.before).text, folded(page[: spans[-1][0]]).text
            # So little is believed only behind the very words that stand before it in the text.
            return spans[-1] if _common(before[::-1], head[::-1]) >= _SURE else None
    return None


def _occurrences(stream: Folded, sought: str) -> list[tuple[int, int]]:
    found = []
    at = stream.text.find(sought)
    while at >= 0:
        found.append((stream.at[at], stream.at[at + len(sought) - 1] + 1))
        at = stream.text.find(sought, at + 1)
    return found


def _stands_alone(page: str, span: tuple[int, int]) -> bool:
    """Whether a span is no part of a longer number or word."""
    start, end = span
    left, right = page[max(0, start - 2) : start], page[end : end + 2]
    first, last = page[start], page[end - 1]
    if first.isdigit() and (left[-1:].isdigit() or (left[-1:] in (".", ",") and left[:1].isdigit())):
        return False
    if last.isdigit() and (right[:1].isdigit() or (right[:1] in (".", ",") and right[1:].isdigit())):
        return False
    if first.isalpha() and left[-1:].isalpha():
        return False
    return not (last.isalpha() and right[:1].isalpha())


def _likeness(page: str, stream: Folded, span: tuple[int, int], around: tuple[str, str, frozenset[str]]) -> float:
    before, after, tokens = around
    head, tail = folded(page[max(0, span[0] - _NEAR) : span[0]]).text, folded(page[span[1] : span[1] + _NEAR]).text
    same = _common(before[::-1], head[::-1]) + _common(after, tail)
    near = set(_tokens(page[max(0, span[0] - _NEAR) : span[0]] + " " + page[span[1] : span[1] + _NEAR]))
    shared = len(tokens & near) / max(1, len(tokens))
    return same + 20 * shared


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one[:_AFFIX_MOST], other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _tokens(text: str) -> list[str]:
    return [folded(match[0]).text for match in _TOKEN.finditer(text)]


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of characters one after the other, made one for each line of them."""
    lines: list[Box] = []
    for box in boxes:
        if lines and _same_line(lines[-1], box):
            last = lines[-1]
            lines[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            lines.append(box)
    return tuple(lines)


def _same_line(line: Box, box: Box) -> bool:
    shared = min(line[3], box[3]) - max(line[1], box[1])
    lower = min(line[3] - line[1], box[3] - box[1])
    return shared >= lower * 0.5 and box[0] >= line[0] - (line[3] - line[1])
