"""Page furniture: running heads, feet and page numbers that a page repeats and the text does not need."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.document import Block

_EDGE_LINES = 2
_REPEATED_SHARE = 0.5
_PAGE_NUMBER = regex.compile(
    r"[-–—\s]*(?:trang|page|tr\.?)?\s*(\d{1,4})\s*(?:[/]\s*\d{1,4}|(?:of|trên)\s+\d{1,4})?[-–—\s.]*", regex.IGNORECASE
)
_DIGITS = regex.compile(r"\d+")


def without_furniture(blocks: Sequence[Block], n_pages: int) -> list[Block]:
    """Blocks without page numbers and without lines repeated at the same edge of most pages.

    Args:
        blocks: layout lines in order, each with its page.
        n_pages: how many pages the file has.
    """
    heads, feet = _edges(blocks)
    least = max(2.0, n_pages * _REPEATED_SHARE)
    dropped = {i for i in (*heads, *feet) if _is_page_number(blocks[i])}
    for edge in (heads, feet):
        seen: dict[str, set[int | None]] = {}
        for i in edge:
            seen.setdefault(_key(blocks[i]), set()).add(blocks[i].page)
        dropped |= {i for i in edge if len(seen[_key(blocks[i])]) >= least and blocks[i].kind is None}
    return [block for i, block in enumerate(blocks) if i not in dropped]


def _edges(blocks: Sequence[Block]) -> tuple[list[int], list[int]]:
    """Numbers of the first and of the last lines of each page."""
    by_page: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.page is not None and block.text:
            by_page.setdefault(block.page, []).append(i)
    heads = [i for page in by_page.values() for i in page[:_EDGE_LINES]]
    feet = [i for page in by_page.values() for i in page[-_EDGE_LINES:]]
    return heads, feet


def _is_page_number(block: Block) -> bool:
    """A lone number near the page's own: documents often count from a cover or an annex."""
    match = _PAGE_NUMBER.fullmatch(block.text)
    if not match or block.kind == "table" or block.page is None:
        return False
    return int(match[1]) <= block.page + 1 or not block.text.strip().isdigit()


def _key(block: Block) -> str:
    return _DIGITS.sub("0", " ".join(block.text.split()).casefold())


__all__ = ["without_furniture"]
