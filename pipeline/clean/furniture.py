"""Page furniture: running heads, feet and page numbers that a page repeats and the text does not need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import regex

from pipeline.document import Block
from pipeline.read.letter_parts import spelled

_EDGE_LINES = 3
_EDGE = 0.16
"""Share of the page's height within which its furniture stands, above and below."""
_REPEATED_SHARE = 0.5
_PARITY_SHARE = 0.8
_LEAST_PARITY = 3
_LEAST_RUN = 3
_SAME_HEIGHT = 0.012
_NEAR = 0.02
"""Shares of the page's height: a running head stands at one height, and does not stray farther than a line."""
_HEAD_LINES = 8
_BARE_NUMBER = regex.compile(r"\d{1,4}")
_ROMAN_NUMBER = regex.compile(r"[-–—]?\s*[ivx]{1,6}\s*[-–—]?")
_DRESSED_NUMBER = regex.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|(?:trang|page|tr\.)\s*(?:số\s*)?\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?", regex.IGNORECASE
)
_NUMBER_OF = regex.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_LETTERHEAD = regex.compile(
    rf"{spelled('state')}|^\W*{spelled('party')}|{spelled('motto')}|^\W*{spelled('number')}\s*:\s*\S*/",
    regex.IGNORECASE,
)
_DIGITS = regex.compile(r"\d+")
_SENTENCE_ENDS = (".", ";", ",", ":")


def without_furniture(blocks: Sequence[Block], n_pages: int) -> list[Block]:
    """Blocks without page numbers and without lines repeated at the same edge of page after page.

    A line is repeated where it stands (whatever its numbers) at one edge of half of all pages, of nearly all pages with
    odd or with even numbers, or, at one height, of three and more pages in a row (heads that name the chapter). What
    ends like a sentence, a table's rows and the letterheads of letters bound into one file stay.

    Args:
        blocks: layout lines in order, each with its page.
        n_pages: how many pages the file has.
    """
    by_page: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.page is not None and block.text and not block.note:
            by_page.setdefault(block.page, []).append(i)
    pages = {page: _down_the_page(blocks, lines) for page, lines in by_page.items()}
    dropped: set[int] = set()
    for step in (1, -1):
        edges = {page: list(_edge(blocks, lines[::step])) for page, lines in pages.items()}
        repeated = _repeated(blocks, edges, n_pages)
        shift = _usual_shift(blocks, edges)
        for page, edge in edges.items():
            lines = pages[page]
            bound = step == 1 and any(_LETTERHEAD.search(blocks[i].text) for i in lines[:_HEAD_LINES])
            for i in edge:
                # From the outside in: behind the first line that belongs to the text, nothing is furniture.
                block = blocks[i]
                again = not bound and (page, _key(block)) in repeated and not block.text.endswith(_SENTENCE_ENDS)
                if block.kind is not None or not (again or _is_page_number(block, n_pages, shift)):
                    break
                dropped.add(i)
    return [block for i, block in enumerate(blocks) if i not in dropped]


def _down_the_page(blocks: Sequence[Block], lines: list[int]) -> list[int]:
    """A page's lines from top to bottom where their heights are known; a table keeps its place among them."""
    if any(blocks[i].down is None and blocks[i].kind is None for i in lines):
        return lines
    heights: list[float] = []
    for i in lines:
        down = blocks[i].down
        heights.append(down if down is not None else heights[-1] if heights else 0.0)
    return [lines[k] for k in sorted(range(len(lines)), key=lambda k: heights[k])]


def _edge(blocks: Sequence[Block], lines: Sequence[int]) -> Iterator[int]:
    """The outermost lines, as far in as furniture stands."""
    for i in lines[:_EDGE_LINES]:
        down = blocks[i].down
        if down is not None and _EDGE < down < 1 - _EDGE:
            return
        yield i


def _repeated(blocks: Sequence[Block], edges: dict[int, list[int]], n_pages: int) -> set[tuple[int, str]]:
    """(page, key of a line) of the lines that page after page repeats."""
    seen: dict[str, dict[int, Block]] = {}
    for page, edge in edges.items():
        for i in edge:
            seen.setdefault(_key(blocks[i]), {})[page] = blocks[i]
    found: set[tuple[int, str]] = set()
    for key, all_places in seen.items():
        places = _at_usual_height(all_places)
        if len(places) >= max(2.0, n_pages * _REPEATED_SHARE) or _is_of_one_parity(list(places), n_pages):
            found |= {(page, key) for page in places}
        else:
            found |= {(page, key) for page in _in_a_row(places)}
    return found


def _at_usual_height(places: dict[int, Block]) -> dict[int, Block]:
    """Places of a line without those elsewhere on the page: a title is not the running head that repeats it."""
    heights = [block.down for block in places.values() if block.down is not None]
    if not heights:
        return places
    usual = median(heights)
    return {page: x for page, x in places.items() if x.down is None or abs(x.down - usual) <= _NEAR}


def _is_of_one_parity(pages: Sequence[int], n_pages: int) -> bool:
    """Whether nearly all odd, or nearly all even pages are among some."""
    for parity in (0, 1):
        own = sum(page % 2 == parity for page in pages)
        if own >= _LEAST_PARITY and own >= ((n_pages + parity) // 2) * _PARITY_SHARE:
            return True
    return False


def _in_a_row(places: dict[int, Block]) -> Iterator[int]:
    """Pages of runs that repeat a line at one height, on every page or on every second."""
    for stride in (1, 2):
        for page in places:
            run = [page]
            while (after := run[-1] + stride) in places and _at_one_height(places[run[-1]], places[after]):
                run.append(after)
            if len(run) >= _LEAST_RUN:
                yield from run


def _at_one_height(block: Block, after: Block) -> bool:
    if block.down is None or after.down is None:
        return False
    return abs(block.down - after.down) <= _SAME_HEIGHT


def _usual_shift(blocks: Sequence[Block], edges: dict[int, list[int]]) -> int | None:
    """By how much the numbers printed on the pages differ from their place in the file, where three pages agree."""
    shifts = Counter(
        int(blocks[i].text) - page
        for page, edge in edges.items()
        for i in edge
        if _BARE_NUMBER.fullmatch(blocks[i].text)
    )
    shift, count = shifts.most_common(1)[0] if shifts else (0, 0)
    return shift if count >= _LEAST_RUN else None


def _is_page_number(block: Block, n_pages: int, shift: int | None) -> bool:
    """A lone number near the page's own, or one dressed as `- 12 -`, `Trang 12`, `2/10`."""
    text = block.text.strip()
    page = block.page or 0
    if _BARE_NUMBER.fullmatch(text):
        return int(text) <= page + 1 or (shift is not None and int(text) == page + shift)
    number = _NUMBER_OF.fullmatch(text)
    if number:
        return int(number[1]) <= page + 1 and abs(int(number[2]) - n_pages) <= 2
    return _DRESSED_NUMBER.fullmatch(text) is not None or _ROMAN_NUMBER.fullmatch(text) is not None


def _key(block: Block) -> str:
    return _DIGITS.sub("0", " ".join(block.text.split()))


__all__ = ["without_furniture"]
