"""What there is to learn from: documents with what the rules find in them (silver), or with gold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from extractors.learned.numbers import NONE, first_number, number_starts
from extractors.model import Indicator, Organisation
from extractors.text import DocumentText
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.errors import InputError
from pipeline.evaluate.gold import GoldDocument, read_gold
from pipeline.flow.discover import discover
from pipeline.read import read_bytes

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Material:
    """One document to learn from or to be measured on. Offsets are code points into `doc.text`."""

    name: str
    doc: DocumentText
    rules: tuple[Organisation, ...]
    rows: tuple[Indicator, ...]
    organisations: tuple[Span, ...]
    """Where organisations stand: as gold says, or else the rules."""
    numbers: tuple[tuple[int, str], ...]
    """(start of a number in digits, its role or `none`)."""
    has_gold: bool
    optional: tuple[Span, ...] = ()
    """Organisations that gold leaves open: neither wanted nor wrong."""
    unplaced: int = 0
    """Gold items whose words do not stand in the text as read."""


def collect(documents: Iterable[str], texts: Iterable[str], gold: Iterable[str]) -> list[Material]:
    """Read documents and what is known of them.

    Args:
        documents: files and folders without gold. One whose stem has gold is left out: it is measured on.
        texts: files and folders of documents with gold; those without are left out.
        gold: folders of gold files.

    Returns:
        Material in order of name, those with gold first. Files that cannot be read are left out.

    Raises:
        MissingInputError: a file or folder that is not there.
        GoldError: a gold folder that breaks the guide's form.
    """
    known = {document.name: document for folder in gold for document in read_gold(Path(folder))}
    measured = [
        _with_gold(name, doc, rules, rows, known[name]) for name, doc, rules, rows in _read(texts) if name in known
    ]
    silver = [_silver(name, doc, rules, rows) for name, doc, rules, rows in _read(documents) if name not in known]
    return [*measured, *silver]


def _read(
    inputs: Iterable[str],
) -> Iterator[tuple[str, DocumentText, tuple[Organisation, ...], tuple[Indicator, ...]]]:
    paths = list(inputs)
    if not paths:
        return
    for file in discover(paths).files:
        path = Path(file.path)
        try:
            read = read_bytes(path.read_bytes(), path.name)
        except (InputError, OSError):
            continue
        cleaned = clean(read)
        if cleaned.text.strip():
            found = annotate(cleaned, read.hints)
            yield path.stem, found.doc, found.organisations, found.indicators


def _silver(name: str, doc: DocumentText, rules: tuple[Organisation, ...], rows: tuple[Indicator, ...]) -> Material:
    spans = tuple((mention.start, mention.end) for mention in rules)
    return Material(name, doc, rules, rows, spans, _numbers(doc, [(r.start, r.end, r.role) for r in rows]), False)


def _with_gold(
    name: str, doc: DocumentText, rules: tuple[Organisation, ...], rows: tuple[Indicator, ...], gold: GoldDocument
) -> Material:
    named, stated = gold.items["organisations"], gold.items["indicators"]
    mentions, lost = place(doc.text, [str(item["surface"]) for item in named])
    numbers, lost_numbers = place(doc.text, [str(item["surface"]) for item in stated])
    told = [(span, bool(item.get("optional"))) for span, item in zip(mentions, named, strict=True) if span is not None]
    return Material(
        name,
        doc,
        rules,
        rows,
        tuple(sorted(span for span, is_open in told if not is_open)),
        _numbers(doc, [(*span, str(item["role"])) for span, item in zip(numbers, stated, strict=True) if span]),
        has_gold=True,
        optional=tuple(sorted(span for span, is_open in told if is_open)),
        unplaced=lost + lost_numbers,
    )


def _numbers(doc: DocumentText, stated: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, str], ...]:
    """Every number in digits of the document with its role; what states nothing is `none`."""
    roles = {start: role for begin, end, role in stated if (start := first_number(doc.text, begin, end)) is not None}
    spans = sorted((begin, end) for begin, end, _ in stated)
    begins = [begin for begin, _ in spans]
    labelled = []
    for start in number_starts(doc.text):
        i = bisect_right(begins, start) - 1
        inside = i >= 0 and start < spans[i][1]
        if start in roles or not inside:
            labelled.append((start, roles.get(start, NONE)))
    return tuple(labelled)


def place(text: str, surfaces: Sequence[str]) -> tuple[list[Span | None], int]:
    """Where surfaces given in text order stand; gold holds no offsets.

    Args:
        text: the document as read.
        surfaces: words of the mentions; any run of blanks in them stands for any.

    Returns:
        a span for each, null where its words stand nowhere (any more), and how many are null.
    """
    taken = bytearray(len(text))
    placed: list[Span | None] = []
    at = 0
    for surface in surfaces:
        words = r"\s+".join(regex.escape(word) for word in surface.split())
        pattern = regex.compile(rf"(?<![\p{{L}}\d]){words}(?![\p{{L}}\d])" if words else r"(?!)")
        found = (match.span() for begin in (at, 0) for match in pattern.finditer(text, begin))
        span = next((span for span in found if not any(taken[slice(*span)])), None)
        placed.append(span)
        if span is not None:
            taken[slice(*span)] = b"\x01" * (span[1] - span[0])
            at = max(at, span[0])
    return placed, placed.count(None)


__all__ = ["Material", "Span", "collect", "place"]
