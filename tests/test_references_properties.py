"""Properties that hold for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.references.named import find_named
from extractors.text import view
from tests.reference_reading import read
from tests.test_references import ALL as NUMBERED
from tests.test_references_shorts import ALL as OTHERS

_WORDS = """
Nghị quyết;Luật;Bộ luật;số;Số:;02;1563;12a;/;-;–;QĐ;NQ;CTr;TLĐ;TW;UBND;TTg;QH15;2025;năm;ngày 5/6/2022;của;Chính phủ
Lao động;sửa đổi, bổ sung;một số điều của;Đại hội;XIII;(sau đây gọi tắt là;);,;và;.;“;”;*;Điều 5;khoản 2;này;nói trên
"""
_PIECES = st.sampled_from([*_WORDS.replace("\n", ";").strip(";").split(";"), "\n", "\t", " "])
_TEXTS = st.lists(_PIECES | st.text(max_size=3), max_size=40).map(
    lambda pieces: unicodedata.normalize("NFC", " ".join(pieces))
)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_spans_hold_and_do_not_overlap(text: str) -> None:
    end = 0
    for reference in read(text):
        assert text[reference.start : reference.end] == reference.surface
        assert reference.surface.strip() == reference.surface != ""
        assert reference.start >= end
        end = reference.end


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_forms_say_what_they_carry(text: str) -> None:
    for reference in read(text):
        if reference.form == "numbered":
            assert reference.symbol
            assert reference.number
            assert " " not in reference.symbol
        elif reference.form == "named":
            assert reference.symbol is None
        assert not (reference.symbol and reference.candidates)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_same_text_same_references(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([case[1] for case in (*NUMBERED, *OTHERS)]),
    st.sampled_from(["", "Hội nghị nghe báo cáo.\n", "–\n\n"]),
)
def test_text_before_moves_mentions_only(case: str, before: str) -> None:
    moved = [(r.start - len(before), r.surface, r.symbol) for r in read(before + "Xét.\n" + case)]
    plain = [(r.start, r.surface, r.symbol) for r in read("Xét.\n" + case)]
    assert moved == plain


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("word", ["pháp luật", "kỷ luật", "quy luật", "luật sư", "luật gia", "luật pháp", "âm luật"])
def test_words_with_law_in_them_are_no_laws(word: str) -> None:
    assert find_named(view(f"Theo {word} Việt Nam hiện hành")) == []
