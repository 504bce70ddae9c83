"""Who issued a document whose letterhead is lost: its title, its number, its signature, whom it speaks of as itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import regex

from extractors.model import Organisation
from extractors.organisations.provinces import Province, fold_tones
from extractors.references.patterns import code_key, organs
from extractors.references.symbols import Symbol
from extractors.text import DocumentText
from pipeline.annotate.metadata.cues import squash
from pipeline.annotate.metadata.issuer import Issuer, place_province, read_issuer
from pipeline.annotate.metadata.title import Title

_OF = regex.compile(
    r"(?:báo\s+cáo|nghị\s+định|quyết\s+định|thông\s+tư|nghị\s+quyết|chỉ\s+thị|tờ\s+trình)\s+của\s+(?P<body>\p{L}[\p{L}\s,-]+?)"
    r"(?=\s+(?:khóa|tại|về|trình|số|tháng|năm|quý|nhiệm\s+kỳ|v/v)(?!\p{L})|\s*[(:.;]|\s*$)"
)
_COMMITTEE = regex.compile(r"^(?:ban\s+chấp\s+hành|ban\s+thường\s+vụ)\s+(?=\p{L}{3,}\s+\p{L})", regex.IGNORECASE)
_GENERIC_END = regex.compile(r"(?:tỉnh|thành phố)$", regex.IGNORECASE)
_SIGNED = regex.compile(
    r"(?:^|\n|\|)\W*(?:TM|T/M)\s*\.?\s*(?P<body>(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN|HỘI\s+ĐỒNG\s+NHÂN\s+DÂN|CHÍNH\s+PHỦ)(?!\p{L})"
)
_TOP = 1200
_LETTERHEAD_LINES = 4


def issuer_elsewhere(
    doc: DocumentText,
    title: Title | None,
    symbol: Symbol | None,
    organisations: Sequence[Organisation],
    place: tuple[str | None, dt.date | None],
) -> Issuer | None:
    """The issuing body where the letterhead does not name it, the surest sign first; null where nothing is sure.

    Args:
        doc: the document.
        title: its title.
        symbol: its own number.
        organisations: mentions found in it.
        place: place and date of its place-and-date line.
    """
    at = place[1]
    home = place_province(*place)
    return (
        _above_title(doc, title, at)
        or _of_title(doc, title, at)
        or issuer_of_symbol(symbol, home)
        or _of_signature(doc, home)
        or _speaker(organisations, home)
    )


def _above_title(doc: DocumentText, title: Title | None, at: dt.date | None) -> Issuer | None:
    """The bodies in capitals above a title, where no number, motto or date line makes a letterhead of them."""
    above = doc.view[: title.start] if title else ""
    lines = [squash(line) for line in above.split("\n") if any(c.isalpha() for c in line)]
    if not 0 < len(lines) <= _LETTERHEAD_LINES or not all(line.isupper() for line in lines):
        return None
    return read_issuer(lines, at)


def _of_title(doc: DocumentText, title: Title | None, at: dt.date | None) -> Issuer | None:
    """`BÁO CÁO CỦA BAN CHẤP HÀNH … KHÓA XVIII`, or `Trích Báo cáo của Bộ …` below the title."""
    texts = [title.text] if title else []
    texts += [doc.legible[title.end : title.end + 300]] if title else [doc.legible[:_TOP]]
    for text in texts:
        match = _OF.search(fold_tones(squash(text)))
        if match:
            found = read_issuer([_COMMITTEE.sub("", match["body"])], at)
            if found:
                return found
    return None


def issuer_of_symbol(symbol: Symbol | None, home: Province | None) -> Issuer | None:
    """The body a number's last code names: `NĐ-CP` the Government; `UBND` with the place of the date line.

    Args:
        symbol: the document's own number.
        home: the province of its place-and-date line.
    """
    for code in symbol.organs if symbol else ():
        organ = organs().get(code_key(code))
        if organ is None or organ.whose_unknown or not organ.issuer:
            continue
        if organ.level in ("central", "ministry") and not organ.takes_place:
            return Issuer(organ.issuer, None, central=True)
        if organ.takes_place and home:
            return Issuer(f"{organ.issuer} {home.full_name}", home, central=False)
    return None


def _of_signature(doc: DocumentText, home: Province | None) -> Issuer | None:
    for match in _SIGNED.finditer(doc.view, max(0, len(doc.view) - 6000)):
        body = squash(fold_tones(match["body"]))
        if body == "chính phủ":
            return Issuer("Chính phủ", None, central=True)
        if home:
            return Issuer(f"{body[0].upper()}{body[1:]} {home.full_name}", home, central=False)
    return None


def _speaker(organisations: Sequence[Organisation], home: Province | None) -> Issuer | None:
    """The local body a report speaks of most, without its place: `LĐLĐ tỉnh` in a report from Quảng Trị."""
    if home is None:
        return None
    counts: Counter[str] = Counter()
    for mention in organisations:
        name = _COMMITTEE.sub("", mention.name)
        if _GENERIC_END.search(name) or fold_tones(name).endswith(fold_tones(home.name)):
            counts[_GENERIC_END.sub("", name.removesuffix(home.full_name)).strip()] += 1
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    if times < 2:
        return None
    return Issuer(f"{name[:1].upper()}{name[1:]} {home.full_name}", home, central=False)
