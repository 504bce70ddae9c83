"""Page headers and footers of office files: furniture, but for a document that is named there and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from gazetteers import read_table, split_cell
from pipeline.document import Block

# At least two capitals: `7c/NQ-TLĐ`, and not `trang 3 - Nguyễn`. In old encodings signs stand for letters (`Q§-TTg`).
_NUMBER = regex.compile(
    r"(?<![\p{L}\d])\d{1,5}[a-zđ]{0,2}(?:\s*/\s*(?:19|20)\d\d)?\s*[/–-]\s*(?=\S*\p{Lu}\S*\p{Lu})[\p{L}\d§¢&]+"
    r"(?:\s?[/–-]\s?[\p{L}\d§¢&]+)*"
)
_BLANK = regex.compile(r"\s+")


@cache
def _named() -> regex.Pattern[str]:
    """A type word with a number, folded: `Chỉ thị 37`."""
    words = {fold_tones(word) for row in read_table("doc_types") for word in split_cell(row["words"])}
    types = "|".join(r"\s+".join(map(regex.escape, w.split())) for w in sorted(words, key=lambda w: (-len(w), w)))
    return regex.compile(rf"(?<!\p{{L}})(?:{types})\s+(?:số\s*:?\s*)?\d{{1,5}}(?![\d.,]*\s*(?:%|\d))")


def only_in_heads(heads: Iterable[Block], text: Sequence[Block]) -> list[Block]:
    """The lines of page headers and footers that name a document which the text does not name, each once.

    They go behind the text, where nobody takes them for its title.

    Args:
        heads: lines of all headers and footers of a file.
        text: all its other blocks.
    """
    told: str | None = None
    kept: list[Block] = []
    for head in heads:
        found = [*_NUMBER.finditer(head.text), *_named().finditer(fold_tones(head.text))]
        if not found:
            continue
        if told is None:
            told = _squeezed(" ".join(block.text for block in text))
        if any(_squeezed(name[0]) not in told for name in found):
            kept.append(replace(head, kind="body", level=None))
            told += _squeezed(head.text)
    return kept


def _squeezed(text: str) -> str:
    return _BLANK.sub("", fold_tones(text)).replace("–", "-")


__all__ = ["only_in_heads"]
