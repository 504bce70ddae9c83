"""The letterhead of an official document, whatever became of its two columns: lines, cells, or one line.

Decree 30/2020/NĐ-CP, annex I: left the issuing body under its superior body, the number, of a letter its subject;
right the state's (or the party's) motto and the place and date. Rules, bars and emphasis marks are noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.dates.edtf import Part
from extractors.organisations.provinces import fold_tones
from extractors.references.symbols import read_symbol
from gazetteers import read_table
from pipeline.annotate.metadata.cues import IC, alternation, cues, squash

_REACH = 9000
"""Characters in which a letterhead may stand; web pages put menus before it."""
_STATE = regex.compile(r"C[ỘộÔô]NG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGH[ĨI]A\s+VIỆT\s+NAM", IC)
_FREEDOM = regex.compile(r"Độc\s+lập\s*[-,.]?\s*Tự\s+do\s*[-,.]?\s*Hạnh\s+phúc", IC)
_PARTY = regex.compile(
    r"(?<![^\n|\s][ ]?)ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM(?=\s*(?:\n|\||$|-{2,}|\p{Lu}[\p{L} ]+,\s*ngày))"
)
_YEAR = r"(?P<year>(?:1\s{0,2}9|2\s{0,2}0)\s{0,2}\d\s{0,2}\d)"
_BLANK = r"[\s\d.…_]{0,24}?"
_CITY = r"(?:(?:Thành\s+phố|T\.?\s?P\.?|Tỉnh)\s*)?"
_AT_LINE_START = r"(?<=(?:^|[\n|])[^\p{L}\p{N}\n|]{0,12})"
# Only at the start of a line may a place be broken over two, or its second syllable be lower case.
_PLACE = (
    rf"(?P<place>{_CITY}\p{{Lu}}[\p{{L}}']*(?:(?:[^\S\n]{{1,3}}|[^\S\n]?[.-][^\S\n]?)\p{{Lu}}[\p{{L}}']*+){{0,5}}"
    rf"|{_AT_LINE_START}{_CITY}\p{{Lu}}[\p{{L}}']*(?:\s\p{{Lu}}[\p{{L}}']*){{0,4}}"
    rf"|(?<=(?:^|[\n|]|\s{{2}})\s*)\p{{Lu}}\p{{L}}+(?:[^\S\n]\p{{L}}+){{1,3}})\s*[,.;]\s*"
)
_PLACE_AND_DATE = regex.compile(
    rf"(?:(?<![\p{{L}}\d,;/-])(?:{_PLACE}|[.…]{{2,}}\s*,\s*)|(?<=(?:^|[\n|])[^\p{{L}}\p{{N}}\n|]{{0,12}}))[nN]g\s{{0,2}}ày\s*(?P<day>{_BLANK})\s*tháng\s*(?P<month>{_BLANK})\s*"
    rf"n\s{{0,2}}ă\s{{0,2}}m\s*{_YEAR}(?!\d)(?(place)|(?=[^\p{{L}}\p{{N}}\n|]*(?:[\n|]|$)))|"
    rf"(?<![\p{{L}}\d,;/-]){_PLACE}(?:ngày\s*)?(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-](?P<year>\d{{4}})(?!\d)"
)
_DATE_HINT = regex.compile(r"[nN]g\s{0,2}ày|\d[/.-](?:19|20)\d\d")
_DATE_LENGTH = 70
_BLANK_DATE = regex.compile(rf"{_PLACE}ngày{_BLANK}tháng{_BLANK}năm[\s.…]{{0,9}}(?=\n|\||$)")
_NUMBER = regex.compile(r"S[ốỐô](?<=(?:^|[\n|]|\s{2})[^\S\n]*S.)\s*(?:(?:hiệu\s*)?[:.]{0,2}\s*(?=\d)|:(?=[\s./…-]))")
_SUBJECT = regex.compile(r"(?<![\p{L}])(?:V\s*/\s*v|Về\s+việc|Về(?=\s*:))\s*:?", IC)
_SUBJECT_END = regex.compile(r"\||\n\s*\n|Kính\s+gửi|KÍNH\s+GỬI")
_TEXT_START = regex.compile(r"\n[^\p{L}\p{N}\n]*" + alternation(cues("body_text")) + r"(?!\p{L})", IC)
_OWN_NUMBER = regex.compile(r"\s*S[ốỐ]\s*(?::.*|\d.*)$")
_ABOVE = 500
"""Characters between a number and the motto where the left column stands above the right one."""
_RULE = regex.compile(r"[^\p{L}\p{N}]+")
_BODY_START = regex.compile(alternation({**cues("body"), **cues("line_body")}) + r"(?!\p{L})")
_DIGIT = regex.compile(r"\s*(?=\d)")
_CELL_END = regex.compile(r"[\n|]|$")
_CUT = regex.compile(r"[\n|]|[^\S\n]{3,}|_{3,}|-{3,}")


@dataclass(frozen=True, slots=True)
class Head:
    """What the letterhead says; offsets are code points into the text."""

    start: int
    end: int
    """Where the title or the text begins."""
    pieces: tuple[str, ...] = ()
    """The left column's lines about bodies, superior body first, as matched on (the view)."""
    symbol: str | None = None
    place: str | None = None
    issued_on: str | None = None
    subject: tuple[int, int] | None = None
    """Span of a letter's `V/v …`."""
    party: bool = False


