"""Dates of general Vietnamese: `mồng 3 tháng ba`, `thứ hai tuần tới`, `quý này`, `2 tháng vừa qua`."""

from __future__ import annotations

import calendar
import datetime as dt
import unicodedata
from functools import cache

import regex

from extractors.dates.atoms import number
from extractors.dates.edtf import Part, has_year, interval, with_year
from extractors.dates.find import find_dates
from extractors.dates.patterns import CYCLE_YEAR, IC, W, phrases, words
from extractors.text import DocumentText
from gazetteers import read_table

_CLOCK = (
    r"(?<!\p{L})(?:vào\s+)?(?:lúc\s+|khoảng\s+|đúng\s+){0,3}"
    r"(?:(?:\d{1,2}|(?!bây|ngay)\p{L}+(?:\s+\p{L}+)?)\s*(?:giờ|tiếng)(?:\s*(?:kém\s+)?(?:\d{1,2}|rưỡi)(?:\s*phút)?)?"
    r"|\d{1,2}\s*[:hg]\s*\d{2}(?::\d\d)?)"
    r"(?:\s*(?:sáng|trưa|chiều|tối|đêm))?"
)
_PART = r"(?:buổi\s+)?(?:rạng\s+sáng|sáng|trưa|chiều|tối|đêm)"
_NUMBER = rf"(?:\d{{1,3}}|{phrases('number')})"
_UNIT = r"(?:ngày|tuần|tháng|quý|năm)"
_DIRECTION = rf"(?P<direction>{phrases('direction')})"


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    week = rf"(?:{W}(?:của{W})?tuần{W}{_DIRECTION}|{W}{_DIRECTION})?"
    which_year = rf"(?:{_DIRECTION}|(?P<year>\d{{4}}))"
    made = {
        "day": rf"(?:ngày\s+)?(?P<day>{phrases('relative_day')})",
        "weekday": rf"(?P<weekday>{phrases('weekday')}){week}",
        "weekend": rf"cuối{W}tuần(?:{W}{_DIRECTION})?",
        "unit": rf"(?:(?:đầu|giữa|cuối){W})?(?P<unit>{_UNIT}){W}{_DIRECTION}",
        "span": rf"(?P<count>{_NUMBER}){W}(?P<unit>{_UNIT}){W}{_DIRECTION}",
        "edge": rf"(?P<unit>ngày|tuần){W}(?P<edge>đầu(?:{W}tiên)?|cuối(?:{W}cùng)?){W}(?:của{W})?(?P<month>tháng{W}.+)",
        "season": rf"(?:mùa{W})?(?P<season>{phrases('season')}){W}(?:năm{W})?{which_year}",
        "holiday": rf"(?:(?:ngày|lễ){W})*(?P<holiday>{phrases('holiday')})(?:{W}năm{W}{which_year})?",
        "since": rf"(?:(?:kể{W})?từ{W})?đầu{W}(?P<unit>{_UNIT}){W}(?:cho{W})?(?:đến|tới){W}(?:hiện{W})?nay",
        "until": rf"(?:(?:tính|cho){W})?(?:đến|tới){W}(?:hiện{W})?nay",
        "new_year": (
            rf"(?:(?P<day>m[ồù]ng{W}\d{{1,2}}|30|ba{W}mươi){W})?tết(?:{W}{phrases('new_year')})?"
            rf"(?:{W}(?P<cycle>{CYCLE_YEAR}))?(?:{W}(?:năm{W})?{which_year})?"
        ),
        "next": rf"(?P<base>(?:tháng|quý){W}\S+(?:{W}(?:một|hai))?){W}{_DIRECTION}",
    }
    return {name: regex.compile(pattern, IC) for name, pattern in made.items()}


_STRIP = regex.compile(rf"^(?:vào{W}|trong{W}|ngay{W}|hồi{W}|từ{W})+|[\s.,;]+$", IC)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_SAME_PERIOD = regex.compile(
    rf"(?:so{W}(?:với{W})?)?cùng{W}kỳ(?:{W}(?:của{W})?năm{W}(?:trước|ngoái)|{W}(?:năm{W})?(?P<year>(?:19|20)\d\d))?", IC
)
_NUMERIC = regex.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*\d\d)?")


def parse_date(text: str, reference: dt.date | None = None, *, period: str | None = None) -> str | None:
    """The date or period a phrase names.

    Args:
        text: one phrase of Vietnamese. Clock times in it are passed over.
        reference: the day `hôm nay` is; null: what depends on it is null too, and a missing year stays `XXXX`.
        period: the period spoken of, EDTF: the one that `cùng kỳ năm trước` is a year after.

    Returns:
        EDTF: a day, month or year, or an interval (a week runs from Monday); null where the phrase names none. A date
        without year is of the reference's year, a weekday the next one after the reference.
    """
    phrase = " ".join(unicodedata.normalize("NFC", text).split())
    phrase = _STRIP.sub("", regex.sub(rf"^{_CLOCK}\s*|\s*,?\s*{_CLOCK}$", "", phrase, flags=IC)).strip()
    if not phrase:
        return None
    same = _SAME_PERIOD.fullmatch(phrase)
    if same:
        return _same_period(same, period)
    if reference is not None:
        found = _relative(phrase, reference)
        if found:
            return found
    return _absolute(phrase, reference)


