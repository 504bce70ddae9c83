"""Vietnamese typed with and without its marks."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explore.fold import has_marks, lower, marked, pattern_of, plain, words_of
from pipeline.explore.screen import excerpt
from pipeline.explore.search_index import match_of, passages_of

_VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
TEXTS = st.text(alphabet=_VIETNAMESE + _VIETNAMESE.upper() + " .,/\n0123456789<>İß", max_size=80)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("doan vien", "Kết nạp 12 đoàn viên mới", "đoàn viên"),
        ("DOAN VIEN", "kết nạp Đoàn viên", "Đoàn viên"),
        ("đoàn viên", "kết nạp ĐOÀN VIÊN", "ĐOÀN VIÊN"),
        ("đoàn viên", "kết nạp doan vien", None),
        ("đoàn vien", "kết nạp đoàn viên", "đoàn viên"),
        ("hoà bình", "tỉnh Hòa Bình", "Hòa Bình"),
        ("hòa bình", "tỉnh Hoà Bình", "Hoà Bình"),
        ("hoa binh", "tỉnh Hoà Bình", "Hoà Bình"),
        ("hóa", "Thanh Hoá", "Hoá"),
        ("hoạ", "Thanh Hoá", None),
        ("an", "toàn tỉnh", None),
        ("1563/CTr-TLĐ", "Chương trình số 1563/CTr-TLĐ", "1563/CTr-TLĐ"),
        ("1563 ctr tld", "Chương trình số 1563/CTr-TLĐ", "1563/CTr-TLĐ"),
        ("12.345", "có 12.345 người", "12.345"),
        ("(a|b", "thử (a|b) xem", "a|b"),
        (".*", "gì cũng được", None),
    ],
)
def test_what_is_typed_finds_what_is_written(typed: str, text: str, found: str | None) -> None:
    pattern = pattern_of(typed)
    hit = regex.search(pattern, text) if pattern else None
    assert (hit[1] if hit else None) == found


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(lower(text)) == len(plain(text)) == len(marked(text)) == len(text)


@given(TEXTS)
def test_a_text_is_found_by_its_own_words_with_and_without_marks(text: str) -> None:
    for word in words_of(text):
        assert regex.search(pattern_of(word), text)
        assert regex.search(pattern_of(plain(word)), text)
        assert not has_marks(plain(word))


@given(TEXTS.map(lambda text: text * 20))
def test_passages_are_the_text_without_gaps(text: str) -> None:
    spans = list(passages_of(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


def test_long_lines_are_cut_between_words() -> None:
    text = "đoàn viên " * 1000
    spans = list(passages_of(text))
    assert len(spans) > 3
    assert all(text[end - 1] == " " for _, end in spans)


def test_queries_cannot_break_out_of_their_quotes() -> None:
    assert match_of(words_of('a" OR b'), phrase=True) == 'plain : ("a" + "or" + "b")'
    assert match_of(["ký", "ket"], phrase=True) == 'plain : ("ky" + "ket") AND marked : "ký"'


@pytest.mark.parametrize(
    ("sentence", "surface", "shown"),
    [
        ("có 15 tổ, 5 đội", "5", "có 15 tổ, <mark>5</mark> đội"),
        ("tăng 1.234 rồi 234 nữa", "234", "tăng 1.234 rồi <mark>234</mark> nữa"),
        ("kết nạp 12 đoàn viên <b>", "12 đoàn viên", "kết nạp <mark>12 đoàn viên</mark> &lt;b&gt;"),
        ("không có số", "7", "không có số"),
        ("không có số", "", "không có số"),
    ],
)
def test_a_number_is_marked_where_it_stands_by_itself(sentence: str, surface: str, shown: str) -> None:
    assert excerpt(sentence, surface) == shown


def test_a_long_sentence_is_cut_around_its_number() -> None:
    shown = excerpt("trước " * 100 + "42 người" + " sau" * 100, "42 người", 40)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>42 người</mark>" in shown
    assert len(shown) < 120
