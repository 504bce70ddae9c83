"""Single calendar expressions, before words around them make ranges and open spans of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractors.cues import matches, small
from extractors.dates import patterns as p
from extractors.dates.edtf import Part
from extractors.model import DateKind

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_PIVOT = 50
"""Two-digit years below it are of this century."""
_MAX_SPAN = 60
"""Years; a longer `1945-2025` is still a span only with a word that says so."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression: `[start, end)` into the text, what it covers, and how sure it is a date by itself."""

    start: int
    end: int
    low: Part
    high: Part
    kind: DateKind
    relative: int | None = None
    """Offset from the document's own year (`quý I năm nay` is 0)."""
    weak: bool = False
    """A date only if it joins another one (`từ 21/6 đến 25/6/2024`)."""
    value: str | None = None
    """EDTF where `low` and `high` do not tell it all (a decade)."""

    @property
    def point(self) -> bool:
        """Whether ranges and open spans can be made of it."""
        return self.kind != "period"


def number(word: str) -> int:
    """A count in digits or in words (`sáu`), 0 where it is neither."""
    word = " ".join(word.lower().split())
    return int(word) if word.isdigit() else int(p.words("number").get(word) or 0)


def find_atoms(view: str) -> Iterator[Atom]:
    """Expressions in text order, none overlapping.

    Args:
        view: the document's view; offsets are code points into it.
    """
    end = 0
    last: Atom | None = None
    for anchor in matches(p.ANCHOR, p.BEGINS, view, small(view)):
        at = anchor.start()
        if at < end:
            continue
        for atom in _read(view, at, end, last):
            yield atom
            last, end = atom, atom.end


def _read(view: str, at: int, floor: int, last: Atom | None) -> list[Atom]:
    head = view[at].lower()
    if head.isdigit():
        return _numeric(view, at, floor, last)
    if head == "n":
        word = view[at : at + 4].lower()
        if word == "ngày":
            return _day(p.DAY.match(view, at), view, floor)
        if word == "nhữn":
            return _decade(view, at)
        return _half(view, at) if word.startswith("nửa") else _year(view, at, floor)
    if head == "q":
        return _quarter(view, at)
    if head == "m":
        return _day(p.BARE_DAY.match(view, at), view, floor)
    return _decade(view, at) if view[at + 1 : at + 3].lower() == "hậ" else _month(view, at, floor, last)


def _year_of(match: regex.Match[str]) -> tuple[int | None, int | None]:
    """(year, offset from the document's year) of a match."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(match["year"]), None
    if groups.get("short"):
        short = int(match["short"])
        return (2000 if short < _PIVOT else 1900) + short, None
    relative = " ".join((groups.get("relative") or "").lower().split())
    if not relative:
        return None, None
    return None, int(p.words("relative_year").get(relative if relative.startswith("năm") else f"năm {relative}") or 0)


def _month_number(text: str) -> int:
    text = " ".join(text.lower().split())
    return int(text) if text.isdigit() else int(p.words("number").get(text) or 0)


def _day(match: regex.Match[str] | None, view: str, floor: int, weak: bool = False) -> list[Atom]:
    if not match:
        return []
    year, relative = _year_of(match)
    month, day = _month_number(match["month"]), int(match["day"])
    # `mùng 10 tháng Giêng`: a month of the lunar calendar.
    if p.LUNAR.match(view, match.end()) or month == 0:
        return []
    point = Part(year, month, day)
    atom = Atom(match.start(), match.end(), point, point, "day", relative, weak)
    return [*_days_before(atom, view, floor), atom]


def _days_before(atom: Atom, view: str, floor: int) -> list[Atom]:
    """`ngày 12, 13 và` before `14/10/2025`: the same month and year; a range takes `-` and `đến`."""
    match = p.DAY_LIST.match(view, floor, atom.start)
    if not match:
        return []
    found: list[Atom] = []
    items = list(p.DAY_ITEM.finditer(view, match.start() + len(match["word"]), match.end()))
    start = match.start() if match["word"].lower().startswith("ngày") else items[0].start()
    for item in items:
        day = int(item["day"])
        point = Part(atom.low.year, atom.low.month, day)
        if not 1 <= day <= 31:
            return []
        found.append(Atom(start if not found else item.start(), item.end("day"), point, point, "day", atom.relative))
    return found


def _month(view: str, at: int, floor: int, last: Atom | None) -> list[Atom]:
    count = p.COUNT_BEFORE.match(view, floor, at)
    if count:
        months = p.MONTHS.match(view, count.start())
        if months:
            return _months(months)
        day = p.BARE_DAY.match(view, count.start()) if count["count"].isdigit() else None
        joined = last is not None and last.kind == "day" and _joined(view, last.end, count.start())
        joined = joined or p.DAY_LIST.match(view, floor, count.start()) is not None
        if day and (day.groupdict()["year"] or joined):
            return _day(day, view, floor)
        if not p.MONTH.match(view, at):
            return _tally(view, count)
    match = p.MONTH.match(view, at)
    if not match or p.NOT_MONTH.match(view, floor, at):
        return []
    numbers = [_month_number(m) for m in match.captures("month")]
    if not all(1 <= m <= 12 for m in numbers) or p.TIMES.match(view, match.end()):
        return []
    if p.LUNAR.match(view, match.end()):
        return []
    year, relative = _year_of(match)
    spans = _list_spans(view, match, "month", "tháng")
    return [
        Atom(s, e, Part(year, m), Part(year, m), "month", relative) for (s, e), m in zip(spans, numbers, strict=True)
    ]


def _list_spans(view: str, match: regex.Match[str], group: str, word: str) -> list[tuple[int, int]]:
    """Spans of a list's members (`tháng 10, tháng 11/2024`), each from its own word on; the last takes the year."""
    starts, ends = [match.start()], [*match.ends(group)[:-1], match.end()]
    for end, start in zip(match.ends(group), match.starts(group)[1:], strict=False):
        at = view[end:start].lower().rfind(word)
        starts.append(end + at if at >= 0 else start)
    return list(zip(starts, ends, strict=True))