def read_head(view: str) -> Head | None:
    """The first letterhead of a document, or null where it has none.

    Args:
        view: the document's view (look-alikes and markup folded, same length as the text).
    """
    motto = _motto(view)
    if motto:
        start, end = motto
        stop = _TEXT_START.search(view, end, end + 900)
        date = _place_and_date(view, max(0, start - 700), stop.start() if stop else min(len(view), end + 900))
    else:
        # A dump may have lost the motto: then the number or the place and date must stand at the very top.
        date = _at_top(view, _place_and_date(view, 0, 700))
        number = _alone(view, _NUMBER.search(view, 0, 400))
        if not date and not number:
            return None
        first = min(m.start() for m in (date, number) if m)
        start = end = first
    blank = None if date else _place_and_date(view, max(0, start - 700), min(len(view), end + 700), _BLANK_DATE)
    free = _FREEDOM.search(view, start, end + 200)
    spans = [span for span in (motto, _span(free), _span(date), _span(blank)) if span]
    left = _walk_back(view, _number_above(view, min([start, *(a for a, _ in spans)])))
    right = max([end, *(b for _, b in spans)])
    symbol, number_span = _symbol(view, left, right + 300)
    if number_span:
        spans.append(number_span)
        right = max(right, number_span[1])
    subject = _subject(view, number_span[1] if number_span else right, spans)
    if subject:
        spans.append(subject)
        right = max(right, subject[1])
    return Head(
        start=left,
        end=right,
        pieces=_pieces(view, left, right, spans),
        symbol=symbol,
        place=squash(date["place"]) if date and date["place"] else None,
        issued_on=_date(date) if date else None,
        subject=subject,
        party=motto is not None and view[motto[0]].upper() == "Đ",
    )


def _place_and_date(
    view: str, start: int, end: int, pattern: regex.Pattern[str] = _PLACE_AND_DATE
) -> regex.Match[str] | None:
    """The first place-and-date line between two offsets; looked for only around words and numbers of dates."""
    for hint in _DATE_HINT.finditer(view, start, end):
        line_end = view.find("\n", min(hint.end() + _DATE_LENGTH, end))
        stop = end if line_end < 0 else min(line_end, end)
        match = pattern.search(view, max(start, hint.start() - _DATE_LENGTH), stop)
        if match:
            return match
    return None


