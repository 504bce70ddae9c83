"""Vocabulary of `gazetteers/date_words.csv` expanded into patterns. All match on the document's view.

Blanks inside a mention may hold one line break (a letterhead broken over lines), never an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import regex

from gazetteers import read_table

IC = regex.IGNORECASE
B = r"(?:[^\S\n]*+(?:\n[^\S\n]*+)?+)"
"""Optional blanks."""
W = r"(?:[^\S\n]++(?:\n[^\S\n]*+)?+|\n[^\S\n]*+)"
"""At least one blank."""
YEAR = r"(?:1\d|20|21)\d\d"
LATE_YEAR = r"(?:19|20)\d\d"
_LEFT = r"(?<![\p{L}\d])"
_RIGHT = r"(?![\p{L}\d])"


@cache
def words(role: str) -> Mapping[str, str]:
    """Phrases of one role → value, phrases in lower case."""
    return {row["phrase"].lower(): row["value"] for row in read_table("date_words") if row["role"] == role}


def phrases(*roles: str) -> str:
    """Alternation of the phrases of some roles, longest first, blanks loosened."""
    found = sorted({p for role in roles for p in words(role)}, key=lambda p: (-len(p), p))
    return "(?:" + "|".join(r"\s{1,4}".join(map(regex.escape, p.split())) for p in found) + ")"


_STEMS, _BRANCHES = phrases("stem"), phrases("branch")
CYCLE_YEAR = rf"{_STEMS}\s{{1,4}}{_BRANCHES}"
"""A year of the cycle of sixty: `Giáp Thìn`."""
_NUMBER = phrases("number")
_MONTH = r"(?:0?[1-9]|[1-3]\d)(?!\d)"
_MONTH_WORD = rf"(?:mười{W}(?:một|hai)|{phrases('month_name')}|(?!năm|một{_RIGHT}){_NUMBER}){_RIGHT}"
_DAY = r"(?:[0-3]?\d)"
# A capital `Năm` on a new line begins the next paragraph; it is not the year of the line before.
_YEAR_WORD = rf"{B},?{B}(?!(?-i:(?<=\n[^\S\n]*)Năm))(?:của{W})?năm{B}"
_AFTER_YEAR = r"(?![\d%]|[.,]\d)"
_TAIL = rf"(?:{_YEAR_WORD}(?P<year>{YEAR})|(?:{B}[/-]{B}|\.|{W})(?P<year>{LATE_YEAR})){_AFTER_YEAR}"
_DAY_TAIL = rf"(?:{_TAIL}|{B},{W}(?P<year>{LATE_YEAR})(?!\d|[.,/]\d|{B}\p{{L}}))"
_RELATIVE = rf"{W}(?:của{W})?(?P<relative>{phrases('relative_year')}){_RIGHT}"
_JOINT = r"(?P<joint>,|;|và|-|đến|hoặc|\+|&)"
# Never over a line's end: `NHIỆM KỲ 2018-2023` / `A. ĐẶC ĐIỂM` counts no amperes.
_COUNTED = rf"[^\S\n]*+{phrases('counted')}(?!\p{{L}})"

# ngày 17 tháng 5 năm 2021; ngày 17/5/2021; ngày 17 tháng 5; ngày 17/5
DAY = regex.compile(
    rf"{_LEFT}ngày\s{{0,8}}(?:m[ồù]ng{W})?(?P<day>{_DAY})(?!\d)"
    rf"(?:{B},?{B}tháng\s{{0,8}}(?P<month>{_MONTH}|(?:năm|một){_RIGHT}|{_MONTH_WORD})(?:{_DAY_TAIL}|{_RELATIVE})?"
    rf"|[^\S\n]?(?:(?P<sep>/)[^\S\n]?(?P<month>{_MONTH})|(?P<sep>[.-])[^\S\n]?(?P<month>0?[1-9]|1[0-2])(?!\d|\s?/|\s*tháng))"
    rf"(?:[^\S\n]?[/.-][^\S\n]?(?P<year>{YEAR})(?!\d)|(?P=sep)(?P<short>\d\d)(?![\d/.,-])"
    rf"|[^\S\n](?P<year>{LATE_YEAR})(?![\d.,/])|{_YEAR_WORD}(?P<year>{LATE_YEAR})(?!\d)|{_RELATIVE})?)",
    IC,
)
# mồng 3 tháng 3, 12 tháng 10 năm 2017: a day without `ngày`
BARE_DAY = regex.compile(
    rf"{_LEFT}(?P<first>m[ồù]ng{W})?(?P<day>{_DAY}){B}tháng{B}(?P<month>{_MONTH}|{_MONTH_WORD})(?:{_DAY_TAIL}|{_RELATIVE})?",
    IC,
)
# 17/5/2021, 17-5-2021, 17.5.2021, 2021-05-17, 17/5/202108:30, 05-06-24 15:46
NUMERIC = regex.compile(
    rf"(?<![\p{{L}}\d]|[\d/][/.,]|/-)"
    rf"(?:(?P<day>{_DAY})[^\S\n]?(?P<sep>[/.-])[^\S\n]?(?P<month>{_MONTH})[^\S\n]?(?P=sep)[^\S\n]?(?P<year>{LATE_YEAR})"
    r"|(?P<day>[0-3]\d)(?P<sep>[/-])(?P<month>[01]\d)(?P=sep)(?P<short>\d\d)(?=,?[^\S\n]{1,2}(?:[01]?\d|2[0-3])[:h]\d\d)"
    r"|(?P<year>(?:19|20)\d\d)(?P<sep>[-/])(?P<month>[01]\d)(?P=sep)(?P<day>[0-3]\d))(?!\d(?!\d:\d\d)|[/.]\d|-\d(?!\d?[/.])|[/-][^\S\n]?\p{Lu})"
)
# 22/10, 22-10
DAY_MONTH = regex.compile(
    r"(?<![\p{L}\d]|[\d\p{L}][/.,])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>0?[1-9]|1[0-2])"
    r"(?!\d|[/.,-]\d|[^\S\n]?(?:[/%]|giờ|tháng|h(?!\p{L}))|-\p{L})",
    IC,
)
# 6/2025
_MONTH_OF_YEAR = rf"(?:0?[1-9]|1[0-2])/{LATE_YEAR}(?!\d|[/.,-][\d\p{{L}}])"
MONTH_YEAR = regex.compile(
    rf"(?<![\p{{L}}\d]|[\d\p{{L}}][/.,])(?P<month>0?[1-9]|1[0-2])[/-](?P<year>{LATE_YEAR})"
    rf"(?!\d|[/.,][\d\p{{L}}]|-(?!{_MONTH_OF_YEAR})[\d\p{{L}}])"
)
# 3/2015 - 11/2019, 2/2025 - nay: the end of a span that begins with bare digits
MONTH_SPAN = regex.compile(rf"[^\S\n]{{0,2}}-[^\S\n]{{0,2}}(?:{_MONTH_OF_YEAR}|nay{_RIGHT})", IC)
# tháng 6 năm 2022, tháng 6/2022, tháng 10, 11 và 12 năm 2025
MONTH = regex.compile(
    rf"{_LEFT}(?<!/)(?:(?:tháng\s{{0,8}}|T(?=\d))(?P<month>{_MONTH})(?:{B}{_JOINT}{B}(?:tháng{B})?(?P<month>{_MONTH}))*(?:{_TAIL})"
    rf"|tháng[^\S\n]*+(?:(?P<month>{_MONTH})(?![.,]\d)(?:{_RELATIVE})?|(?P<month>{_MONTH_WORD})(?:{_TAIL}|{_RELATIVE})?))",
    IC,
)
# 6 tháng đầu năm 2022, 02 tháng cuối năm, sáu tháng năm 2009, 9 tháng/2025
MONTHS = regex.compile(
    rf"{_LEFT}(?P<count>\d{{1,2}}|{_NUMBER}){B}tháng"
    rf"(?:{W}(?P<end>đầu(?:{W}tiên)?|cu[ốô]i|còn{W}lại)(?:{W}(?:của{W})?|{B}/{B})(?:năm{_RIGHT}(?!{W}học)"
    rf"(?:{B}(?P<year>{LATE_YEAR}){_AFTER_YEAR}|{W}(?P<relative>nay|này|ngoái|trước|sau){_RIGHT})?|(?P<year>{LATE_YEAR}){_AFTER_YEAR})"
    rf"|{W}(?:của{W})?năm{B}(?P<year>{LATE_YEAR}){_AFTER_YEAR}|(?:{B}[/-]{B}|{W})(?P<year>{LATE_YEAR}){_AFTER_YEAR}(?!{_COUNTED}))",
    IC,
)
# 9 tháng: only where the text tallies up
BARE_MONTHS = regex.compile(rf"{_LEFT}(?P<count>\d{{1,2}}|{_NUMBER}){W}tháng{_RIGHT}", IC)
HALF = regex.compile(
    rf"{_LEFT}nửa{W}(?P<end>đầu|cuối|sau){W}(?:của{W})?năm{_RIGHT}(?!{W}học)"
    rf"(?:{B}(?P<year>{LATE_YEAR})(?!\d)|{W}(?P<relative>nay|này|ngoái|trước|sau){_RIGHT})?",
    IC,
)
_ROMAN = rf"(?:iv|iii|ii|i|[1-4]){_RIGHT}"
# quý III năm 2025, quý I-2004, quý I, II và III/2025, quý I năm nay
QUARTER = regex.compile(
    rf"{_LEFT}(?:qu[ýí]|qúy|Q(?=[1-4]/)){B}(?:(?P<quarter>{_ROMAN})(?:{B}{_JOINT}{B}(?:quý{B})?(?P<quarter>{_ROMAN}))*"
    rf"|(?P<quarter>(?:nhất|một|hai|ba|tư|bốn){_RIGHT}))(?:{_TAIL}|{_RELATIVE})?",
    IC,
)
# năm 2021, năm 2021-2025, năm 2025/2024
YEAR_WORD = regex.compile(
    rf"{_LEFT}năm{B}(?::{B})?(?P<year>{YEAR})(?:{B}(?P<joint>-|/){B}(?:năm{B})?(?P<last>{LATE_YEAR}))?(?!\d|[.,]\d|%)",
    IC,
)
# 2021-2025
YEARS = regex.compile(
    rf"(?<![\p{{L}}\d]|[\d\p{{L}}][/.,:-])(?P<year>{LATE_YEAR}){B}-{B}(?:năm{B})?(?P<last>{LATE_YEAR}|\d\d(?!\d))"
    rf"(?!\d|[/.,-]\d|[/-]\p{{Lu}}|{_COUNTED})",
    IC,
)
# 2023/2024, where `năm học` or the like stands before
SLASH_YEARS = regex.compile(rf"(?P<year>{LATE_YEAR}){B}/{B}(?P<last>{LATE_YEAR})(?!\d)")
BARE_YEAR = regex.compile(
    rf"(?<![\p{{L}}\d]|[\d\p{{L}}][/.,:-])(?P<year>{LATE_YEAR})(?![\d\p{{L}}]|[/.,:-]\d|[/-]\p{{Lu}}|{_COUNTED})", IC
)
MORE_YEARS = regex.compile(
    rf"{B}(?:,|và|hoặc|&|;){B}(?P<mention>(?:năm{B})?(?P<year>{LATE_YEAR}))(?!\d|[.,/-]\d|{B}-|{_COUNTED})", IC
)
DECADE = regex.compile(rf"{_LEFT}(?:những{W}năm|thập{W}(?:niên|kỷ)){B}(?P<decade>(?:19|20)?\d0)(?!\d|[.,/-]\d)", IC)
# Where a mention may begin, found fast.
ANCHOR = regex.compile(
    rf"{_LEFT}(?:ngày(?=\s*[\dm])|m[ồù]ng(?=\s)|tháng|nửa(?=\s)|q(?:uý|úy|uí)(?=\s)|Q(?=[1-4]/)|T(?=\d\d?[/.-](?:19|20)\d\d)|năm(?=\s*:?\s*\d)"
    r"|những(?=\s+năm\s+\d)|thập(?=\s+ni|\s+k))|(?<!\d)\d\d?(?=\s?[/.-]\s?\d)|(?<!\d)(?:19|20)\d\d(?!\d)",
    IC,
)

# What all of them begin with, in small letters, by the standard library's engine.
BEGINS = re.compile(
    r"ngày|m[ồù]ng\s|tháng|nửa\s|q(?:uý|úy|uí)\s|q[1-4]/|t\d\d?[/.-]|năm\s*:?\s*\d|những\s|thập\s"
    r"|\d\d?\s?[/.-]\s?\d|(?:19|20)\d\d"
)

# ---- what stands before (matched backwards from the mention) and after it ------------------------------------------
_P = rf"(?:{phrases('part')}\s{{1,4}})"
_WORDS = r"(?:(?:ngày|tháng|năm)\s{1,4})?"
COUNT_BEFORE = regex.compile(rf"(?r){_LEFT}(?P<count>\d{{1,2}}|{_NUMBER})\s{{0,4}}", IC)
FROM = regex.compile(rf"(?r){_LEFT}{phrases('from')}\s{{1,4}}(?P<part>{_P}?){_WORDS}", IC)
UNTIL = regex.compile(rf"(?r){_LEFT}(?P<op>{phrases('until')})\s{{1,4}}{_P}{{0,2}}(?:trước\s{{1,4}})?{_WORDS}", IC)
AFTER = regex.compile(rf"(?r){_LEFT}{phrases('after')}\s{{1,4}}{_P}?{_WORDS}", IC)
PART_BEFORE = regex.compile(rf"(?r){_LEFT}{phrases('part')}\s{{1,4}}", IC)
NOT_OPERATOR = regex.compile(rf"(?r){_LEFT}{phrases('not_operator')}\s{{1,4}}", IC)
ONWARDS = regex.compile(rf"{B},?{B}(?:(?:cho{W})?{phrases('onwards')}|-{B}nay){_RIGHT}", IC)
TILL_NOW = regex.compile(rf"{_LEFT}nay{_RIGHT}", IC)
BACKWARDS = regex.compile(rf"{B},?{B}{phrases('backwards')}{_RIGHT}", IC)
ONTO = regex.compile(rf"{B}(?:được{W})?(?:chuyển{W})?sang{_RIGHT}", IC)
_CLOCK = r"(?:\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{1,2}\s?(?:phút|'|p)?)?,?\s{0,4})"
RANGE_GAP = regex.compile(
    rf"{B}(?:-|{_LEFT}(?:cho{W})?(?:đến|tới)(?=\s)){B}{_P}{{0,2}}(?:trước{W})?{_WORDS}{_CLOCK}?", IC
)
LIST_GAP = regex.compile(rf"{B}(?:,|;|{_LEFT}(?:và|hoặc|hay){_RIGHT}|&|\+){B}", IC)
_WHICH = rf"(?:của{W}(?:cùng{W})?(?:năm|kỳ)|kỳ{W}báo|năm{W}(?:liền|kế|báo|xét|hiện))(?!{B}\d)(?!{W}nay{_RIGHT})"
RECURRING = regex.compile(rf"{B},?{B}\(?(?:{phrases('recurring')}{_RIGHT}|{_WHICH})", IC)
RECURRING_BEFORE = regex.compile(rf"{_LEFT}{phrases('recurring', 'recurring_before')}{_RIGHT}(?![^;]*\d{{4}})", IC)
DAY_CUE = regex.compile(
    rf"(?r){_LEFT}(?:(?P<cue>{phrases('day_part', 'weekday')})|{phrases('day_event')}|ngày)"
    r"\s{0,4}(?:[(,-]\s{0,4})?",
    IC,
)
# Ngày Thầy thuốc Việt Nam 27/2; not `Ngày hội ở 2/3 số thôn`
NAMED_DAY = regex.compile(
    rf"(?r){_LEFT}ngày[^\S\n](?-i:\p{{Lu}})\p{{L}}*(?:[^\S\n]\p{{L}}+){{1,9}}"
    rf"(?<![^\S\n](?:ở|tại|có|được|của|cho|với|đạt|hơn|trên|gần|khoảng|từ|là))[^\S\n]\(?",
    IC,
)
SPAN_CUE = regex.compile(rf"(?r){_LEFT}(?:{phrases('from', 'until', 'after')}|hết|vào|cuối|đầu|giữa)\s{{1,4}}", IC)
YEAR_CUE = regex.compile(rf"(?r){_LEFT}(?:{phrases('from', 'until', 'after', 'period_name', 'year_cue')})\s{{1,4}}", IC)
PERIOD_PREFIX = regex.compile(
    rf"(?r){_LEFT}{phrases('period_name')}(?:\s{{1,4}}(?:[IVX]+|\d{{1,2}}(?:\s{{1,4}}năm)?|{_NUMBER}\s{{1,4}}năm))?"
    r"\s{0,4}[:,]?\s{0,4}(?P<open>\(?)\s{0,4}(?:từ\s{1,4})?(?:năm\s{1,4})?",
    IC,
)
SCHOOL_CUE = regex.compile(
    rf"(?r){_LEFT}(?:{phrases('period_name')}|(?:vụ|mùa)(?:\s{{1,4}}(?:đông|hè|thu|xuân|mùa)){{0,2}}|năm)\s{{1,4}}", IC
)
DAY_LIST = regex.compile(
    rf"(?r){_LEFT}(?P<word>ngày\s{{0,4}}|từ\s{{1,4}})(?:{_DAY}\s{{0,4}}{_JOINT}\s{{0,4}}(?:ngày\s{{0,4}})?)+", IC
)
DAY_ITEM = regex.compile(rf"(?P<day>{_DAY})\s{{0,4}}{_JOINT}", IC)
PER_YEAR = regex.compile(rf"(?r){_LEFT}(?:mỗi|hàng|hằng|một|nhiều|bình quân)\s{{1,4}}", IC)
TALLY = regex.compile(rf"(?r){_LEFT}{phrases('tally')}\s{{1,4}}(?:(?:của|trong)\s{{1,4}})?", IC)
NOT_TALLY = regex.compile(rf"(?r){_LEFT}{phrases('not_tally')}\s{{1,4}}", IC)
TALLY_VERB = regex.compile(rf"{W}{phrases('tally_verb')}{_RIGHT}", IC)
# Tết Nguyên đán năm 2024, Tết Giáp Thìn 2024: the lunar New Year is named, its days are not told.
NEW_YEAR = regex.compile(
    rf"(?r){_LEFT}tết\s{{1,4}}(?:{phrases('new_year')}\s{{1,4}})?(?:{CYCLE_YEAR}\s{{1,4}})?(?<!tết\s{{1,4}})", IC
)
FISCAL_YEAR = regex.compile(rf"(?r){_LEFT}(?:năm\s{{1,4}}tài\s{{1,4}}chính|niên\s{{1,4}}độ)\s{{1,4}}", IC)
LUNAR = regex.compile(rf"{B}[,(]?{B}{phrases('lunar')}{_RIGHT}", IC)
NOT_MONTH = regex.compile(rf"(?r){_LEFT}{phrases('not_month')}\s{{1,4}}", IC)
TIMES = regex.compile(rf"{W}(?:lần|kỳ|buổi|lượt){_RIGHT}", IC)
