"""Where in a text something stands that a decision is about, also after the text has changed.

A decision knows the words, the sentence around them and how far into the sentence they stand. All offsets are code
points into `documents.text`.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from pipeline.review.decisions import Decision

_AROUND = 160
NEAR = 300
"""How far, in code points, a row of the same words may have moved within one document without its sentence to tell."""


def line_around(text: str, start: int, end: int) -> str:
    """The line a mention stands in, at most 160 characters to either side: the sentence of tables that hold none."""
    left = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    return text[left : min(stop if stop >= 0 else len(text), end + _AROUND)].strip()


def offset_in(text: str, sentence: str, start: int) -> int | None:
    """How far into its sentence the mention at `start` stands; null where the sentence is not there around it."""
    begin = text.rfind(sentence, max(0, start - len(sentence)), start + len(sentence)) if sentence else -1
    return start - begin if 0 <= begin <= start else None


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same but for blanks."""
    return one is not None and other is not None and one.split() == other.split()


def occurrences(text: str, words: str) -> Iterable[tuple[int, int]]:
    """Spans of `words` in `text`, any run of blanks standing for any other; not within a longer word or number."""
    sought = r"\s+".join(regex.escape(part) for part in words.split())
    if not sought:
        return ()
    pattern = regex.compile(rf"(?<![\p{{L}}\d]){sought}(?![\p{{L}}\d])")
    return (match.span() for match in pattern.finditer(text))


def placed(text: str, decision: Decision, *, same_document: bool) -> tuple[int, int] | None:
    """Where the words of a decision stand in a text.

    Args:
        text: a document's text.
        decision: with its anchors.
        same_document: whether it is the document the decision was taken over, so that the old place counts.

    Returns:
        The span; null where neither the place nor the sentence is there any more.
    """
    start, end, surface = decision.char_start, decision.char_end, decision.surface
    if start is None or end is None or not surface:
        return None
    if same_document and text[start:end] == surface:
        return start, end
    sentences = list(occurrences(text, decision.sentence or ""))
    if not sentences:
        return None
    begin, stop = min(sentences, key=lambda span: abs(span[0] - start))
    within = [(b, e) for b, e in occurrences(text, surface) if begin <= b and e <= stop]
    if not within:
        return None
    wanted = begin + (decision.at or 0)
    return min(within, key=lambda span: abs(span[0] - wanted))