def _span(match: regex.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


def _motto(view: str) -> tuple[int, int] | None:
    """The state's motto, or the party's name where it stands as one; a mention within a sentence is neither."""
    found: list[tuple[int, int]] = []
    for match in _STATE.finditer(view, 0, _REACH):
        free = _FREEDOM.match(view, _skip_rules(view, match.end()))
        if free or _FREEDOM.search(view, match.end(), match.end() + 160):
            found.append(match.span())
            break
        if match[0].isupper():
            found.append(match.span())
            break
    for match in _PARTY.finditer(view, 0, _REACH):
        after = view[match.end() : match.end() + 300]
        if regex.search(r"S[ốỐ]\s|ngày\b", after):
            found.append(match.span())
            break
    return min(found) if found else None


def _skip_rules(view: str, at: int) -> int:
    match = regex.compile(r"[^\p{L}\p{N}]*").match(view, at)
    return match.end() if match else at


def _at_top(view: str, match: regex.Match[str] | None) -> regex.Match[str] | None:
    """The match if it stands on a line of its own, with only a few short lines before it."""
    if not match or not match["place"] or squash(fold_tones(match["place"])) in _weekdays():
        return None
    line_end = view.find("\n", match.end())
    tail = view[match.end() : line_end if line_end >= 0 else len(view)]
    before = [squash(line) for line in view[: match.start()].split("\n") if line.strip()]
    return match if len(tail.strip(" |.")) < 3 and all(len(line) < 90 for line in before) else None


@cache
def _weekdays() -> frozenset[str]:
    """`Thứ năm, 17/8/2023` is the date line of a page, and no letter from a place."""
    return frozenset(fold_tones(row["phrase"]) for row in read_table("date_words") if row["role"] == "weekday")


def _alone(view: str, match: regex.Match[str] | None) -> regex.Match[str] | None:
    """`Số: 173/2025/NĐ-CP` if nothing but it stands on its line; a permit's number in a table does not count."""
    found = read_symbol(view, match.end()) if match else None
    if not match or not found:
        return None
    rest = regex.split(r"[\n|]", view[found[1] : found[1] + 80])[0]
    before = regex.split(r"\n", view[: match.start()])[-1]
    return match if not _RULE.sub("", rest) and not _RULE.sub("", before) else None


def _number_above(view: str, start: int) -> int:
    """Where `Số: …` stands if the whole left column, a letter's subject too, comes before the motto."""
    found = [m for m in _NUMBER.finditer(view, max(0, start - _ABOVE), start) if read_symbol(view, m.end())]
    if not found or _labels().search(fold_tones(view[found[-1].start() : start])):
        return start
    return max(view.rfind("\n", 0, found[-1].end()), view.rfind("|", 0, found[-1].end())) + 1


@cache
def _labels() -> regex.Pattern[str]:
    """What databases of documents write above a letterhead: `Nơi ban hành: … Người ký: …`."""
    return regex.compile(rf"(?<!\p{{L}}){alternation(cues('label'))}\s*:")


def _walk_back(view: str, start: int) -> int:
    """Where the letterhead begins: back over lines that can only name bodies."""
    at = start
    while at > 0:
        cut = max(view.rfind("\n", 0, at), view.rfind("|", 0, at))
        piece = view[cut + 1 : at]
        words = squash(piece)
        if _RULE.sub("", words) and not _names_body(words):
            break
        if cut < 0:
            return 0
        at = cut
        if start - at > 900:
            break
    return min(at + 1, start) if at < start else start


def _names_body(words: str) -> bool:
    words = _OWN_NUMBER.sub("", words).strip(" -")
    if not words or len(words) > 140 or words[-1] in ":;." or any(c.isdigit() for c in words):
        return not words
    return words.isupper() or (len(words) < 80 and _BODY_START.match(fold_tones(words).lstrip(" -.")) is not None)


def _symbol(view: str, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """The document's own number and the span of `Số: …`; a number left blank is null with its span."""
    for match in _NUMBER.finditer(view, start, min(end, len(view))):
        digit = _DIGIT.match(view, match.end())
        if not digit:
            cell = _CELL_END.search(view, match.end())
            line_end = cell.start() if cell else len(view)
            date = _place_and_date(view, match.end(), line_end)
            return None, (match.start(), date.start() if date else line_end)
        found = read_symbol(view, digit.end())
        if found:
            return found[0].text, (match.start(), found[1])
    return None, None


def _subject(view: str, after: int, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """`V/v …` below the number, to the end of its cell or to whatever else of the letterhead comes next."""
    match = _SUBJECT.search(view, after, after + 200)
    if not match:
        return None
    between = "".join(view[i] for i in range(after, match.start()) if not any(a <= i < b for a, b in spans))
    if _RULE.sub("", between):
        return None
    stop = _SUBJECT_END.search(view, match.end(), match.end() + 700)
    end = stop.start() if stop else view.find("\n", match.end())
    end = end if end >= 0 else len(view)
    return match.start(), min([end, *(a for a, _ in spans if a > match.start())])


def _pieces(view: str, start: int, end: int, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """What is left of the letterhead when motto, number, date and subject are taken out."""
    kept, at = [], start
    for a, b in sorted(spans):
        if a > at:
            kept.append(view[at:a])
        at = max(at, b)
    kept.append(view[at:end])
    pieces = []
    for part in kept:
        for piece in _CUT.split(part):
            words = squash(piece).strip(" -–*.:'\"()")
            if sum(c.isalpha() for c in words) >= 2:
                pieces.append(words)
    return tuple(pieces)


def _date(match: regex.Match[str]) -> str | None:
    """EDTF of a place-and-date line; what was left blank stays out."""
    digits = {key: "".join(c for c in match[key] or "" if c.isdigit()) for key in ("day", "month", "year")}
    month = int(digits["month"]) if digits["month"] else None
    day = int(digits["day"]) if digits["day"] and month else None
    return Part(int(digits["year"]), month, day).edtf()
