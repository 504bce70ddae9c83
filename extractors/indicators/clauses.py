"""A sentence cut into clauses that each hold one quantity, as a rule."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, NamedTuple

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.lexicon import fold, unit_at, units
from extractors.indicators.quantities import Quantity

_MARK = regex.compile(r"[,;()]")

Opener = Literal["", ",", ";", ":", "(", ")", "within", "with", "and", "but"]


class Clause(NamedTuple):
    """`[start, end)` of the document view, without the mark that opened it; its quantities in order."""

    start: int
    end: int
    opener: Opener
    depth: int
    """How many brackets it stands in."""
    quantities: tuple[Quantity, ...]


_WITHIN = r"(?<!\p{L})(?:trong\s+(?:số\s+)?đó|trong\s+số\s+này|bao\s+gồm|gồm\s+có|(?<!mỗi\s+\p{L}+\s+)gồm)(?!\p{L})"
_BUT = (
    r"(?<!\p{L})(?:trong\s+khi(?:\s+đó)?|nhưng|song|(?<=[,;]\s*)còn(?=\s+\p{L}+\s+\p{L})|riêng|đồng\s+thời|"
    r"qua\s+đó|từ\s+đó|do\s+đó|vì\s+vậy|nên|thì|khiến|"
    r"tương\s+đương(?=\s+(?:\d|với|khoảng|gần|hơn|trên))|ngoài\s+ra)(?!\p{L})"
)
_WITH = r"(?<!\p{L})(?:(?<!(?:so|đối|cùng|đương|ứng|hợp|tiếp|sánh|gắn)\s)với|cùng(?=\s+với))(?!\p{L})"
_AND = r"(?<!\p{L})(?:và|cho|để|của|trên)(?!\p{L})"
_BREAK = Cue(
    rf"(?P<mark>[;,()]|:(?!\d))|(?P<within>{_WITHIN})|(?P<but>{_BUT})|(?P<with>{_WITH})|(?P<and>{_AND})",
    regex.IGNORECASE,
)
# `loại C, D`
_LISTED_LETTER = regex.compile(r"\s*\p{Lu}(?=\s*[(,;.]|\s+(?:và|là)\s)")
_WORDS_BEFORE = regex.compile(r"(?:(?P<word>[\p{L}]+)\s?){0,3}$")
_BRACKET = regex.compile(r"\s*\([^()]*\)")
_LAST_WORD = Ending(r"\p{L}+\s?$")
_SPACE = regex.compile(r"[\s:,]*")


def split_clauses(
    view: str, start: int, end: int, quantities: Sequence[Quantity], protected: Callable[[int, int], bool]
) -> list[Clause]:
    """Cut `view[start:end]` into clauses, in text order; a bracket without a quantity is not cut out.

    Args:
        view: the folded document text.
        start, end: bounds of one sentence.
        quantities: of this sentence, in order.
        protected: whether `[a, b)` lies in a name, a reference, a date, a quotation: no clause begins there.
    """
    cuts: list[tuple[int, int, Opener, int]] = [
        (start, start, "", 0)
    ]  # (end of the clause before, start, opener, depth)
    depth, open_at = 0, start
    resumed = False  # the clause goes on behind a bracket that held a quantity
    plain: list[bool] = []  # for each open bracket: whether it is left inside its clause

    # Quantities stand one behind the other.
    starts, ends = [q.start for q in quantities], [q.end for q in quantities]
    count = len(starts)

    def holds(a: int, b: int) -> bool:
        i = bisect_left(starts, a)
        return i < count and ends[i] <= b

    def within(a: int, b: int) -> bool:
        i = bisect_right(starts, a) - 1
        return i >= 0 and b <= ends[i]

    for match in _BREAK.finditer(view, start, end):
        a, b = match.span()
        if within(a, b) or protected(a, b):
            continue
        mark = match["mark"]
        opener: Opener | None = None
        before = resumed or holds(open_at, a)
        if mark == "(":
            close = _closing(view, b, end)
            inside = holds(b, close)
            plain.append(not inside)
            if inside:
                depth += 1
                opener = "("
        elif mark == ")":
            if plain and not plain.pop():
                depth -= 1
                opener = ")"
        elif plain and plain[-1]:
            continue
        elif mark in (";", ":"):
            opener = ";" if mark == ";" else ":"
        elif mark == ",":
            if before and not _LISTED_LETTER.match(view, b, end) and not _in_compound(view, a):
                opener = ","
        elif match["within"]:
            opener = "within" if holds(b, end) and (holds(start, a) or "gồm" not in match[0].lower()) else None
        elif match["but"]:
            opener = "but" if before and holds(b, end) else None
        elif (
            match[0].lower() == "và"
            and not before
            and not view[b:end][:1].strip()
            and _adjoins(view, b, quantities, start)
        ):
            opener = "and"
        elif before and (behind := bisect_left(starts, b)) < count:
            gap = _BRACKET.sub("", view[b : starts[behind]])
            near = not _MARK.search(gap)
            if match["with"]:
                opener = "with" if near else None
            elif match[0].lower() == "và":
                opener = "and" if near and len(gap) < 90 else None
            elif match[0].lower() == "cho":
                opener = "with" if len(gap.strip()) <= 12 and near else None
        if opener is None:
            continue
        cuts.append((a, b, opener, depth))
        open_at = b
        resumed = opener == ")"
    result = []
    for i, (_, cut, opener, level) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else end
        blank = _SPACE.match(view, cut, stop) if opener != "" else None
        begin = min(stop, blank.end()) if blank else cut
        inner = tuple(quantities[bisect_left(starts, begin) : bisect_right(ends, stop)])
        if begin < stop or inner or opener in ("(", ")", "within"):
            result.append(Clause(begin, stop, opener, level, inner))
    return result


@cache
def _before_commas() -> frozenset[str]:
    """The words before a comma within a unit."""
    spelled = [unit.text for group in units().values() for unit in group if "," in unit.text]
    return frozenset(fold(part.split()[-1]) for text in spelled for part in text.split(",")[:-1] if part.strip())


def _in_compound(view: str, comma: int) -> bool:
    """Whether a comma stands within a unit (`xã, phường`, `tỉnh, thành phố`)."""
    word = _LAST_WORD.search(view, max(0, comma - 24), comma)
    if word is None or fold(word[0].strip()) not in _before_commas():
        return False
    for begin in _WORDS_BEFORE.search(view, max(0, comma - 24), comma).starts("word"):  # type: ignore[union-attr]
        hit = unit_at(view, begin)
        if hit is not None and "," in hit[0].text and begin < comma < hit[1]:
            return True
    return False


def _adjoins(view: str, at: int, quantities: Sequence[Quantity], start: int) -> bool:
    """Whether a quantity stands right behind `và`, and another anywhere before."""
    behind = bisect_left(quantities, at, key=lambda q: q.start)
    adjoins = behind < len(quantities) and not view[at : quantities[behind].start].strip()
    return adjoins and quantities[0].end <= at


def _closing(view: str, at: int, end: int) -> int:
    """Offset of the bracket that closes the one before `at`, or `end`."""
    level = 1
    for i in range(at, end):
        if view[i] == "(":
            level += 1
        elif view[i] == ")":
            level -= 1
            if level == 0:
                return i
    return end
