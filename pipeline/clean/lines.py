"""Layout lines: what a line looks like, and how wide a document's lines were set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from gazetteers import read_table

_SHAPE = regex.compile(
    # A rule, a lone bar or emphasis without text
    r"(?P<blank>[^\p{L}\p{N}]*$)"
    # Signature marks and the recipients' heading always begin a line
    r"|(?P<stop>[*_\s]*(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s*[./]\s*\p{Lu}|N[ơƠ][iI]\s+[nN][hH][ậẬ][nN]\s*:?\W*$))"
    r"|(?P<item>[*_]{0,3}(?:"
    r"[-–—•▪●○◦■□♦✓➢\uf0b7+](?=[\s\p{L}*\"“(])"
    r"|\*\s+(?=\p{L})"
    r"|\(?\d{1,3}(?:\.\d{1,2}){0,4}\s?[.)]{1,2}(?!\d)(?=[\s\p{L}*\"“]|$)"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+\p{Lu}"
    r"|\d{1,2}/(?:\s|\p{Lu}\p{Ll})"
    r"|\(?(?:[a-zđ]\d?|[IVXLC]{1,6}|[A-HĐ])\s?[.)](?=[\s*]|\p{Lu}\p{Ll}|$)"
    r"|[IVX]{1,5}\s?-\s*\p{Lu}"
    r"|(?:Điều|ĐIỀU)\s+\d+[a-zđ]?\s*(?:[.:]|$)"
    r"|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ\s+lục|PHỤ\s+LỤC|Biểu|Bảng)\s+(?:[IVX]+|\d+|thứ\s\p{L}+|THỨ\s\p{L}+)\s*(?:[.:*]|$)"
    r"|#{1,6}\s"
    r"))"
)
_OPENING = "*_\"'“”‘(« \t\xa0"
_CLOSING = "*_\"'”’)]» \t\xa0"
_CITATION = regex.compile(r"(?:\[\d{1,3}\])+$")
ABBREVIATED = regex.compile(
    r"(?<!\p{L})(?:" + "|".join(row["abbreviation"] for row in read_table("sentence_abbreviations")) + r")\.$"
)
"""`Tp.` at the end of a line: the name goes on in the next."""
_SMALL_SHARE = 0.08
"""Of small letters that a line in capitals may hold: `QUYẾT ĐỊNH SỐ 06/QĐ-TTg`."""
_END_MARKS = frozenset(".!?…:;")

_MIN_PAIRS = 3
_WRAPPED_SHARE = 0.25
_MANY_PAIRS = 10
_MANY_SHARE = 0.12
"""A web page around wrapped text has many short lines; in text that is not wrapped under 3 % of lines go on so."""
_INDENT_SHARE = 0.02
_LABEL_SHARE = 0.6
_SAME_EDGE = 3.0
_MARGIN_SLACK = 0.015
_PAGE_INDENT = 0.025


@dataclass(frozen=True, slots=True)
class Line:
    """A layout line that is not blank."""

    text: str
    left: float
    right: float
    gap: int = 0
    """Blank lines before it."""
    fixed: bool = False
    """Told to be a table row, a heading …: joins with nothing."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a line's text alone tells."""

    item: bool
    """Begins with an enumerator or bullet."""
    stop: bool
    """Begins a signature or the recipients."""
    blank: bool
    """Holds no letter and no digit."""
    lower: bool
    """Begins, after quotes and emphasis, with a small letter."""
    capitals: bool
    """Letters are capitals only."""
    end: str
    """Its closing punctuation: one of `.!?…:;` or empty."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How a document's lines were broken."""

    wrapped: bool
    first: float
    """Reach from which a paragraph's first line is full."""
    rest: float
    """Reach from which any other line is full."""
    typical: float
    """Reach of the middle one of the full lines."""
    widest: float
    """Lines that end beyond it were not broken for width."""
    indent: float
    """Difference of two left edges that means something."""
    double_spaced: bool
    """A blank line follows every line."""
    spaced: bool
    """Blank lines stand between paragraphs."""
    left: float
    right: float
    """The frame that the text is set in."""