def _months(match: regex.Match[str]) -> list[Atom]:
    count = number(match["count"])
    if not 1 <= count <= 12:
        return []
    year, relative = _year_of(match)
    low, high = (1, count) if (match["end"] or "đầu").lower().startswith("đầu") else (13 - count, 12)
    return [Atom(match.start(), match.end(), Part(year, low), Part(year, high), "period", relative)]


def _tally(view: str, count: regex.Match[str]) -> list[Atom]:
    """`9 tháng` as the year so far: after `lũy kế`, before `đạt`, or a sentence's first words; never a duration."""
    match = p.BARE_MONTHS.match(view, count.start())
    months = number(count["count"])
    if not match or not 2 <= months <= 11:
        return []
    before = view[max(0, count.start() - 12) : count.start()]
    opens = regex.search(r"(?:^|[.;:\n])[\s-]*$", before) is not None
    after = view[match.end() : match.end() + 1]
    told = p.TALLY.match(view, 0, count.start()) is not None
    if p.NOT_TALLY.match(view, 0, count.start()) or not (
        told or (opens and after == ",") or p.TALLY_VERB.match(view, match.end())
    ):
        return []
    return [Atom(match.start(), match.end(), Part(None, 1), Part(None, months), "period")]


def _half(view: str, at: int) -> list[Atom]:
    match = p.HALF.match(view, at)
    if not match:
        return []
    year, relative = _year_of(match)
    low, high = (1, 6) if match["end"].lower() == "đầu" else (7, 12)
    return [Atom(at, match.end(), Part(year, low), Part(year, high), "period", relative)]


def _quarter(view: str, at: int) -> list[Atom]:
    match = p.QUARTER.match(view, at)
    # `mỗi quý một lần`: how often.
    if not match or p.PER_YEAR.match(view, 0, at) or p.TIMES.match(view, match.end()):
        return []
    year, relative = _year_of(match)
    atoms = []
    for (s, e), text in zip(_list_spans(view, match, "quarter", "qu"), match.captures("quarter"), strict=True):
        quarter = _ROMAN.get(text.lower()) or int(text)
        atoms.append(Atom(s, e, Part(year, 3 * quarter - 2), Part(year, 3 * quarter), "quarter", relative))
    return atoms


def _decade(view: str, at: int) -> list[Atom]:
    match = p.DECADE.match(view, at)
    if not match:
        return []
    first = int(match["decade"]) + (1900 if len(match["decade"]) == 2 else 0)
    return [Atom(at, match.end(), Part(first), Part(first + 9), "period", value=f"{first // 10}X")]


def _year(view: str, at: int, floor: int) -> list[Atom]:
    match = p.YEAR_WORD.match(view, at)
    if not match or p.PER_YEAR.match(view, 0, at):
        return []
    year = int(match["year"])
    if match["last"]:
        last = int(match["last"])
        if year < last <= year + _MAX_SPAN and (match["joint"] == "-" or last == year + 1):
            start = match.start("year") if p.COUNT_BEFORE.match(view, floor, at) else at
            return [_years(view, (start, match.end()), (year, last), floor)]
        first = Atom(at, match.end("year"), Part(year), Part(year), "year")
        if match["joint"] == "-":
            return [first]
        return [first, Atom(match.start("last"), match.end("last"), Part(last), Part(last), "year")]
    tet = p.NEW_YEAR.match(view, floor, at)
    atoms = [Atom(tet.start() if tet else at, match.end(), Part(year), Part(year), "year")]
    while (more := p.MORE_YEARS.match(view, atoms[-1].end)) and abs(int(more["year"]) - year) <= 15:
        point = Part(int(more["year"]))
        atoms.append(Atom(more.start("mention"), more.end(), point, point, "year"))
    return atoms


