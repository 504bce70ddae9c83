"""What there is to learn from: documents with what the rules find in them (silver), or with gold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import regex

from extractors.learned.numbers import NONE, first_number, number_starts
from extractors.model import Indicator, Organisation
from extractors.organisations.provinces import fold_tones
from extractors.text import DocumentText
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.errors import InputError
from pipeline.evaluate.compare import Item
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
    gold: GoldDocument | None = None
    is_fresh: bool = False
    """The rules were not made with its help."""
    is_test: bool = False
    """Nothing is learned from it, and no threshold chosen by it."""

    def items(self, layer: str) -> Sequence[Item]:
        """Gold of a layer, in text order."""
        return self.gold.items[layer] if self.gold is not None else ()


def collect(
    documents: Iterable[str],
    texts: Iterable[str],
    gold: Iterable[str],
    fresh: Iterable[str] = (),
    test: Iterable[str] = (),
) -> list[Material]:
    """Read documents and what is known of them.

    Args:
        documents: files and folders without gold. One whose stem has gold is left out: it is measured on.
        texts: files and folders of documents with gold; those without are left out.
        gold: folders of gold files.
        fresh: more of them, whose documents the rules were not made on.
        test: more of them, whose documents are only measured.

    Returns:
        Material in order of name, those with gold first. Files that cannot be read are left out.

    Raises:
        MissingInputError: a file or folder that is not there.
        GoldError: a gold folder that breaks the guide's form.
    """
    marks = [(gold, False, False), (fresh, True, False), (test, True, True)]
    known = {
        document.name: (document, is_fresh, is_test)
        for folders, is_fresh, is_test in marks
        for folder in folders
        for document in read_gold(Path(folder))
    }
    measured = [
        replace(_with_gold(name, doc, rules, rows, known[name][0]), is_fresh=known[name][1], is_test=known[name][2])
        for name, doc, rules, rows in _read(texts)
        if name in known
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
    mentions, lost = _placed(doc, named)
    numbers, lost_numbers = _placed(doc, stated)
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
        gold=gold,
    )


def _placed(doc: DocumentText, items: Sequence[Item]) -> tuple[list[Span | None], int]:
    return place(doc.text, [str(item["surface"]) for item in items], [bool(item.get("optional")) for item in items])


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


def place(text: str, surfaces: Sequence[str], optional: Sequence[bool] = ()) -> tuple[list[Span | None], int]:
    """Where surfaces given in text order stand; gold holds no offsets.

    Letter case, tone placement and kinds of dashes do not matter, as they do not when a run is scored.

    Args:
        text: the document as read.
        surfaces: words of the mentions; any run of blanks in them stands for any.
        optional: of each, whether it is; an optional mention may lie inside another or hold one.

    Returns:
        a span for each, null where its words stand nowhere (any more), and how many are null.
    """
    view = _folded(text)
    taken = bytearray(len(text))
    placed: list[Span | None] = []
    at = 0
    for surface, is_open in zip_longest(surfaces, optional, fillvalue=False):
        words = r"\s+".join(regex.escape(_folded(word)) for word in str(surface).split())
        pattern = regex.compile(rf"(?<![\p{{L}}\d]){words}(?![\p{{L}}\d])" if words else r"(?!)")
        found = (match.span() for begin in (at, 0) for match in pattern.finditer(view, begin))
        free = (span for span in found if span not in placed and (is_open or not any(taken[slice(*span)])))
        span = next(free, None)
        placed.append(span)
        if span is not None:
            if not is_open:
                taken[slice(*span)] = b"\x01" * (span[1] - span[0])
            at = max(at, span[0])
    return placed, placed.count(None)


_LOOK_ALIKES = str.maketrans({"‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "Ð": "Đ"})


def _folded(text: str) -> str:
    """The text with what does not tell mentions apart made one; of the same length."""
    folded = fold_tones(text.translate(_LOOK_ALIKES))
    # Of all letters one (`İ`) becomes longer in lower case; it stands in no Vietnamese name.
    return folded if len(folded) == len(text) else text


__all__ = ["Material", "Span", "collect", "place"]
