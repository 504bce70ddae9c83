"""What holds for dates in any text."""

from __future__ import annotations

import datetime as dt
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import bounds, find_dates, has_year, is_valid, resolve_dates
from extractors.dates.edtf import with_year
from extractors.model import Context
from extractors.text import DocumentText

WORDS = """
ngày;tháng;năm;quý;từ;đến;đến nay;hết;trước;sau;giai đoạn;nhiệm kỳ;đầu năm;cuối năm;và;,;-;–;/;.;(;);*;|;mồng;chiều;số
hằng năm;trở đi;/QĐ-UBND;%;2021;2025;31/02/2020;15/6;22/10/2013;6;12;31;1/2;III;ba;9;lũy kế;đạt;kể từ;âm lịch;nửa đầu
những năm;90;T6/2025;năm học;hộ
"""
PIECES = st.sampled_from([*WORDS.strip().replace("\n", ";").split(";"), "\n", "\n\n", " "])
TEXTS = st.lists(PIECES, max_size=25).flatmap(
    lambda pieces: st.sampled_from([" ", ""]).map(lambda joint: unicodedata.normalize("NFC", joint.join(pieces)))
)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_offsets_are_exact_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in find_dates(DocumentText.of(text)):
        assert text[mention.start : mention.end] == mention.surface
        assert mention.surface.strip() == mention.surface
        assert mention.start >= end
        end = mention.end


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_values_are_valid_and_run_forward(text: str) -> None:
    doc = DocumentText.of(text)
    context = Context(kind="news", issued_on="2023-05-17")
    for mention in (*find_dates(doc), *resolve_dates(find_dates(doc), doc, context)):
        if mention.edtf is None:
            assert mention.date_start is None
            assert mention.date_end is None
            continue
        assert is_valid(mention.edtf)
        assert (mention.date_start, mention.date_end) == bounds(mention.edtf)
        if mention.date_start and mention.date_end:
            assert mention.date_start <= mention.date_end


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_deterministic(text: str) -> None:
    assert find_dates(DocumentText.of(text)) == find_dates(DocumentText.of(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_resolving_keeps_mentions_and_known_years(text: str) -> None:
    doc = DocumentText.of(text)
    before = find_dates(doc)
    after = resolve_dates(before, doc, Context(kind="report", period="2024"))
    assert [(d.start, d.end) for d in before] == [(d.start, d.end) for d in after]
    for old, new in zip(before, after, strict=True):
        if old.edtf and has_year(old.edtf):
            assert old == new


@settings(max_examples=150, deadline=None)
@given(DAYS, st.sampled_from(["ngày {d.day} tháng {d.month} năm {d.year}", "{d.day:02d}/{d.month:02d}/{d.year}"]))
def test_every_day_is_read(day: dt.date, form: str) -> None:
    mentions = find_dates(DocumentText.of(f"Hội nghị tổ chức {form.format(d=day)} tại hội trường."))
    assert [m.edtf for m in mentions] == [day.isoformat()]


@settings(max_examples=150, deadline=None)
@given(DAYS, DAYS)
def test_every_range_is_read(a: dt.date, b: dt.date) -> None:
    low, high = sorted((a, b))
    text = f"từ ngày {low.day}/{low.month}/{low.year} đến ngày {high.day}/{high.month}/{high.year}"
    expected = [f"{low}/{high}"] if low != high else [f"{low}/..", f"../{high}"]
    assert [m.edtf for m in find_dates(DocumentText.of(text))] == expected


@settings(max_examples=150, deadline=None)
@given(DAYS, st.integers(1950, 2090))
def test_with_year_fills_only_what_is_missing(day: dt.date, year: int) -> None:
    assert with_year(day.isoformat(), year) == day.isoformat()
    filled = with_year(f"XXXX-{day:%m-%d}", year)
    assert filled is None or (is_valid(filled) and filled.startswith(str(year)))
