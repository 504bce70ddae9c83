"""Which quantities of a sentence count something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.bait import bait_reason
from extractors.indicators.quantities import Quantity, find_quantities, with_whole_word
from extractors.indicators.scope import PlanScope
from extractors.numbers import Style
from extractors.text import DocumentText

_PIECE_END = regex.compile(r"[,;:.](?!\d)")
_MARK = regex.compile(r"[,;.(]")
_FROM = Ending(r"(?<!\p{L})từ\s*$")
_REACHED = Ending(
    r"(?:được|đạt|là|có|gồm|còn|tăng|giảm|trên|gần|hơn|khoảng|ước)\s*$|\((?:vào\s+)?(?:đầu|cuối|cùng|năm|"
    r"trước)\s[^():]{0,24}:\s*$",
    regex.IGNORECASE,
)

_LOWERED = regex.compile(r"\s+(?:xuống|lên|còn|thành)(?:\s+(?:còn|thành|là))?\s+", regex.IGNORECASE)
_RATE_OF = Cue(r"(?<!\p{L})t[ỷỉ]\s+lệ(?!\p{L})|^\s*đủ\s*$", regex.IGNORECASE)

_CELLS = regex.compile(r"(?<=\S)\x20*\t\s*(?=\S)")
Segmenter = Callable[[str], Sequence[tuple[int, int]]]


def _once(words: Segmenter) -> Segmenter:
    """A segmenter that remembers the last sentence: each number without a known noun asks for it."""
    said: str | None = None
    known: Sequence[tuple[int, int]] = ()

    def segmented(sentence: str) -> Sequence[tuple[int, int]]:
        nonlocal said, known
        if sentence != said:
            said, known = sentence, words(sentence)
        return known

    return segmented


class Chooser:
    """Finds the quantities of one document's sentences and leaves out what counts nothing."""

    def __init__(
        self, doc: DocumentText, style: Style, masked: Callable[[int, int], bool], words: Segmenter | None
    ) -> None:
        self.doc, self.style, self.masked = doc, style, masked
        self.words = None if words is None else _once(words)

    def choose(self, start: int, end: int, scope: PlanScope) -> list[Quantity]:
        """The quantities of the sentence `[start, end)` that count something, in order."""
        found = find_quantities(self.doc.view, start, end, self.style, self.masked)
        if "\t" in self.doc.text[start:end]:
            # Cells of a table without lines: no unit stands in the next cell, and a row is no sentence.
            found = [q for q in found if "\t" not in self.doc.text[q.start : q.end] and not self._is_row(q)]
        if self._is_capitals(start, end):
            # A heading in capitals may tell a rate, its counts are of themes.
            found = [q for q in found if q.kind != "count"]
        bait = [bool(bait_reason(self.doc.view, q, start, end, scope.at(q.start))) for q in found]
        kept = []
        for i, q in enumerate(found):
            if q.fraction == "part" and q.value == 1 and i + 1 < len(found) and found[i + 1].value <= 10:
                bait[i + 1 : i + 2] = [True]
                continue
            # Both numbers of a fraction are one thing.
            if (
                bait[i]
                or (q.fraction == "part" and bait[i + 1 : i + 2] == [True])
                or (q.fraction == "whole" and i and bait[i - 1])
            ):
                continue
            if q.kind is None and not self._elided(q, found[:i], found[i + 1 :]):
                continue
            if self._qualifies(q, found[i + 1 :], start):
                continue
            if (
                q.kind is None
                and not q.fraction
                and i + 1 < len(found)
                and _LOWERED.fullmatch(self.doc.view[q.end : found[i + 1].start])
            ):
                like = found[i + 1]
                lowered = q._replace(kind=like.kind, unit=like.unit, dimension=like.dimension, per=like.per)
            else:
                lowered = q
            kept.append(with_whole_word(self.doc.view, lowered, start, end, self.words))
        return kept

    def _is_row(self, q: Quantity) -> bool:
        text = self.doc.text
        line = text[text.rfind("\n", 0, q.start) + 1 : q.start] + text[q.start :].partition("\n")[0]
        return len(_CELLS.findall(line)) >= 2

    def _is_capitals(self, start: int, end: int) -> bool:
        said = self.doc.text[start:end]
        return said.isupper() and len(said) > 12

    def _qualifies(self, q: Quantity, after: Sequence[Quantity], start: int) -> bool:
        """`tỷ lệ người tiêm ít nhất 1 mũi đạt 99,2%`: the count says of whom the percent is."""
        if q.kind != "count" or q.value >= 20 or not after or after[0].kind != "percent":
            return False
        clause = _PIECE_END.split(self.doc.view[start : q.start])[-1]
        between = self.doc.view[q.end : after[0].start]
        return _RATE_OF.search(clause) is not None and _MARK.search(between) is None

    def _elided(self, q: Quantity, before: Sequence[Quantity], after: Sequence[Quantity]) -> bool:
        """A number without a unit counts only where the unit was said: `kết nạp được 1.219`, `2178/1550 đạt 140%`."""
        view = self.doc.view
        if q.fraction == "part":
            return bool(after) and after[0].fraction == "whole"
        if q.fraction == "whole":
            return bool(before) and before[-1].fraction == "part"
        left = view[max(0, q.start - 30) : q.start]
        if (
            after
            and after[0].kind is not None
            and _LOWERED.fullmatch(view[q.end : after[0].start])
            and _FROM.search(left)
        ):
            return True
        verb = _REACHED.search(left)
        return bool(verb) and any(b.kind == "count" for b in before) and q.value.is_finite()