def traits_of(text: str) -> Traits:
    """Traits of a line that is not blank."""
    shape = _SHAPE.match(text)
    kind = shape.lastgroup if shape else None
    start = text.lstrip(_OPENING)[:1]
    end = text.rstrip(_CLOSING)[-1:]
    if end.isdigit() and text[-1] == "]":
        end = _CITATION.sub("", text).rstrip(_CLOSING)[-1:]
    if end == "." and ABBREVIATED.search(text):
        end = ""
    return Traits(
        item=kind == "item",
        stop=kind == "stop",
        blank=kind == "blank",
        lower=kind is None and start.islower(),
        capitals=text.isupper() or (text[:12].isupper() and sum(map(str.islower, text)) < len(text) * _SMALL_SHARE),
        end=end if end in _END_MARKS else "",
    )


def reach(line: Line, following: Line) -> float:
    """Where a line would have ended, had the next line's first word been put on it."""
    space = following.text.find(" ")
    word = len(following.text) if space < 0 else space
    return line.right + (line.right - line.left) / max(1, len(line.text)) * (1 + word)


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)] if values else 0.0


def page_profile_of(lines: Sequence[Line]) -> Profile:
    """Measure a document whose lines have places on a page: its right margin is where its lines end."""
    rights = sorted(line.right for line in lines if not line.fixed)
    left = _percentile([line.left for line in lines if not line.fixed], 0.05)
    near = (b for a, b in pairwise(rights) if b - a <= _SAME_EDGE)
    right = max(near, default=rights[-1] if rights else left + 1)
    full = right - (right - left) * _MARGIN_SLACK
    return Profile(
        left=left,
        right=max(right, left + 1),
        wrapped=True,
        first=full,
        rest=full,
        typical=full,
        widest=right + (right - left) * _MARGIN_SLACK,
        indent=max(2.0, (right - left) * _PAGE_INDENT),
        double_spaced=False,
        spaced=False,
    )


def profile_of(lines: Sequence[Line], traits: Sequence[Traits]) -> Profile:
    """Measure plain text: lines followed by one in small letters were broken for width."""
    first: list[float] = []
    rest: list[float] = []
    rights: list[float] = []
    pairs = spaced = spaced_lower = 0
    for i in range(len(lines) - 1):
        line, after = lines[i], lines[i + 1]
        a, b = traits[i], traits[i + 1]
        if line.fixed or after.fixed or b.item or b.stop or a.blank or b.blank:
            continue
        if after.gap:
            spaced += after.gap == 1
            spaced_lower += after.gap == 1 and b.lower and not a.end
            continue
        pairs += 1
        if not b.lower or a.end in (".", ":"):
            continue
        starts = i == 0 or line.gap > 0 or a.item or lines[i - 1].fixed or traits[i - 1].end in (".", ":", ";")
        (first if starts else rest).append(reach(line, after))
        rights.append(line.right)
    lower = len(first) + len(rest)
    both = first + rest
    wrapped = lower >= max(_MIN_PAIRS, pairs * _WRAPPED_SHARE) or lower >= max(_MANY_PAIRS, pairs * _MANY_SHARE)
    rest = rest if len(rest) >= _MIN_PAIRS else both
    first = first if len(first) >= _MIN_PAIRS else both
    widest = _percentile(rights, 0.95) * 1.3 if rights else 0.0
    width = _percentile(rest, 0.85)
    # Lines much shorter than the rest are labels and cells that happen to be followed by a small letter.
    rest = [value for value in rest if value >= width * _LABEL_SHARE]
    middle = _percentile(first, 0.5)
    first = [value for value in first if value >= middle * 0.5]
    least = _percentile(rest, 0.15)
    unmarked = sum(
        not lines[i + 1].gap and traits[i].end == "." and not traits[i + 1].lower and lines[i].right < least * 0.8
        for i in range(len(lines) - 1)
    )
    left = _percentile([line.left for line in lines], 0.05)
    return Profile(
        left=left,
        right=max(_percentile([line.right for line in lines if line.right <= widest], 0.95), left + 1),
        wrapped=wrapped,
        first=_percentile(first, 0.15),
        rest=least,
        typical=_percentile(rest, 0.5),
        widest=widest,
        indent=max(2.0, widest * _INDENT_SHARE),
        double_spaced=spaced >= 10 and spaced_lower >= spaced * 0.4,
        spaced=unmarked <= sum(line.gap > 0 for line in lines) * 0.15,
    )


__all__ = ["ABBREVIATED", "Line", "Profile", "Traits", "page_profile_of", "profile_of", "reach", "traits_of"]