def _same_period(match: regex.Match[str], period: str | None) -> str | None:
    """`cùng kỳ năm trước`, `cùng kỳ 2021`: the same part of an earlier year."""
    years = [int(y) for y in _YEAR.findall(period or "")]
    if not period or not years:
        return None
    step = int(match["year"]) - years[-1] if match["year"] else -1
    return _YEAR.sub(lambda y: str(int(y[0]) + step), period)


def _absolute(phrase: str, reference: dt.date | None) -> str | None:
    """What `find_dates` reads, where it takes the phrase up to a weekday or part of the day before it."""
    lead = regex.compile(rf"(?:{_PART}\s+)?(?:{phrases('weekday')})?\s*,?\s*", IC).match(phrase)
    body = phrase[lead.end() :] if lead else phrase
    if _NUMERIC.fullmatch(body):
        body = f"ngày {body}"
    named = regex.fullmatch(rf"(?P<day>.*?)tháng\s+(?P<name>{phrases('month_name')})(?P<rest>.*)", body, flags=IC)
    if named:
        body = f"{named['day']}tháng {words('month_name')[named['name'].lower()]}{named['rest']}"
    if _YEAR.fullmatch(body):
        return body
    mentions = find_dates(DocumentText.of(body))
    if len(mentions) != 1 or mentions[0].edtf is None:
        return None
    outside = body[: mentions[0].start] + body[mentions[0].end :]
    if regex.sub(r"(?:đầu|giữa|cuối|của)|\W", "", outside, flags=IC):
        return None
    value = mentions[0].edtf
    if has_year(value) or reference is None:
        return value
    said = " ".join(mentions[0].surface.lower().split())
    step = next((int(v) for name, v in words("relative_year").items() if said.endswith(name)), 0)
    return with_year(value, reference.year + step)


def _relative(phrase: str, today: dt.date) -> str | None:
    for name, pattern in _patterns().items():
        match = pattern.fullmatch(phrase)
        if match is None and name in ("day", "weekday"):
            around = rf"{_PART}\s+(?:{pattern.pattern})|(?:{pattern.pattern})\s+{_PART}"
            match = regex.compile(around, IC).fullmatch(phrase)
        value = _READERS[name](match, today) if match else None
        if value:
            return value
    return None


def _direction(match: regex.Match[str]) -> int | None:
    word = " ".join((match.groupdict().get("direction") or "").lower().split())
    return int(words("direction")[word]) if word else None


def _day(match: regex.Match[str], today: dt.date) -> str | None:
    return _iso(today + dt.timedelta(days=int(words("relative_day")[" ".join(match["day"].lower().split())])))


def _weekday(match: regex.Match[str], today: dt.date) -> str | None:
    wanted = int(words("weekday")[" ".join(match["weekday"].lower().split())])
    direction = _direction(match)
    if direction is not None and regex.search(r"tuần", match[0], flags=IC):
        return _iso(_monday(today) + dt.timedelta(days=7 * direction + wanted))
    if direction == 0:
        return _iso(_monday(today) + dt.timedelta(days=wanted))
    if direction == -1:
        return _iso(today - dt.timedelta(days=(today.weekday() - wanted - 1) % 7 + 1))
    return _iso(today + dt.timedelta(days=(wanted - today.weekday() - 1) % 7 + 1))


def _weekend(match: regex.Match[str], today: dt.date) -> str | None:
    saturday = _monday(today) + dt.timedelta(days=7 * (_direction(match) or 0) + 5)
    return f"{_iso(saturday)}/{_iso(saturday + dt.timedelta(days=1))}"


def _unit(match: regex.Match[str], today: dt.date) -> str | None:
    step = _direction(match) or 0
    return _units(match["unit"].lower(), today, step, step)


def _span(match: regex.Match[str], today: dt.date) -> str | None:
    count, step = number(match["count"]), _direction(match) or 0
    if not count or not step:
        return None
    return _units(match["unit"].lower(), today, *((1, count) if step > 0 else (-count, -1)))


