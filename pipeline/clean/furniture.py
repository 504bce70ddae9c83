"""Page furniture: running heads, feet and page numbers that a page repeats and the text does not need."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.document import Block

_EDGE_LINES = 2
_REPEATED_SHARE = 0.5
_BARE_NUMBER = regex.compile(r"\d{1,4}")
_DRESSED_NUMBER = regex.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|(?:trang|page|tr\.)\s*\d{1,4}(?:\s*/\s*\d{1,4})?", regex.IGNORECASE
)
_NUMBER_OF = regex.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_DIGITS = regex.compile(r"\d+")
_SENTENCE_ENDS = (".", ";", ",", ":")


def without_furniture(blocks: Sequence[Block], n_pages: int) -> list[Block]:
    """Blocks without page numbers and without lines repeated at the same edge of most pages.

    Args:
        blocks: layout lines in order, each with its page.
        n_pages: how many pages the file has.
    """
    by_page: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.page is not None and block.text:
            by_page.setdefault(block.page, []).append(i)
    dropped: set[int] = set()
    least = max(2.0, n_pages * _REPEATED_SHARE)
    for step in (1, -1):
        edges = [page[::step][:_EDGE_LINES] for page in by_page.values()]
        seen: dict[str, set[int | None]] = {}
        for i in (i for edge in edges for i in edge):
            seen.setdefault(_key(blocks[i]), set()).add(blocks[i].page)
        for edge in edges:
            for i in edge:
                # From the outside in: behind the first line that belongs to the text, nothing is furniture.
                repeated = len(seen[_key(blocks[i])]) >= least and not blocks[i].text.endswith(_SENTENCE_ENDS)
                if blocks[i].kind is not None or not (repeated or _is_page_number(blocks[i], n_pages)):
                    break
                dropped.add(i)
    return [block for i, block in enumerate(blocks) if i not in dropped]


def _is_page_number(block: Block, n_pages: int) -> bool:
    """A lone number near the page's own, or one dressed as `- 12 -`, `Trang 12`, `2/10`."""
    text = block.text.strip()
    page = block.page or 0
    if _BARE_NUMBER.fullmatch(text):
        return int(text) <= page + 1
    number = _NUMBER_OF.fullmatch(text)
    if number:
        return int(number[1]) <= page + 1 and abs(int(number[2]) - n_pages) <= 2
    return _DRESSED_NUMBER.fullmatch(text) is not None


def _key(block: Block) -> str:
    return _DIGITS.sub("0", " ".join(block.text.split()).casefold())


__all__ = ["without_furniture"]
