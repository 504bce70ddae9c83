"""Account for everything that looks like a document number: which references were found, and why the rest is none.

    python -m pipeline.evaluate.symbols FOLDER [--all]

`looks` is a pattern much wider than the extractor's own grammar, and written apart from it: any number with a capital
behind a dash or slash, any number behind `số` or a type word, any code before a number. What a reference covers is
found; the rest is sorted by the first reason of `REASONS` that fits, and what fits none is listed as unaccounted for:
a family of symbols the extractor misses, or a reason to write down. Exit status 1 while any is left.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from extractors.dates import find_dates
from extractors.model import Reference
from extractors.references import find_references
from extractors.text import DocumentText
from pipeline.clean.text import clean
from pipeline.errors import InputError
from pipeline.evaluate.symbol_reasons import REASONS
from pipeline.read import read_bytes

_TYPES = (
    "hiến pháp|luật|pháp lệnh|sắc lệnh|nghị quyết|nghị định|thông tư|thông tư liên tịch|quyết định|chỉ thị|quy chế"
    "|thông báo|thông tri|hướng dẫn|chương trình|kế hoạch|đề án|báo cáo|tờ trình|công văn|công điện|kết luận|văn bản"
).replace(" ", r"\s+")
_SHORT_TYPES = "QĐ|NĐ|TT|NQ|CT|KH|CV|TB|HD|TTLT|BC|CTr|KL|QH|PL|VB"
_CODE = r"[\p{L}&][\p{L}\d&]*"
_SEPARATOR = r"[ \t]?[-/.][ \t]?"
_TAIL = rf"(?:{_SEPARATOR}(?:{_CODE}|\d{{1,5}}(?=[ \t]?[-/][ \t]?\p{{L}})))*"
_LOOKS = regex.compile(
    rf"""(?x)
    # A number and a code: `15/CP`, `1141-TC/QĐ/CĐKT`, `12/2004/qđ-ub`, broken over a line or page.
    (?<![\p{{L}}\d/.,-])\d{{1,6}}\p{{L}}{{0,3}}(?:[ \t]?[-/][ \t]?\d{{1,5}}){{0,2}}
      (?:[ \t]?[-/]\s{{0,3}}(?=\p{{Lu}}{{2}}) | [ \t]?[-/][ \t]?(?=\p{{Lu}}) | [ \t](?=\p{{Lu}}+[-/]\p{{Lu}})
       | [-/](?=\p{{L}}{{1,6}}[-/]\p{{L}}))
      {_CODE}{_TAIL}
    # Letters read for digits: `l5/CP`, `O2-NQ/TW`.
    | (?<![\p{{L}}\d])[lOoI]\d{{0,4}}[ \t]?[-/][ \t]?\p{{Lu}}{{2}}{_TAIL}
    # A number by name: `số 12`, `Nghị định 41`, `NĐ 37/2007`, `TT03`.
    | (?<!\p{{L}})(?i:số|no\.)[ \t]*:?[ \t]*\d[\p{{L}}\d/.&-]*
    | (?<!\p{{L}})(?i:{_TYPES})(?:[ \t]+(?i:số|liên[ \t]tịch|liên[ \t]bộ))?[ \t]*:?[ \t]*\d[\p{{L}}\d/.&-]*
    | (?<!\p{{L}})(?:{_SHORT_TYPES})[ \t.:-]{{0,2}}\d[\p{{L}}\d/.&-]*
    # The code first: `QĐ-TTg 123`, `TC/CV 12`.
    | (?<![\p{{L}}\d])\p{{Lu}}[\p{{L}}&]{{0,5}}(?:[/-]\p{{Lu}}[\p{{L}}&]{{0,7}}){{1,3}}[ \t/-]+\d{{1,5}}(?![\d%])
    """
)
# What may stand beside a reference in one token: `SỐ:` of a letterhead, the date glued behind.
_BESIDE = regex.compile(r"^(?i:số|no\.)|(?<=¦)\s?-?\s?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$")
FURNITURE = "beside the text"
"""The reason of a number in what is no part of the document: lists of links on its page, banners."""
_CONTEXT = 60
_TRIM = " \t\n.,;:/-"


@dataclass(frozen=True, slots=True)
class Token:
    """Something that looks like a document number."""

    start: int
    """Offset in code points into the document's text."""
    end: int
    surface: str
    before: str
    """Up to 60 characters before it."""
    after: str
    reason: str | None
    """`reference` where one covers it whole; a reason of `REASONS`; null where nothing accounts for it."""


def looks(seen: str) -> Iterator[tuple[int, int]]:
    """Spans `[start, end)` (code points) of everything in the view `seen` that looks like a document number."""
    for match in _LOOKS.finditer(seen):
        yield match.start(), match.start() + len(match[0].rstrip(_TRIM))


def account(doc: DocumentText, references: Sequence[Reference]) -> list[Token]:
    """Every token of `doc` that looks like a document number, in text order, with what accounts for it.

    Args:
        doc: the text.
        references: what was found in it, in text order.
    """
    ends = [reference.end for reference in references]
    tokens = []
    for start, end in looks(doc.view):
        before, after = doc.view[max(0, start - _CONTEXT) : start], doc.view[end : end + _CONTEXT]
        reason = _covered(doc.view, start, end, references, ends)
        reason = reason or _reason(before, doc.view[start:end], after)
        paragraph = doc.paragraph_at(start) if reason is None else None
        if paragraph is not None and paragraph.kind == "boilerplate":
            reason = FURNITURE
        tokens.append(Token(start, end, doc.text[start:end], before, after, reason))
    return tokens


def _covered(seen: str, start: int, end: int, references: Sequence[Reference], ends: Sequence[int]) -> str | None:
    """`reference` where every number of the token, and the code behind it, lies in a reference."""
    index = bisect_left(ends, start + 1)
    touched = []
    while index < len(references) and references[index].start < end:
        touched.append(references[index])
        index += 1
    left = "".join(
        "¦" if any(r.start <= at < r.end for r in touched) else letter
        for at, letter in enumerate(seen[start:end], start)
    )
    rest = _BESIDE.sub("", left)
    return None if not touched or regex.search(r"\d|\p{Lu}{2}", rest) else "reference"


def _reason(before: str, token: str, after: str) -> str | None:
    for reason in REASONS:
        if reason.fits(before, token, after):
            return reason.name
    return None


def account_file(path: Path) -> list[Token]:
    """`account` of one file as the pipeline reads and cleans it.

    Raises:
        InputError: it cannot be read as a document.
    """
    text = clean(read_bytes(path.read_bytes(), path.name))
    doc = DocumentText.of(text.text, marks=text.kinds)
    return account(doc, find_references(doc, find_dates(doc)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--all", action="store_true", help="list every token that is no reference, with its reason")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    files = [f for folder in arguments.folders for f in (sorted(folder.rglob("*")) if folder.is_dir() else [folder])]
    for path in (file for file in files if file.is_file()):
        try:
            tokens = account_file(path)
        except InputError as problem:
            print(f"{path.name}: {problem}")
            continue
        for token in tokens:
            counts[token.reason or "unaccounted"] += 1
            if token.reason is None or (arguments.all and token.reason != "reference"):
                line = f"{token.before[-40:]}⟦{token.surface}⟧{token.after[:30]}".replace("\n", "⏎")
                print(f"{path.name}: {token.reason or 'unaccounted'}: {line}")
    print(f"{sum(counts.values())} tokens look like document numbers")
    for name, count in counts.most_common():
        print(f"{count:6} {name}")
    return 1 if counts["unaccounted"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
