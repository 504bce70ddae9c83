"""Whose web page it is, where no tag says so: the banner's link home, or the name after the footer's copyright mark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from pipeline.read.markup_blocks import inner_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_BANNER = regex.compile(
    r"(?:^|[\s_-])(?:banner|brand|logo|masthead|site-?(?:name|title)|ten-?(?:co-?quan|don-?vi))", regex.IGNORECASE
)
_HOME = regex.compile(r"/?|#|https?://[^/]+/?|(?:/|\./)?(?:index|default|home|trang-chu)(?:\.\w+)?/?", regex.IGNORECASE)
_COPYRIGHT = regex.compile(
    r"(?:©|\(c\)|bản\s+quyền\s+(?:thuộc\s+(?:về\s+)?)?)\s*(?:(?:19|20)\d\d\s*)?", regex.IGNORECASE
)
_END = regex.compile(r"[.|;:\n]|\s[-–—]\s|\s{3,}")
_TITLE_PARTS = regex.compile(r"\s*[|»]\s*|\s[-–—]\s")
# What the last part of a window's title begins with where it names the site and not a section of it.
_SITE = regex.compile(
    r"(?:cổng|trang)\s+(?:thông\s+tin|tin|TTĐT|điện\s+tử|web)|website|báo\s|đài\s|tạp\s+chí\s|sở\s|(?:tỉnh|thành)\s+(?:ủy|uỷ)\s"
    r"|(?:LĐLĐ|UBND|HĐND|liên\s+đoàn\s+lao\s+động|(?:ủy|uỷ)\s+ban\s+nhân\s+dân|công\s+đoàn)\s",
    regex.IGNORECASE,
)
_WORD = regex.compile(r"\p{L}+")
_FEWEST, _MOST = 3, 14
"""Words of a body's name; fewer is a menu entry (`Trang chủ`), more is a slogan."""


def publisher_of(root: _Element) -> str | None:
    """The name of the page's owner, or null.

    Args:
        root: the whole page.
    """
    return next((name for name in _candidates(root) if _FEWEST <= len(_WORD.findall(name)) <= _MOST), None)


def _candidates(root: _Element) -> Iterator[str]:
    for place in root.iter("header", "div", "a", "td", "p", "span", "h2"):
        marked = f"{place.get('class') or ''} {place.get('id') or ''}"
        if place.tag != "header" and not _BANNER.search(marked):
            continue
        for link in (place, *place.iter("a")):
            if link.tag == "a" and _HOME.fullmatch((link.get("href") or "").strip()):
                yield _name(inner_text(link))
        if place.tag != "header":
            yield _name(inner_text(place))
    for place in root.iter("footer", "div", "td", "p"):
        text = inner_text(place)
        for mark in _COPYRIGHT.finditer(text[-2000:]):
            yield _name(text[-2000:][mark.end() :])
    parts = _TITLE_PARTS.split(" ".join((root.findtext(".//title") or "").split()))
    if len(parts) > 1 and _SITE.match(parts[-1]):
        yield parts[-1].strip()


def _name(text: str) -> str:
    return " ".join(_END.split(text.strip(), maxsplit=1)[0].split())
