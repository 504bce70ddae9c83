"""From a tree of marked-up text (HTML, or what trafilatura keeps of it) to blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from pipeline.document import Block
from pipeline.read.tables import table_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 60
_NO_CELLS = frozenset(("caption", "colgroup", "col"))
_TABLE_PARTS = ("thead", "tbody", "tfoot", "tr", "row")
_HTML_SKIPPED = "script style noscript template nav footer aside button select iframe svg head object canvas map"
_HTML_BLOCKS = (
    "p div section article main header body html h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre address figure "
    "figcaption center hr fieldset details summary td th tr tbody thead tfoot caption"
)
# What a page calls its furniture; matched against whole words of `class` and `id`.
_FURNITURE = regex.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|related|share|social|comments?|cookies?|banner|"
    r"popup|advert\w*|ads|paging|pagination|counter|toolbar|hidden|print-only)(?:$|[\s_-]|\d)",
    regex.IGNORECASE,
)
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu"})
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_FORM_MAX = 400
"""Characters of text that a form to fill in holds at most."""
_HEADING_MAX = 250
"""Longer ones are paragraphs that somebody made big."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which tags do what."""

    blocks: frozenset[str]
    skipped: frozenset[str]
    headings: dict[str, int]
    row: frozenset[str]
    cell: frozenset[str]
    item: str
    ordered: str
    breaks: frozenset[str]
    as_typed: frozenset[str] = frozenset()
    """Their line ends are shown."""
    drops_furniture: bool = False
    rend_level: bool = False
    """A heading's level stands in its attribute `rend` (`h2`)."""


HTML = Dialect(
    frozenset(_HTML_BLOCKS.split()),
    frozenset(_HTML_SKIPPED.split()),
    {f"h{level}": level for level in range(1, 7)},
    frozenset({"tr"}),
    frozenset({"td", "th"}),
    "li",
    "ol",
    frozenset({"br"}),
    frozenset({"pre", "xmp", "plaintext"}),
    drops_furniture=True,
)
TRAFILATURA = Dialect(
    frozenset({"p", "head", "list", "item", "quote", "main", "body", "div", "code", "fw", "ab", "row", "cell"}),
    frozenset({"graphic", "comments"}),
    {"head": 2},
    frozenset({"row"}),
    frozenset({"cell"}),
    "item",
    "list",
    frozenset({"lb"}),
    rend_level=True,
)


def inner_text(element: _Element) -> str:
    """All text within an element, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def is_small_form(element: _Element) -> bool:
    """Whether an element is a form to fill in; some systems put one around the whole page."""
    if element.tag != "form":
        return False
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _FORM_MAX:
            return False
    return True


def is_hidden(element: _Element) -> bool:
    """Whether an element says of itself that it is not shown."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def tree_blocks(root: _Element, dialect: Dialect) -> list[Block]:
    """Blocks of everything a person sees below `root`."""
    walker = _Walker(dialect)
    walker.visit(root)
    walker.flush()
    return walker.blocks