def _years(view: str, span: tuple[int, int], years: tuple[int, int], floor: int) -> Atom:
    """A span of years with the `giai đoạn`, `nhiệm kỳ` … before it."""
    (start, end), (year, last) = span, years
    prefix = p.PERIOD_PREFIX.match(view, floor, start)
    if prefix:
        start = prefix.start()
        if prefix["open"] and view[end : end + 1] == ")":
            end += 1
    return Atom(start, end, Part(year), Part(last), "period")


def _numeric(view: str, at: int, floor: int, last: Atom | None) -> list[Atom]:
    joined = last is not None and _joined(view, last.end, at)
    match = p.NUMERIC.match(view, at)
    if match:
        return _day(match, view, floor) if 1 <= int(match["month"]) <= 12 else []
    match = p.YEARS.match(view, at)
    if match:
        year, text = int(match["year"]), match["last"]
        prefix = p.PERIOD_PREFIX.match(view, floor, at)
        end = int(text) if len(text) == 4 else year // 100 * 100 + int(text)
        if year < end <= year + _MAX_SPAN and (len(text) == 4 or prefix):
            return [_years(view, (at, match.end()), (year, end), floor)]
        if year == end:
            return []
    match = p.SLASH_YEARS.match(view, at)
    if match:
        year, end = int(match["year"]), int(match["last"])
        school = end == year + 1 and p.SCHOOL_CUE.match(view, 0, at)
        return [_years(view, (at, match.end()), (year, end), floor)] if school else []
    match = p.BARE_YEAR.match(view, at)
    if match:
        point = Part(int(match["year"]))
        told = joined or p.YEAR_CUE.match(view, 0, at) or p.ONWARDS.match(view, match.end())
        told = told or p.MONTH_SPAN.match(view, match.end())
        named = p.NEW_YEAR.match(view, floor, at) or p.FISCAL_YEAR.match(view, floor, at)
        start = named.start() if named else at
        return [Atom(start, match.end(), point, point, "year")] if told or named else []
    match = p.MONTH_YEAR.match(view, at)
    if match:
        point = Part(int(match["year"]), int(match["month"]))
        told = joined or p.SPAN_CUE.match(view, 0, at) or p.MONTH_SPAN.match(view, match.end())
        return [Atom(at, match.end(), point, point, "month")] if told else []
    match = p.DAY_MONTH.match(view, at)
    return _day_month(view, at, floor, joined and last is not None and last.kind == "day", match) if match else []


def _day_month(view: str, at: int, floor: int, joined: bool, match: regex.Match[str]) -> list[Atom]:
    """`22/10` may be a share (`13/14 LĐLĐ`): a word for a day before it, or a date it continues, makes it a date."""
    cue = p.DAY_CUE.match(view, floor, at)
    if cue:
        point = Part(None, int(match["month"]), int(match["day"]))
        start = cue.start() if cue["cue"] and "(" not in cue[0] else at
        return [Atom(start, match.end(), point, point, "day")]
    if p.NAMED_DAY.match(view, floor, at):
        point = Part(None, int(match["month"]), int(match["day"]))
        return [Atom(at, match.end(), point, point, "day")]
    listed = p.DAY_LIST.match(view, floor, at)
    if listed and listed[0].lower().startswith("ngày") and _AND.search(listed[0]):
        # `ngày 2 và 3-10`
        return _day(match, view, floor)
    if (listed or joined) and match["sep"] == "/":
        return _day(match, view, floor)
    day, month = match["day"], int(match["month"])
    if not p.SPAN_CUE.match(view, 0, at) or (match["sep"] != "/" and int(day) <= month):
        # `từ 5-6 người` is a span of numbers; `từ 21-6` can only be a day.
        return []
    proper = int(day) < month and day[0] != "0"
    if proper and (month in _DENOMINATORS or not _BOUND.match(view, match.end())):
        return []
    point = Part(None, month, int(day))
    return [Atom(at, match.end(), point, point, "day")]


_AND = regex.compile(r"và\s+$", regex.IGNORECASE)
_DENOMINATORS = frozenset({2, 3, 4, 5, 10})
"""What parts are usually counted in: `1/3` after `từ` is a third."""
_BOUND = regex.compile(r"[^\S\n]*(?:[,.;:)\n-]|$|(?:đến|tới|và)\b)")


def _joined(view: str, start: int, end: int) -> bool:
    """Whether nothing but `và`, `đến`, a comma or a dash stands between."""
    return end - start <= 40 and bool(p.LIST_GAP.fullmatch(view, start, end) or p.RANGE_GAP.fullmatch(view, start, end))
