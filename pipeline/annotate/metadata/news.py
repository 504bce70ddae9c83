"""A news page: its headline, its date line, and whose page it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import regex

from extractors.dates.edtf import Part
from extractors.organisations.provinces import Province, find_province, find_unaccented, fold_tones
from pipeline.annotate.metadata.cues import IC, alternation, cues, press, squash
from pipeline.annotate.metadata.issuer import Issuer, place_at_end, read_issuer, split_bodies
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
_NOISE_WORDS = 7
_LETTERS = regex.compile(r"\p{L}")
_BRAND_WORDS = 4
"""A page's owner that is no known body and has more words than this is most likely the banner's slogan."""
_PAPER_LIKE = regex.compile(r"(?:báo|tạp\s+chí|đài|cổng|trang|hội|viện|quỹ|công\s+ty|tập\s+đoàn)\s", IC)
_HEADLINE_MIN, _HEADLINE_MAX = 18, 260
_HOST = regex.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,6}vn|[a-z0-9-]{1,63}\.(?:com|net|org))", IC)
_UNION_HOST = regex.compile(
    r"(?:^|\.)(?:ldld|congdoan|cd)\.?(?P<place>[a-z]+)\.(?:(?:gov|org|com|net|edu)\.)?(?:vn|com|net|org)$"
)
_OF_SITE = r"(?!\p{L})(?:\s+(?:nội\s+bộ|chính\s+thức|tổng\s+hợp))?\s*:?\s*(?:của\s+)?"
_SITE = regex.compile(rf"(?<!\p{{L}}){alternation(tuple(p for p, at in cues('site').items() if not at))}{_OF_SITE}")
_SITE_FIRST = regex.compile(
    rf"^[^\p{{L}}]*(?:\(c\)|©|bản\s+quyền\s+(?:thuộc(?:\s+về)?|của))?[^\p{{L}}]*{alternation(cues('site'))}{_OF_SITE}"
)
_PLACE_FIRST = regex.compile(
    r"^(?:(?i:tỉnh|thành phố|tp\.?)\s*)?(?P<place>\p{Lu}[\p{L}' .-]{2,30}?)\s*(?::|\s[–-]\s)\s*\p{L}"
)
_BYLINE = regex.compile(r"(?:\bTheo|\bNguồn:?)\s+(?P<name>[^\n.()]{2,40})\s*$|\((?P<name>[^\n()]{2,24})\)\s*$")


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
    if _date_line(view) or sum(cue in folded for cue in cues("news")) >= 2 or _BYLINE.search(view.rstrip()):
        return True
    lines = [squash(line) for line in view.split("\n") if squash(line)]
    long = [line for line in lines if len(line) > 250 and line.count("|") < 3]
    return bool(long) and sum(map(len, long)) > 0.6 * sum(map(len, lines))


def read_page(text: str, view: str, hints: Hints) -> Page:
    """Read a news page.

    Args:
        text: the document's text.
        view: its view.
        hints: what the page's own markup says; weaker than what stands on the page.
    """
    date = _date_line(view)
    title = _headline(text, view, date) or _clean_hint(hints.title)
    publisher, place = _publisher(view, hints)
    return Page(title, (date[1] if date else None) or hints.published, publisher, place)


def _date_line(view: str) -> tuple[int, str] | None:
    """(offset, EDTF) of the line near the top that is a date with a few words around it, no sentence: the one below the
    headline, for what stands above it may be the day the page was looked at."""
    first: tuple[int, str] | None = None
    headed = False
    at = 0
    for line in view[:_TOP].split("\n"):
        match = _DATE.search(line) if len(line) <= 150 else None
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
_BESIDE = regex.compile(r"\s[|»–-]\s|\|")


def _without_site(line: str) -> str:
    """A date line without the name of the site it stands on: `| Cổng thông tin Liên đoàn Lao động tỉnh Hà Nam`."""
    return " ".join(part for part in _BESIDE.split(line) if not _SITE_FIRST.search(fold_tones(part)))


def _headline(text: str, view: str, date: tuple[int, str] | None) -> str | None:
    """The last headline-like line before the date line; without one, the first that heads running text."""
    before: list[str] = []
    at = 0
    for raw in text[:_TOP].split("\n"):
        line = squash(_MARKUP.sub(" ", raw)).strip("| ")
        if date and at >= date[0]:
            break
        at += len(raw) + 1
        if not line:
            continue
        if len(line) > _HEADLINE_MAX:
            return None if not before or date is None else before[-1]
        if _could_head(line):
            if date is None:
                return line
            before.append(line)
    return before[-1] if before else None


def _could_head(line: str) -> bool:
    """A line that could be a headline: words of a sentence in Vietnamese, no menu, no bare name of the site."""
    bare = line.lstrip("# “\"'")
    if len(bare) < _HEADLINE_MIN or bare.isupper() or bare.isascii() or not (bare[0].isupper() or bare[0].isdigit()):
        return False
    if len(_LETTERS.findall(bare)) < 0.6 * len(bare) or regex.search(r"[|>»]", bare):
        return False
    return len(bare.split()) > 9 or read_issuer([bare], None) is None or title_province(bare, None) is not None


def _clean_hint(title: str | None) -> str | None:
    """A page title without the site's name after a bar."""
    return squash(regex.split(r"\s[|»–-]\s", title)[0]) if title else None


