"""Rows as marks in their text: spans that nest and overlap, cut into pieces that follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LAYERS = ("indicators", "document_references", "dates", "organisations")
"""Tables whose rows are marked, in the order of their toggles."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a table, where it stands. Offsets are code points into `documents.text`."""

    layer: str
    row_id: str
    start: int
    end: int
    label: str = ""
    """What stands behind its last character, small."""
    status: str | None = None
    """What a person decided about it (`review_status`)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that the same marks cover. Nothing in it is escaped: whoever shows it does that."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()
    """The innermost (shortest) first."""
    ending: tuple[Mark, ...] = ()
    """Those of them that end here, the innermost first."""
    wanted: bool = False
    """Within the place that was asked for."""
    first_wanted: bool = False

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def pieces(
    text: str, start: int, end: int, marks: Iterable[Mark], wanted: tuple[int, int] | None = None
) -> tuple[Piece, ...]:
    """A stretch of text cut wherever a mark begins or ends.

    Args:
        text: the document's text.
        start: first code point of the stretch; end: one past its last.
        marks: of the document, in any order; they may nest, overlap and reach beyond the stretch.
        wanted: a span to be pointed out.
    """
    if start >= end:
        return ()
    spans = [mark for mark in marks if mark.start < end and mark.end > start]
    if wanted is not None and not (wanted[0] < end and wanted[1] > start):
        wanted = None
    cuts = {start, end}
    for mark in spans:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    if wanted is not None:
        cuts.update((max(wanted[0], start), min(wanted[1], end)))
    order = sorted(cuts)
    begun = sorted(spans, key=lambda mark: mark.start)
    at = 0
    open_marks: list[Mark] = []
    found: list[Piece] = []
    for left, right in pairwise(order):
        open_marks = [mark for mark in open_marks if mark.end > left]
        while at < len(begun) and begun[at].start <= left:
            if begun[at].end > left:
                open_marks.append(begun[at])
            at += 1
        covering = tuple(sorted(open_marks, key=_inner_first))
        inside = wanted is not None and wanted[0] <= left and right <= wanted[1]
        first = inside and wanted is not None and left == max(wanted[0], start) and wanted[0] >= start
        ending = tuple(mark for mark in covering if mark.end == right)
        found.append(Piece(left, text[left:right], covering, ending, inside, first))
    return tuple(found)


def _inner_first(mark: Mark) -> tuple[int, int, str]:
    return mark.end - mark.start, LAYERS.index(mark.layer), mark.row_id


def between(cut: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """The part of some pieces that lies in a span; pieces across its ends are cut once more.

    Args:
        cut: as `pieces` gives them.
        start: first code point; end: one past the last.
    """
    found = []
    for piece in cut:
        if piece.end <= start or piece.start >= end:
            continue
        left, right = max(piece.start, start), min(piece.end, end)
        words = piece.text[left - piece.start : right - piece.start]
        ending = piece.ending if right == piece.end else ()
        found.append(Piece(left, words, piece.marks, ending, piece.wanted, piece.first_wanted and left == piece.start))
    return tuple(found)
