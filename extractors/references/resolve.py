"""What short forms point to, and who issued what, by the rest of the document and its context."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import regex

from extractors.model import Context, DateMention, Reference
from extractors.organisations.provinces import Province, find_province, fold_tones, province_by_code
from extractors.references.patterns import Organ, are_compatible, code_key, organs
from extractors.text import DocumentText

_LAWMAKERS = {
    "hiến pháp": "Quốc hội",
    "bộ luật": "Quốc hội",
    "luật": "Quốc hội",
    "pháp lệnh": "Ủy ban Thường vụ Quốc hội",
}
_DAY = regex.compile(r"\d{4}-\d{2}-\d{2}")
_SEPARATORS = regex.compile(r"[-/.]")
_LOWER_LEVEL = regex.compile(r"(?<!\p{L})(?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?!\p{L})", regex.IGNORECASE)


def resolve_references(
    references: Sequence[Reference], doc: DocumentText, context: Context, dates: Sequence[DateMention] = ()
) -> list[Reference]:
    """Resolve short forms within the document and fill in issuers.

    One surviving candidate resolves a short form; several leave its symbol null with the candidates listed.

    Args:
        references: what `find_references` found in `doc`, in text order.
        doc: the text.
        context: the document's own metadata; its province completes organ codes of provinces, its day of issue a
            date without year.
        dates: the document's dates as `resolve_dates` left them, in text order; they tell such years better.
    """
    place = _place(context)
    years = {date.start: date.edtf for date in dates if date.edtf}
    starts = sorted(years)
    completed = []
    for reference in references:
        index = bisect_left(starts, reference.end)
        known = years[starts[index]] if index < len(starts) else None
        completed.append(_with_issuer(_with_year(reference, known, context), place, context))
    return _resolve_shorts(_with_said_issuers(completed), doc)


def _with_said_issuers(references: Sequence[Reference]) -> list[Reference]:
    """Mentions that name no issuer take the one another mention of the same symbol and day names."""
    said: dict[str, dict[str, Reference]] = {}
    for reference in references:
        if reference.form == "numbered" and reference.symbol and reference.issuer:
            said.setdefault(reference.symbol, {}).setdefault(fold_tones(reference.issuer), reference)
    result = []
    for reference in references:
        known = list(said.get(reference.symbol or "", {}).values()) if reference.form == "numbered" else []
        if reference.issuer is None and len(known) == 1 and _same_day(reference, known[0]):
            result.append(replace(reference, issuer=known[0].issuer, issuer_id=known[0].issuer_id))
        else:
            result.append(reference)
    return result


def _same_day(one: Reference, other: Reference) -> bool:
    """Whether two mentions may be of one document as far as both give its date."""
    return not one.date or not other.date or one.date.startswith(other.date) or other.date.startswith(one.date)


def _resolve_shorts(references: Sequence[Reference], doc: DocumentText) -> list[Reference]:
    numbered = [reference for reference in references if reference.form == "numbered" and reference.symbol]
    by_number: dict[str, list[Reference]] = {}
    for reference in numbered:
        by_number.setdefault(_bare(reference.number), []).append(reference)
    by_symbol = {reference.symbol or "": reference for reference in reversed(numbered)}
    dates = _dates(numbered)
    # Type, number and paragraph → the symbols they stood for there.
    said_in: dict[tuple[str, str | None, int], set[str]] = {}
    result = []
    for reference in references:
        key = (_bare(reference.number), reference.doc_type)
        paragraph = doc.paragraph_at(reference.start)
        here = paragraph.start if paragraph else 0
        found = reference
        if reference.form == "short":
            said = said_in.get((*key, here), set())
            candidates = by_number.get(key[0], ())
            symbols = _fitting(reference, candidates, dates)
            if reference.symbol and reference.symbol in by_symbol:
                symbols = [reference.symbol]
            elif len(symbols) > 1 and len(said) == 1 and said <= set(symbols):
                symbols = list(said)
            if len(symbols) == 1:
                found = _as_antecedent(reference, by_symbol[symbols[0]], dates)
            else:
                found = replace(reference, symbol=None, candidates=tuple(symbols))
        if found.symbol and found.number:
            said_in.setdefault((*key, here), set()).add(found.symbol)
        result.append(found)
    return result


def _bare(number: str | None) -> str:
    """A number as texts repeat it: without leading zeros; the year of `99/2025` apart."""
    return (number or "").split("/", 1)[0].split(None, 1)[0].lstrip("0").lower() if number else ""


def _dates(numbered: Iterable[Reference]) -> Mapping[str, str]:
    """Symbol → its date: the one most mentions give, whole days before bare years."""
    votes: dict[str, Counter[str]] = {}
    for reference in numbered:
        if reference.date and reference.symbol:
            votes.setdefault(reference.symbol, Counter())[reference.date] += 1
    return {symbol: max(counter, key=lambda date: (len(date), counter[date])) for symbol, counter in votes.items()}


def _year(reference: Reference, dates: Mapping[str, str]) -> int | None:
    """Year of a numbered document: in its symbol, or of its date anywhere in the text."""
    date = dates.get(reference.symbol or "", "")
    return reference.year or (int(date[:4]) if date[:4].isdigit() else None)


def _fitting(short: Reference, candidates: Sequence[Reference], dates: Mapping[str, str]) -> list[str]:
    """Symbols a short form may stand for, narrowed by its type, year and issuer as far as each still leaves some."""
    fitting = [c for c in candidates if c.doc_type == short.doc_type]
    fitting = fitting or [c for c in candidates if _may_be_called(c.doc_type, short.doc_type)]
    if not fitting and short.doc_type:
        # `Đề án 06`, which `Quyết định số 06/QĐ-TTg` approved: the decision's title names the scheme.
        fitting = [c for c in candidates if _names(c.title, short.doc_type)]
    if short.year:
        same_year = [c for c in fitting if _year(c, dates) in (None, short.year)]
        # `Nghị định 73 năm 2025` may be said of what happens in 2025; `Nghị định 73/2025` may not.
        fitting = same_year if same_year or short.surface.endswith(str(short.year)) else fitting
    issuer = short.issuer
    if issuer and len({c.symbol for c in fitting}) > 1:
        fitting = [c for c in fitting if _is_by(c, issuer)] or fitting
    return _as_documents([c.symbol for c in fitting if c.symbol])


def _as_documents(symbols: Sequence[str]) -> list[str]:
    """One spelling of each document: two of one symbol (`126/2004-NĐ-CP`) are one, and so is one cut short."""
    spellings: dict[str, str] = {}
    for symbol in symbols:
        spellings.setdefault(_SEPARATORS.sub("", code_key(symbol)), symbol)
    kept = list(spellings.values())
    return [s for s in kept if not any(other.startswith((f"{s}-", f"{s}/")) for other in kept)]


def _may_be_called(doc_type: str | None, name: str | None) -> bool:
    """Whether texts call a document of one type by the other's name; nobody calls a circular a joint one."""
    joint = "liên tịch" in (name or "") and "liên tịch" not in (doc_type or "")
    return not joint and are_compatible(doc_type, name)