def _units(unit: str, today: dt.date, first: int, last: int) -> str | None:
    """From the unit `first` steps from today's to the one `last` steps away, as an interval or, for one, a point."""
    if unit == "ngày":
        low, high = today + dt.timedelta(days=first), today + dt.timedelta(days=last)
        return _iso(low) if low == high else f"{_iso(low)}/{_iso(high)}"
    if unit == "tuần":
        monday = _monday(today)
        end = monday + dt.timedelta(days=7 * last + 6)
        return f"{_iso(monday + dt.timedelta(days=7 * first))}/{_iso(end)}"
    if unit == "năm":
        years = Part(today.year + first), Part(today.year + last)
        return years[0].edtf() if first == last else interval(*years)
    months = 3 if unit == "quý" else 1
    at = (today.year * 12 + today.month - 1) // months
    low_month, high_month = (at + first) * months, (at + last + 1) * months - 1
    ends = [Part(m // 12, m % 12 + 1) for m in (low_month, high_month)]
    return ends[0].edtf() if ends[0] == ends[1] else interval(*ends)


def _edge(match: regex.Match[str], today: dt.date) -> str | None:
    """`ngày đầu tiên của tháng 3`, `tuần cuối tháng 9 năm 2017`; a week of a month is one whose Monday is in it."""
    month = parse_date(match["month"], today)
    if not month or month.count("-") != 1 or "/" in month:
        return None
    year, number_of_month = int(month[:4]), int(month[5:7])
    last = calendar.monthrange(year, number_of_month)[1]
    starts = match["edge"].lower().startswith("đầu")
    if match["unit"].lower() == "ngày":
        return _iso(dt.date(year, number_of_month, 1 if starts else last))
    days = [d for d in (dt.date(year, number_of_month, n) for n in range(1, last + 1)) if d.weekday() == 0]
    monday = days[0] if starts else days[-1]
    return f"{_iso(monday)}/{_iso(monday + dt.timedelta(days=6))}"


def _season(match: regex.Match[str], today: dt.date) -> str | None:
    low, high = words("season")[match["season"].lower()].split("/")
    year = int(match["year"]) if match["year"] else today.year + (_direction(match) or 0)
    crosses = high < low
    if crosses and not match["year"] and f"{today:%m-%d}" <= high:
        year -= 1
    return f"{year}-{low}/{year + crosses}-{high}"


def _holiday(match: regex.Match[str], today: dt.date) -> str | None:
    year = int(match["year"]) if match["year"] else today.year + (_direction(match) or 0)
    return f"{year}-{words('holiday')[' '.join(match['holiday'].lower().split())]}"


def _since(match: regex.Match[str], today: dt.date) -> str | None:
    now = _units(match["unit"].lower(), today, 0, 0)
    return f"{now.partition('/')[0]}/.." if now else None


def _until(match: regex.Match[str], today: dt.date) -> str | None:
    return f"../{_iso(today)}"


def _new_year(match: regex.Match[str], today: dt.date) -> str | None:
    """`Tết Nguyên đán 2024`, `mùng 2 Tết Giáp Thìn`, `Tết năm ngoái`: its first three days, or the one named."""
    year = int(match["year"]) if match["year"] else today.year + (_direction(match) or 0)
    if match["cycle"]:
        stem, branch = (" ".join(part.lower().split()) for part in match["cycle"].split(maxsplit=1))
        place = {(n % 10, n % 12): n for n in range(60)}.get((int(words("stem")[stem]), int(words("branch")[branch])))
        if place is None:
            return None
        # Giáp Tý was 1984; the year of that name nearest to the one spoken of.
        near = year + (place - (year - 1984)) % 60
        cycle = min((near, near - 60), key=lambda y: abs(y - year))
        if match["year"] and cycle != year:
            return None
        year = cycle
    first = _new_years().get(year)
    if first is None:
        return None
    if not match["day"]:
        return f"{_iso(first)}/{_iso(first + dt.timedelta(days=2))}"
    told = regex.search(r"\d+$", match["day"])
    eve = told is None or match["day"].startswith("30")
    return _iso(first - dt.timedelta(days=1) if eve else first + dt.timedelta(days=int(told[0]) - 1 if told else 0))


@cache
def _new_years() -> dict[int, dt.date]:
    """Year → first day of its lunar year in Vietnam."""
    return {int(row["year"]): dt.date.fromisoformat(row["first_day"]) for row in read_table("lunar_new_years")}


def _next(match: regex.Match[str], today: dt.date) -> str | None:
    """`tháng 3 tới`, `quý 4 vừa rồi`: the nearest one that way."""
    base = _absolute(match["base"], None)
    step = _direction(match) or 0
    if base is None or has_year(base):
        return None
    this_year = with_year(base, today.year)
    if this_year is None or not step:
        return this_year
    first = int(this_year[5:7])
    later = first > today.month
    return with_year(base, today.year + (0 if later else 1) if step > 0 else today.year - (1 if later else 0))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _iso(day: dt.date) -> str:
    return day.isoformat()


_READERS = {
    "day": _day,
    "weekday": _weekday,
    "weekend": _weekend,
    "unit": _unit,
    "span": _span,
    "edge": _edge,
    "season": _season,
    "holiday": _holiday,
    "since": _since,
    "until": _until,
    "new_year": _new_year,
    "next": _next,
}