def _publisher(view: str, hints: Hints) -> tuple[Issuer | None, str | None]:
    tail = view[-3500:]
    lines = [squash(line) for line in (view[:400] + "\n" + tail).split("\n") if line.strip()]
    for line in lines:
        for part in (line, *_BESIDE.split(line)):
            body = _body_behind(part)
            if body:
                return body, None
    named = _press(tail, view, hints) or _local_press(lines)
    if named:
        return named
    for host in _HOST.findall(tail.lower()):
        union = _UNION_HOST.search(host)
        province = find_unaccented(union["place"]) if union else None
        if province:
            return Issuer(f"Liên đoàn Lao động {province.full_name}", province, central=False), None
    for line in (*lines[:4], *lines[-6:]):
        if len(line) <= 80 and not any(c.isdigit() for c in line):
            body = read_issuer([line], None)
            if body and body.province and len(line.split()) <= 10:
                return body, None
    if not hints.publisher:
        return None, None
    body = _body_behind(hints.publisher)
    if body:
        return body, None
    body = read_issuer([hints.publisher], None)
    # `Đoàn` and `Hội` begin slogans as well: without a place only the surer words for bodies count.
    sure = body and (body.province or split_bodies([hints.publisher])[0].head in cues("body"))
    if body and sure and len(body.name.split()) >= len(hints.publisher.split()):
        return body, None
    if len(hints.publisher.split()) > _BRAND_WORDS and not _PAPER_LIKE.match(hints.publisher):
        return None, None
    return Issuer(hints.publisher, place_at_end(hints.publisher), central=False), None


def _body_behind(line: str) -> Issuer | None:
    """The body whose site a line names: `Cổng thông tin điện tử Sở Y tế tỉnh Hà Nam`; null where it names none."""
    folded = fold_tones(line)
    site = _SITE_FIRST.search(folded) or _SITE.search(folded)
    return read_issuer([line[site.end() :]], None) if site else None


def title_province(title: str | None, at: dt.date | None) -> Province | None:
    """The province a headline begins with: `Nam Định: …`, `TP. Hồ Chí Minh - …`.

    Args:
        title: the headline.
        at: the page's date.
    """
    first = _PLACE_FIRST.match(title or "")
    return find_province(first["place"], at) if first else None


def _local_press(lines: list[str]) -> tuple[Issuer, str | None] | None:
    """A province's own paper, named in a line of few words: `© BÁO ĐẮK LẮK`, `Báo Bình Dương | 17-09-2024`."""
    for line in lines:
        match = _PAPER.search(line)
        words = _WORDS.findall(match["place"]) if match else []
        for count in range(min(4, len(words)), 1, -1):
            province = find_province(" ".join(words[:count]))
            if province and match:
                return Issuer(f"Báo {province.name}", province, central=False), None
    return None


_PAPER = regex.compile(
    r"^[^\p{L}]*(?:bản quyền (?:thuộc|của)\s*|theo\s+|nguồn:?\s+)?(?-i:Báo|BÁO)\s+(?:điện tử\s+)?"
    r"(?P<place>\p{Lu}[\p{L} -]+)",
    IC,
)


def _press(tail: str, view: str, hints: Hints) -> tuple[Issuer, str | None] | None:
    """A newspaper or agency known by its host, its name in the page's hints, its code in a byline."""
    hosts = {host.removeprefix("www.") for host in _HOST.findall(tail.lower())}
    lead = regex.match(r"\W*(?:[^\n]*\n){0,6}?\s*\((?P<code>\p{Lu}[\p{L}.]{1,12})\)\s", view[:2500])
    byline = _BYLINE.search(view.rstrip())
    told = {squash(byline["name"] or "")} if byline else set()
    if lead:
        told.add(lead["code"])
    for name, forms, province in press():
        if any(f in hosts for f in forms) or any(f in told or f"Theo {t}" == f for f in forms for t in told):
            return Issuer(name, None, central=False), province or None
        if hints.publisher and fold_tones(hints.publisher) in map(fold_tones, forms):
            return Issuer(name, None, central=False), province or None
    return None
