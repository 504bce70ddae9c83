"""Web pages: the main text without menus and counters, tables as rows, what the page says about itself as hints."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any

import regex

from pipeline.document import Block, Hints, ReadResult
from pipeline.read.encoding import decode
from pipeline.read.html_tree import parsed, visible_source
from pipeline.read.markup_blocks import HTML, TRAFILATURA, inner_text, tree_blocks
from pipeline.read.page_owner import publisher_of
from pipeline.read.reader import Limits, Reader

if TYPE_CHECKING:
    from lxml.etree import _Element

_SNIFFED = 4096
_START = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|h1|article)\b",
    regex.IGNORECASE | regex.DOTALL,
)
_CHARSET = regex.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", regex.IGNORECASE)
_WORD_EXPORT = regex.compile(
    r"class=[\"']?MsoNormal|name=[\"']?generator[\"']?\s+content=[\"'](?:Microsoft Word|LibreOffice|OpenOffice)",
    regex.IGNORECASE,
)
_SPACES = regex.compile(r"\s+")
_KEPT_SHARE = 0.5
"""Less of a page's text outside links than this, and the main text was most likely missed."""
_LEAST = 200
_ALL_SHARE = 0.97
"""More of a page's text than this, and there was no clutter on it."""

_DATE_LINE = regex.compile(
    r"(?<!\d)(?P<d>[0-3]?\d)\s*[/.-]\s*(?P<m>[01]?\d)\s*[/.-]\s*(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)-(?P<m2>[01]\d)-(?P<d2>[0-3]\d)(?!\d)"
    r"|ngày\s+(?P<d3>[0-3]?\d)\s+tháng\s+(?P<m3>[01]?\d)\s+năm\s+(?P<y3>(?:19|20)\d\d)",
    regex.IGNORECASE,
)
_DATE_LINE_MAX = 80
_DATE_SHARE = 0.35
_LINES_AFTER_TITLE = 4
_LINES_ABOVE_TITLE = 2
_ELEMENTS_AFTER_TITLE = 12
_HEADING_LEAST = 15
_PUBLISHED_KEYS = ("article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "pubdate")
_PUBLISHER_KEYS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")


def _sniff(data: bytes) -> bool:
    head = data[:_SNIFFED]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\x00", b"")[2:]
    return _START.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def _text(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Decoded page, how the encoding was fixed, warnings: UTF-8 where it fits, else what the page declares."""
    try:
        return data.decode("utf-8-sig"), "none", ()
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:_SNIFFED])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("windows-1258", "cp1258"):
        return data.decode("cp1258", errors="replace"), "cp1258", ()
    decoded = decode(data)
    return decoded.text, decoded.encoding_fixed, decoded.warnings


def _read(data: bytes, limits: Limits) -> ReadResult:
    source, fixed, warnings = _text(data)
    root = parsed(source)
    everything = tree_blocks(root, HTML)
    hints = _hints(root, everything)
    main = None if _WORD_EXPORT.search(source[:200_000]) else _main_blocks(visible_source(root))
    blocks: Sequence[Block] = everything
    if main is not None and _is_all(main, everything):
        # A page without menus: its own markup tells lines and paragraphs better than what was made of it.
        main = None
    elif main is not None and _enough(main, root):
        blocks = _with_head(main, root, everything)
    elif main is not None:
        warnings = (*warnings, "no main text found on the page: all its visible text was taken")
    return ReadResult(tuple(blocks), "text/html", "html", encoding_fixed=fixed, hints=hints, warnings=warnings)


def _main_blocks(source: str) -> list[Block] | None:
    """What trafilatura takes for the main text; an empty list where it finds none or fails."""
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found: Any = bare_extraction(
            source, include_comments=False, include_tables=True, include_formatting=False, with_metadata=False
        )
    except Exception:
        return []
    body = getattr(found, "body", None)
    return tree_blocks(body, TRAFILATURA) if body is not None else []


def _squash(text: str) -> str:
    return _SPACES.sub("", text).casefold()


def _is_all(main: Sequence[Block], everything: Sequence[Block]) -> bool:
    """Whether the main text is all the page shows."""
    kept = sum(len(_squash(block.text)) for block in main)
    return kept > 0 and kept >= sum(len(_squash(block.text)) for block in everything) * _ALL_SHARE


def _enough(main: Sequence[Block], root: _Element) -> bool:
    """Whether the main text holds most of what the page says outside its links."""
    kept = sum(len(_squash(block.text)) for block in main)
    linked = sum(len(_squash(inner_text(link))) for link in root.iter("a"))
    shown = sum(len(_squash(block.text)) for block in tree_blocks(root, HTML))
    own = max(shown - linked, 0)
    return kept >= min(_LEAST, own) and kept >= own * _KEPT_SHARE


def _title_element(root: _Element) -> _Element | None:
    """The page's own heading: the only `h1`, or the heading whose text the title or the meta title repeats."""
    heads = [head for head in root.iter("h1") if inner_text(head)]
    if len(heads) == 1:
        return heads[0]
    titles = [_squash(str(text)) for text in (_meta(root).get("og:title"), root.findtext(".//title")) if text]
    if heads:
        named = (head for head in heads if any(_squash(inner_text(head)) in title for title in titles))
        return next(named, heads[-1])
    for head in root.iter("h2", "h3"):
        text = _squash(inner_text(head))
        if len(text) >= _HEADING_LEAST and any(text in title for title in titles):
            return head
    return None


def _with_head(main: list[Block], root: _Element, everything: Sequence[Block]) -> list[Block]:
    """The main text with the page's heading and date line before it, where they were left out."""
    title = _title_element(root)
    if title is None:
        return main
    name = inner_text(title)
    known = {_squash(line) for block in main[:8] for line in block.text.split("\n")}
    head = [] if _squash(name) in known else [Block(name, "heading", 1)]
    dated = next((line for line in _after_title(name, everything) if _DATE_LINE.search(line)), None)
    if dated and _squash(dated) not in known:
        if not head and _squash(main[0].text) == _squash(name):
            return [main[0], Block(dated), *main[1:]]
        head.append(Block(dated))
    return [*head, *main]


def _after_title(name: str, everything: Sequence[Block]) -> Iterator[str]:
    """Short lines right after the page's heading; behind the first long one only lines that are a date."""
    at = next((i for i, block in enumerate(everything) if _squash(block.text) == _squash(name)), None)
    if at is None:
        return
    lines = (line for block in everything[at + 1 : at + 1 + _LINES_AFTER_TITLE] for line in block.text.split("\n"))
    body = False
    for line, _ in zip(lines, range(_LINES_AFTER_TITLE), strict=False):
        body = body or len(line) > _DATE_LINE_MAX
        if len(line) <= _DATE_LINE_MAX and (not body or _is_date_line(line)):
            yield line


def _is_date_line(line: str) -> bool:
    """Whether a date is most of a line, as under a heading."""
    match = _DATE_LINE.search(line)
    return match is not None and len(match[0]) >= len(line) * _DATE_SHARE and not line.startswith("- ")


def _beside_title(title: _Element) -> Iterator[str]:
    """Dates in the mark-up around the heading: of `time` right behind it, of the lines right above it."""
    from_title = dropwhile(lambda element: element is not title, title.getroottree().iter())
    for element in islice(from_title, _ELEMENTS_AFTER_TITLE):
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime") or ""
    above = title.getprevious()
    for _ in range(_LINES_ABOVE_TITLE):
        if above is None:
            return
        text = inner_text(above) if isinstance(above.tag, str) else ""
        if len(text) <= _DATE_LINE_MAX and _is_date_line(text):
            yield text
        above = above.getprevious()


def _meta(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        if key and element.get("content"):
            found.setdefault(key.strip().lower(), (element.get("content") or "").strip())
    return found


def _json_ld(root: _Element) -> dict[str, str]:
    """`datePublished` and the publisher's name from the page's JSON-LD, in any nesting."""
    found: dict[str, str] = {}
    for element in root.iter("script"):
        if (element.get("type") or "").lower() != "application/ld+json" or not element.text:
            continue
        try:
            stack: list[Any] = [json.loads(element.text)]
        except (ValueError, RecursionError):
            continue
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack += item
            elif isinstance(item, dict):
                if isinstance(item.get("datePublished"), str):
                    found.setdefault("datepublished", item["datePublished"])
                publisher = item.get("publisher")
                if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                    found.setdefault("publisher", publisher["name"])
                stack += item.values()
    return found


def _date(text: str) -> str | None:
    """The first full date in a string, as `YYYY-MM-DD`."""
    match = _DATE_LINE.search(text)
    if not match:
        return None
    day, month, year = (next(v for v in (match[k], match[f"{k}2"], match[f"{k}3"]) if v) for k in "dmy")
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02}-{int(day):02}"


def _hints(root: _Element, everything: Sequence[Block]) -> Hints:
    """Title, date and publisher; the date from the page's own tags, else from the line under its heading.

    Dates elsewhere on a page are other articles'; they are not used.
    """
    meta = {**_json_ld(root), **_meta(root)}
    title = _title_element(root)
    name = inner_text(title) if title is not None else None
    name = name or meta.get("og:title") or (root.findtext(".//title") or "").strip() or None
    published = next((date for key in _PUBLISHED_KEYS if key in meta and (date := _date(meta[key]))), None)
    if published is None and name:
        published = next((date for line in _after_title(name, everything) if (date := _date(line))), None)
    if published is None and title is not None:
        published = next((date for text in _beside_title(title) if (date := _date(text))), None)
    publisher = next((meta[key] for key in _PUBLISHER_KEYS if meta.get(key)), None) or publisher_of(root)
    return Hints(title=name, published=published, publisher=publisher)


READER = Reader("html", (".html", ".htm", ".xhtml"), _sniff, _read)

__all__ = ["READER"]
