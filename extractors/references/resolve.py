"""What short forms point to, and who issued what, by the rest of the document and its context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.model import Context, Reference
from extractors.text import DocumentText


def resolve_references(references: Sequence[Reference], doc: DocumentText, context: Context) -> list[Reference]:
    """Resolve short forms within the document and fill in issuers.

    One surviving candidate resolves a short form; several leave its symbol null with the candidates listed.

    Args:
        references: what `find_references` found in `doc`, in text order.
        doc: the text.
        context: the document's own metadata; its province completes organ codes of provinces.
    """
    numbered = [reference for reference in references if reference.form == "numbered" and reference.symbol]
    by_number: dict[str, list[Reference]] = {}
    for reference in numbered:
        by_number.setdefault(_bare(reference.number or ""), []).append(reference)
    dates = _dates(numbered)
    latest: dict[tuple[str, str | None], tuple[int, str]] = {}
    result = []
    for reference in references:
        key = (_bare(reference.number or ""), reference.doc_type)
        paragraph = doc.paragraph_at(reference.start)
        here = paragraph.start if paragraph else 0
        if reference.form != "short":
            if reference.symbol:
                latest[key] = (here, reference.symbol)
            result.append(reference)
            continue
        said = latest.get(key)
        recent = said[1] if said and said[0] == here else None
        resolved = _resolve_short(reference, by_number.get(key[0], ()), dates, recent)
        if resolved.symbol:
            latest[key] = (here, resolved.symbol)
        result.append(resolved)
    return result


def _bare(number: str) -> str:
    return number.lstrip("0").lower()


def _dates(numbered: Sequence[Reference]) -> Mapping[str, str]:
    """Symbol → its date: the one most mentions give, whole days before bare years."""
    votes: dict[str, Counter[str]] = {}
    for reference in numbered:
        if reference.date and reference.symbol:
            votes.setdefault(reference.symbol, Counter())[reference.date] += 1
    return {symbol: max(counter, key=lambda date: (len(date), counter[date])) for symbol, counter in votes.items()}


def _resolve_short(
    short: Reference, candidates: Sequence[Reference], dates: Mapping[str, str], recent: str | None
) -> Reference:
    """`recent` is the symbol the same type and number stood for last in the same paragraph."""
    fitting = [c for c in candidates if c.doc_type == short.doc_type]
    if short.year:
        same_year = [c for c in fitting if c.year in (None, short.year)]
        fitting = same_year or fitting
    symbols = list(dict.fromkeys(c.symbol for c in fitting if c.symbol))
    if len(symbols) > 1 and recent in symbols:
        symbols = [recent]
    if len(symbols) != 1:
        return replace(short, candidates=tuple(symbols))
    symbol = symbols[0]
    chosen = next(c for c in fitting if c.symbol == symbol)
    return replace(short, symbol=symbol, date=dates.get(symbol), organs=chosen.organs, year=chosen.year or short.year)