def _names(title: str | None, doc_type: str) -> bool:
    """Whether a title is that of an act that approved or issued a document of this type."""
    return bool(title and regex.match(rf"(?:phê\s+duyệt|ban\s+hành|về(?:\s+việc)?)\s+{doc_type}", title.lower()))


def _is_by(reference: Reference, issuer: str) -> bool:
    """Whether a document is of the body a short form names: by its codes, or its own issuer."""
    folded = fold_tones(issuer)
    words = set(folded.split())
    for code in reference.organs:
        organ = organs().get(code_key(code.rstrip("0123456789")))
        if fold_tones(code) in words or (organ and fold_tones(organ.issuer) in folded):
            return True
    return reference.issuer is not None and fold_tones(reference.issuer) in folded


def _as_antecedent(short: Reference, antecedent: Reference, dates: Mapping[str, str]) -> Reference:
    """The short form with what is known of the document it stands for."""
    year = _year(antecedent, dates)
    own = short.date if short.date and year in (None, _leading_year(short.date)) else None
    symbol = antecedent.symbol or ""
    return replace(
        short,
        symbol=symbol,
        date=dates.get(symbol) or own,
        organs=antecedent.organs,
        year=antecedent.year or short.year,
        issuer=short.issuer or antecedent.issuer,
    )


def _leading_year(date: str) -> int | None:
    return int(date[:4]) if date[:4].isdigit() else None


def _with_year(reference: Reference, resolved: str | None, context: Context) -> Reference:
    """A date without year (`Thông báo số 12/TB-UBND ngày 21/6`) takes the symbol's, else the resolved date's, else the
    last one before the document's own day."""
    if not reference.date or not reference.date.startswith("XXXX"):
        return reference
    day = reference.date[4:]
    if reference.year:
        return replace(reference, date=f"{reference.year}{day}")
    if resolved and resolved.endswith(day) and resolved[:4].isdigit():
        return replace(reference, date=resolved)
    year = context.year
    if year and (context.issued_on or "")[4:] < day and len(context.issued_on or "") == 10:
        year -= 1
    return replace(reference, date=f"{year}{day}" if year else None)


def _place(context: Context) -> Province | None:
    day: dt.date | None = dt.date(context.year, 12, 31) if context.year else None
    if _DAY.fullmatch(context.issued_on or ""):
        day = dt.date.fromisoformat(context.issued_on or "")
    if context.province_code:
        return province_by_code(context.province_code, day)
    return find_province(context.province, day) if context.province else None


def _with_issuer(reference: Reference, place: Province | None, context: Context) -> Reference:
    """A document's issuer by the codes of its symbol, or a law's by its type, where the text names none."""
    if reference.issuer or reference.form == "short":
        return reference
    if reference.doc_type in _LAWMAKERS:
        return replace(reference, issuer=_LAWMAKERS[reference.doc_type])
    if reference.is_self and context.issuer:
        return replace(reference, issuer=context.issuer, issuer_id=context.issuer_id)
    known = [organs().get(code_key(code.rstrip("0123456789"))) for code in reference.organs]
    name = None
    if known and known[0]:
        name = _issuer_name(known[0], known[1] if len(known) > 1 else None, place, context)
    return replace(reference, issuer=name) if name else reference


def _issuer_name(organ: Organ, parent: Organ | None, place: Province | None, context: Context) -> str | None:
    if organ.whose_unknown:
        # `ĐĐ-LĐLĐ`: the party group of the federation.
        whole = _issuer_name(parent, None, place, context) if parent else None
        return f"{organ.issuer} {whole}" if whole and organ.level == "unknown" else None
    if not organ.takes_place:
        return organ.issuer
    if place is None or _LOWER_LEVEL.search(context.issuer or ""):
        # A district's plan cites its own people's committee by the same code.
        return None
    if organ.issuer == "Tỉnh ủy":
        return f"{'Thành ủy' if place.type == 'thành phố' else 'Tỉnh ủy'} {place.name}"
    if organ.issuer.endswith((" tỉnh", " thành phố", " Tỉnh ủy")):
        return f"{organ.issuer} {place.name}"
    return f"{organ.issuer} {place.full_name}"