class _Walker:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._level: int | None = None
        self._kept_lines = False

    def _add(self, text: str) -> None:
        self._text.append(text.replace("\n", "\v") if self._kept_lines else text)

    def flush(self) -> None:
        """End the paragraph at hand."""
        text = "\n".join(line for line in (x.strip() for x in self._lines()) if line)
        self._text = []
        if text:
            heading = self._level is not None and len(text) <= _HEADING_MAX
            self.blocks.append(Block(text, "heading" if heading else None, self._level if heading else None))

    def _lines(self) -> Iterator[str]:
        for line in "".join(self._text).split("\v"):
            yield _BLANKS.sub(" ", line)

    def visit(self, element: _Element) -> None:
        """Take in an element and what is in it, not its tail."""
        tag = element.tag
        dialect = self.dialect
        if not isinstance(tag, str) or tag in dialect.skipped or self._is_furniture(element):
            return
        if tag in dialect.breaks:
            self._text.append("\v")
            return
        if tag == "table":
            self.flush()
            self.blocks += self._table(element)
            return
        is_block = tag in dialect.blocks
        if is_block:
            self.flush()
        before = self._level
        if tag in dialect.headings:
            rend = element.get("rend") or ""
            told = rend[1:] if dialect.rend_level and rend[:1] == "h" and rend[1:].isdigit() else ""
            self._level = int(told) if told else dialect.headings[tag]
        elif tag == dialect.item:
            self._text.append(_marker(element, dialect))
        kept = self._kept_lines
        self._kept_lines = kept or tag in dialect.as_typed
        if element.text:
            self._add(element.text)
        for child in element:
            self.visit(child)
            if child.tail:
                self._add(child.tail)
        self._kept_lines = kept
        if is_block:
            self.flush()
        self._level = before

    def _is_furniture(self, element: _Element) -> bool:
        if not self.dialect.drops_furniture:
            return False
        if element.tag in ("body", "html", "main", "article"):
            return False
        if is_hidden(element) or is_small_form(element) or element.get("role") in _FURNITURE_ROLES:
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        return bool(names.strip()) and _FURNITURE.search(names) is not None

    def _table(self, table: _Element) -> list[Block]:
        dialect = self.dialect
        rows = [element for element in table.iter(*dialect.row) if _nearest(element, "table") is table]
        nested = any(element is not table for element in table.iter("table"))
        grid: list[list[list[str]]] = []
        blocks: list[Block] = []
        hanging: dict[int, int] = {}
        for row in rows:
            cells = [cell for cell in row if cell.tag in dialect.cell]
            inner = [tree_blocks(cell, dialect) for cell in cells]
            if nested and any(cell.find(".//table") is not None for cell in cells):
                # A table that holds tables lays out the page; what is in its cells stands for itself.
                blocks += table_blocks(grid)
                grid = []
                hanging.clear()
                blocks += [block for cell in inner for block in cell]
            else:
                lines = [[line for block in cell for line in block.text.split("\n")] for cell in inner]
                grid.append(_spread(cells, lines, hanging))
        caption = [element for element in table if element.tag == "caption"]
        head = [block for element in caption for block in tree_blocks(element, dialect)]
        return [*head, *_strays(table, dialect), *blocks, *table_blocks(grid)]


def _strays(table: _Element, dialect: Dialect) -> list[Block]:
    """What stands in a table outside its cells, by mistake; browsers show it above the table."""
    strays: list[Block] = []
    parts = [table, *(x for x in table.iter(*_TABLE_PARTS) if _nearest(x, "table") is table)]
    for part in parts:
        for text in (part.text, *(child.tail for child in part)):
            if text and text.strip():
                strays.append(Block(" ".join(text.split())))
        for child in part:
            known = (
                child.tag in _TABLE_PARTS or child.tag in dialect.cell or child.tag in ("caption", "colgroup", "col")
            )
            if isinstance(child.tag, str) and not known and next(child.iter(*dialect.row), None) is None:
                strays += tree_blocks(child, dialect)
    return strays


def _spread(cells: list[_Element], lines: list[list[str]], hanging: dict[int, int]) -> list[list[str]]:
    """A row with an empty cell for each that a merged one swallows, so that columns keep their places.

    Args:
        cells: the row's elements.
        lines: their texts.
        hanging: column → rows that a merged cell above still covers; brought up to date.
    """
    row: list[list[str]] = []
    starts: dict[int, int] = {}
    for cell, text in zip(cells, lines, strict=True):
        while hanging.get(len(row), 0):
            row.append([])
        wide, tall = _number(cell, "colspan"), _number(cell, "rowspan")
        starts.update((len(row) + i, tall - 1) for i in range(wide) if tall > 1)
        row += [text, *([] for _ in range(wide - 1))]
    while hanging.get(len(row), 0):
        row.append([])
    for column in list(hanging):
        hanging[column] -= 1
        if hanging[column] <= 0:
            del hanging[column]
    hanging.update(starts)
    return row


def _number(cell: _Element, name: str) -> int:
    """How many rows or columns a cell covers, at most `_MOST_SPAN`."""
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MOST_SPAN)) if value.isdecimal() else 1


def _nearest(element: _Element, tag: str) -> _Element | None:
    parent = element.getparent()
    while parent is not None and parent.tag != tag:
        parent = parent.getparent()
    return parent


def _marker(item: _Element, dialect: Dialect) -> str:
    """The enumerator a browser draws before a list item; none where the text brings its own."""
    start = inner_text(item)[:6]
    if regex.match(r"[-–—•+*]|\(?[\p{L}\d]{1,3}[.)]", start):
        return ""
    parent = item.getparent()
    ordered = parent is not None and parent.tag == dialect.ordered and (parent.get("rend") or "ol") == "ol"
    if not ordered or parent is None:
        return "- "
    first = parent.get("start") or "1"
    position = [child for child in parent if child.tag == dialect.item].index(item)
    return f"{(int(first) if first.isdigit() else 1) + position}. "


__all__ = ["HTML", "TRAFILATURA", "Dialect", "inner_text", "is_hidden", "is_small_form", "tree_blocks"]
