"""Which quantities of a sentence count something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.bait import bait_reason
from extractors.indicators.lexicon import cue
from extractors.indicators.quantities import Quantity, find_quantities, with_whole_word
from extractors.indicators.scope import PlanScope
from extractors.indicators.unitless import listed, number_of, out_of, part_of
from extractors.numbers import Style
from extractors.text import DocumentText

_PIECE_END = regex.compile(r"[,;:.](?!\d)")
_MARK = regex.compile(r"[,;.(]")
_FROM = Ending(r"(?<!\p{L})từ\s*$")
_REACHED = Ending(
    r"(?:được|đạt|là|có|gồm|còn|tăng|giảm|trên|gần|hơn|khoảng|ước|lên\s+tới|lên\s+đến)\s*$|\((?:vào\s+)?(?:đầu|cuối|cùng|năm|"
    r"trước)\s[^():]{0,24}:\s*$",
    regex.IGNORECASE,
)

_LOWERED = regex.compile(r"\s+(?:xuống|lên|còn|thành)(?:\s+(?:còn|thành|là))?\s+", regex.IGNORECASE)
_PER_AREA = Ending(
    rf"(?<!\p{{L}}){cue('area_measure')}(?!\p{{L}})[^.;:]{{0,120}}\s(?:trên|mỗi)\s+$", regex.IGNORECASE, ("trên", "mỗi")
)
_RATE_OF = Cue(r"(?<!\p{L})t[ỷỉ]\s+lệ(?!\p{L})|^\s*đủ\s*$", regex.IGNORECASE)

_IN_WORDS = regex.compile(r"\s*\((?:\s*(?:bằng|viết)\s+(?:bằng\s+)?chữ\s*:)?\s*(?:\p{L}+[\s,]*)*$", regex.IGNORECASE)
_PLAN_OF = Ending(
    r"\(\s*(?:kế\s+hoạch|chỉ\s+tiêu|KH|CT|mục\s+tiêu|nghị\s+quyết|NQ)"
    r"(?:\s+(?:đề\s+ra|đặt\s+ra|được\s+giao|giao|năm|cả\s+năm|là|cả|nhiệm\s+kỳ))*\s*:?\s*$",
    regex.IGNORECASE,
)
_NEAR = 80
"""Characters between a count and the bracket that breaks it down."""
_GOES_ON = Ending(r"(?:[,;]|(?<!\p{L})(?:và|còn|là|có|với))\s*(?:\p{L}+\s+){0,7}$", regex.IGNORECASE)
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
        kept: list[Quantity] = []
        items = listed(self.doc.view, found, bait, end)
        for i, q in enumerate(found):
            if q.fraction == "part" and q.value == 1 and i + 1 < len(found) and found[i + 1].value <= 10:
                bait[i + 1 : i + 2] = [True]
                continue
            plain = i > 0 and not q.fraction and (q.kind is None or (q.kind == "count" and bait[i]))
            if plain and (whole := self._broken_down(i, found, kept, start)) is not None:
                same = q._replace(kind=whole.kind, unit=whole.unit, dimension=whole.dimension)
                kept.append(same if q.kind is None else with_whole_word(self.doc.view, q, start, end, self.words))
                continue
            if i in items and bait[i]:
                counted = next(k for k in reversed(kept) if k.kind == "count")
                kept.append(q._replace(kind="count", unit=counted.unit, dimension=counted.dimension))
                continue
            # Both numbers of a fraction are one thing.
            if (
                bait[i]
                or (q.fraction == "part" and bait[i + 1 : i + 2] == [True])
                or (q.fraction == "whole" and i and bait[i - 1])
            ):
                continue
            if i and self._spelled_out(q, found[:i]):
                continue
            sums = [b for b in found[:i] if b.kind in ("money", "count")]
            if (
                q.kind is None
                and not bait[i]
                and q.magnitude
                and sums
                and sums[-1].kind == "money"
                and sums[-1].magnitude
            ):
                # `thu nhập đạt 75 triệu đồng, tăng 47 triệu so với …`
                kept.append(q._replace(kind="money", unit=sums[-1].unit, dimension=sums[-1].dimension))
                continue
            if q.kind is None and not q.fraction and not bait[i]:
                named = number_of(self.doc.view, q, start)
                if named is None and i in items:
                    counted = next(k for k in reversed([*found[:i], *kept]) if k.kind == "count")
                    named = q._replace(kind="count", unit=counted.unit, dimension=counted.dimension)
                if named is None:
                    named = part_of(self.doc.view, q, kept, end)
                if named is None and out_of(self.doc.view, q, found[i + 1 :]):
                    named = q._replace(kind="count", unit=found[i + 1].unit, dimension=found[i + 1].dimension)
                if named is not None:
                    kept.append(named)
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
        """`tỷ lệ người tiêm ít nhất 1 mũi đạt 99,2%`: the count says of whom the percent is; `giá trị sản phẩm trên
        1 ha đất đạt 115 triệu đồng`: per how much land the money is."""
        if q.value == 1 and q.dimension == "area" and after and after[0].kind in ("money", "measure"):
            return _PER_AREA.search(self.doc.view, max(start, q.start - 160), q.start) is not None
        if q.kind != "count" or q.value >= 20 or not after or after[0].kind != "percent":
            return False
        clause = _PIECE_END.split(self.doc.view[start : q.start])[-1]
        between = self.doc.view[q.end : after[0].start]
        return _RATE_OF.search(clause) is not None and _MARK.search(between) is None

    def _spelled_out(self, q: Quantity, before: Sequence[Quantity]) -> bool:
        """`1.319.200 tỷ đồng (một triệu, ba trăm mười chín nghìn, hai trăm tỷ đồng)`: a sum told again in words."""
        view = self.doc.view
        money = next((b for b in reversed(before) if b.kind == "money" and not b.in_words), None)
        if money is None or not q.in_words:
            return False
        between = view[money.end : q.start]
        return _IN_WORDS.match(between) is not None and ")" not in between

    def _broken_down(self, i: int, found: Sequence[Quantity], kept: Sequence[Quantity], start: int) -> Quantity | None:
        """What numbers without unit in a bracket count: what the count before it does, where they add up to it or
        are its plan (`17 đảng viên bị kỷ luật (khiển trách 11, cảnh cáo 5, cách chức 1)`)."""
        view = self.doc.view
        opens = view.rfind("(", start, found[i].start)
        if opens < 0 or view.find(")", opens, found[i].start) >= 0:
            return None
        whole = next((k for k in reversed(kept) if k.end <= opens), None)
        if whole is None or whole.kind != "count" or opens - whole.end > _NEAR:
            return None
        closes = view.find(")", found[i].end)
        inner = [f for f in found if opens < f.start < closes]
        if len(inner) == 1 and _PLAN_OF.search(view, opens, found[i].start) and not view[found[i].end : closes].strip():
            return whole
        if not all(f.kind in (None, "count") and view[f.start - 1 : f.start] in ("(", " ") for f in inner):
            return None
        return whole if len(inner) > 1 and sum(f.value for f in inner) == whole.value else None

    def _elided(self, q: Quantity, before: Sequence[Quantity], after: Sequence[Quantity]) -> bool:
        """A number without a unit counts only where the unit was said: `kết nạp được 1.219`, `2178/1550 đạt 140%`."""
        view = self.doc.view
        if q.fraction == "part":
            return bool(after) and after[0].fraction == "whole"
        if q.fraction == "whole":
            return bool(before) and before[-1].fraction == "part"
        left = view[max(0, q.start - 30) : q.start]
        if q.magnitude and before and before[-1].kind in ("count", None) and _GOES_ON.search(left):
            # `1,8 triệu công nhân thuộc …, 2,9 triệu trong …`
            return any(b.kind == "count" and b.magnitude for b in before)
        if (
            after
            and after[0].kind is not None
            and _LOWERED.fullmatch(view[q.end : after[0].start])
            and _FROM.search(left)
        ):
            return True
        verb = _REACHED.search(left)
        return bool(verb) and any(b.kind == "count" for b in before) and q.value.is_finite()
