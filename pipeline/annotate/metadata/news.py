"""A news page: its headline, its date line, and whose page it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex

from extractors.dates.edtf import Part
from extractors.organisations.provinces import Province, find_province, fold_tones
from pipeline.annotate.metadata.cues import IC, alternation, cues, squash
from pipeline.annotate.metadata.issuer import Issuer, split_bodies
from pipeline.annotate.metadata.publisher import BESIDE, BYLINE, SITE_FIRST, read_publisher
from pipeline.document import Hints

_TOP = 1600
_MARKUP = regex.compile(r"[*_#`]+")
_DAY = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>20\d\d|19\d\d)"
_CLOCK = r"\d{1,2}\s?[:hg]\s?\d{2}"
_DATE = regex.compile(
    rf"(?<![\d/.,-]){_DAY}(?![\d/]|[.,-]\d)|(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}})\s*,?\s*(?:năm\s*)?(?P<year>20\d\d)|"
    r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    IC,
)
# What else a date line holds: clock, weekday, who wrote it, how often it was read.
_DATE_NOISE = regex.compile(
    rf"{_CLOCK}(?::\d\d)?|(?<!\p{{L}})(?:th[ứử]\s+(?:\p{{L}}+|\d)|chủ\s+nhật|ngày|lúc|đăng|cập\s+nhật|xuất\s+bản|gửi|GMT|SA|CH|AM|PM)(?!\p{{L}})"
    r"|lượt\s+(?:xem|đọc)[\s:]*[\d.,]*|cỡ\s+chữ|\d+",
    IC,
)
# A line with a document's number is its citation: `(Kèm theo Quyết định số 16/2003/QĐ-BKHCN ngày 18/7/2003)`.
_NUMBER = regex.compile(r"\d[/-]\p{Lu}{2}")
_NOISE_WORDS = 7
_LETTERS = regex.compile(r"\p{L}")
_HEADLINE_MIN, _HEADLINE_MAX = 18, 260
_CAPTION = regex.compile(r"(?<!\p{L})ảnh(?:\s+(?:minh\s+họa|tư\s+liệu))?\s*:|\(ảnh", IC)
_PLACE_FIRST = regex.compile(
    r"^(?:(?i:tỉnh|thành phố|tp\.?)\s*)?(?P<place>\p{Lu}[\p{L}' .-]{2,30}?)\s*(?::|\s[–-]\s)\s*\p{L}"
)
_TITLE_MIN = 5
"""Characters of a headline that the text proper follows directly."""
_PROSE = 60
"""Characters from which on a line with a full stop is a sentence of the text."""
_ONE_SENTENCE = 140
"""Characters of a headline that ends with a full stop."""
_PROSE_SHARE = 0.5
_OPENING = 8
"""Lines among which a page's first sentence stands."""
_SENTENCE_END = (".", "…", ".”", '."', ".)")
# `(QNO) - Sáng 12/4, …`, `Ngày 3 tháng 5, …`: news begins with what happened when.
_LEAD = regex.compile(
    r"\W{0,3}(?:\([\p{L}. ]{2,20}\)\s*[-–—,]?\s*|\p{Lu}[\p{L}.]{1,19}\s*[-–—]\s*)?"
    r"(?i:(?:vào\s+|trong\s+)?(?:(?:rạng\s+)?sáng|trưa|chiều|tối|đêm|(?:các\s+|hai\s+)?ngày|hôm\s+(?:nay|qua)))"
    r"\s[^.\n]{0,30}?\d{1,2}(?:\s?[/.-]\s?\d{1,2}(?!\d)|\s+tháng\s)"
)
_ENUMERATED = regex.compile(
    r"\W{0,3}(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-hđ])\s?[.)/-]\s|\W{0,3}(?:Điều|Chương|Mục|Phần)\s+[\dIVX]"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a news page says about itself."""

    title: str | None
    issued_on: str | None
    publisher: Issuer | None
    publisher_place: str | None
    """Province of a newspaper, by name."""


def looks_like_news(view: str) -> bool:
    """Whether a document without letterhead and title is an article: a date line on top, a byline, or running prose."""
    folded = fold_tones(view[:40000])
    if any(cue in folded for cue in cues("wiki")):
        return False
    if _date_line(view) or sum(cue in folded for cue in cues("news")) >= 2 or BYLINE.search(view.rstrip()):
        return True
    lines = [squash(line) for line in view.split("\n") if squash(line)]
    if _total(line for line in lines if len(line) > 250 and line.count("|") < 3) > 0.6 * _total(lines):
        return True
    if not lines or _cue("no_news").match(fold_tones(lines[0])):
        return False
    prose = [line for line in lines if _is_prose(line) and not _ENUMERATED.match(line)]
    if not prose or sum(_ENUMERATED.match(line) is not None for line in lines) >= len(prose):
        return False
    opening = lines[:_OPENING]
    return any(_LEAD.match(line) or _cue("byline").match(fold_tones(line)) for line in opening) or (
        _total(prose) > _PROSE_SHARE * _total(lines)
    )


def is_dated(view: str) -> bool:
    """Whether a line near the top is the date line of a page."""
    return _date_line(view) is not None


def _total(lines: Iterable[str]) -> int:
    return sum(map(len, lines))


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE and line.endswith(_SENTENCE_END) and line.count("|") < 3


@cache
def _cue(role: str) -> regex.Pattern[str]:
    return regex.compile(rf"\W*{alternation(cues(role))}(?!\p{{L}})")


def read_page(text: str, view: str, hints: Hints) -> Page:
    """Read a news page.

    Args:
        text: the document's text.
        view: its view.
        hints: what the page's own markup says; weaker than what stands on the page.
    """
    date = _date_line(view)
    title = _headline(text, view, date) or _clean_hint(hints.title)
    line_end = view.find("\n", date[0]) if date else -1
    date_line = view[date[0] : line_end if line_end >= 0 else len(view)] if date else ""
    publisher, place = read_publisher(view, hints, date_line)
    return Page(title, (date[1] if date else None) or hints.published, publisher, place)


def _date_line(view: str) -> tuple[int, str] | None:
    """(offset, EDTF) of the line near the top that is a date with a few words around it, no sentence: the one below the
    headline, for what stands above it may be the day the page was looked at."""
    first: tuple[int, str] | None = None
    headed = False
    at = 0
    for line in view[:_TOP].split("\n"):
        match = _DATE.search(line) if len(line) <= 150 and not _NUMBER.search(line) else None
        if match:
            value = Part(int(match["year"]), int(match["month"]), int(match["day"])).edtf()
            about = _without_site(line[: match.start()] + " " + line[match.end() :])
            rest = _DATE_NOISE.sub(" ", about)
            if value and len(_WORDS.findall(rest)) <= _NOISE_WORDS and not line.rstrip().endswith((".", ";")):
                if headed:
                    return at, value
                first = first or (at, value)
        elif len(line) <= _HEADLINE_MAX:
            headed = headed or _could_head(squash(line))
        at += len(line) + 1
    return first


_WORDS = regex.compile(r"\p{L}+")


def _without_site(line: str) -> str:
    """A date line without the name of the site it stands on: `| Cổng thông tin Liên đoàn Lao động tỉnh Hà Nam`."""
    return " ".join(part for part in BESIDE.split(line) if not SITE_FIRST.search(fold_tones(part)))


def _headline(text: str, view: str, date: tuple[int, str] | None) -> str | None:
    """The last headline-like line before the date line; without one, the first that heads running text; below a date
    line that only menus stand above, the first before the text."""
    before: list[str] = []
    short: str | None = None
    at = 0
    for raw in text[:_TOP].split("\n"):
        line = squash(_MARKUP.sub(" ", raw)).strip("| ")
        start, at = at, at + len(raw) + 1
        if date and start >= date[0] and before:
            break
        if not line or (date and start == date[0]):
            continue
        above = date is not None and start < date[0]
        if len(line) > _HEADLINE_MAX or (not above and _is_text(line, dated=date is not None)):
            break
        if _cue("menu").match(fold_tones(line)) or _cue("byline").match(fold_tones(line)) or _CAPTION.search(line):
            continue
        if _could_head(line):
            if date is None:
                return line
            before.append(line)
            if not above:
                break
        elif (
            date is None and len(line) >= _TITLE_MIN and not line.isupper() and line[0].isupper() and line[-1].isalnum()
        ):
            short = None if find_province(line) else line
    return before[-1] if before else short


def _is_text(line: str, *, dated: bool) -> bool:
    """Whether the text proper begins: news with what happened when, else a sentence; one short sentence at the top of a
    page without date line may be its headline."""
    if len(line) >= _PROSE and _LEAD.match(line):
        return True
    return _is_prose(line) and (dated or len(line) > _ONE_SENTENCE or ". " in line)


def _could_head(line: str) -> bool:
    """A line that could be a headline: words of a sentence in Vietnamese, no menu, no bare name of the site."""
    bare = line.lstrip("# “\"'")
    if len(bare) < _HEADLINE_MIN or bare.isupper() or bare.isascii() or not (bare[0].isupper() or bare[0].isdigit()):
        return False
    if _ENUMERATED.match(bare):
        return False
    if len(_LETTERS.findall(bare)) < 0.6 * len(bare) or regex.search(r"[|>»]", bare):
        return False
    return len(bare.split()) > 9 or not _begins_with_body(bare) or title_province(bare, None) is not None


def _begins_with_body(line: str) -> bool:
    words = SITE_FIRST.sub("", fold_tones(line))
    bodies = split_bodies([words])
    return bool(bodies) and words.lstrip(" -:").startswith(bodies[0].words[:12])


def _clean_hint(title: str | None) -> str | None:
    """A page title without the site's name after a bar."""
    return squash(regex.split(r"\s[|»–-]\s", title)[0]) if title else None


def title_province(title: str | None, at: dt.date | None) -> Province | None:
    """The province a headline begins with: `Nam Định: …`, `TP. Hồ Chí Minh - …`.

    Args:
        title: the headline.
        at: the page's date.
    """
    first = _PLACE_FIRST.match(title or "")
    return find_province(first["place"], at) if first else None
