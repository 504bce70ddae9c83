"""Paragraphs, sentences and sections: what the rest relies on to know where a number stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import DocumentText, view

REPORT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM
Số: 15/BC-LĐLĐ
Hà Nam, ngày 05 tháng 7 năm 2023
BÁO CÁO
Kết quả hoạt động công đoàn 6 tháng đầu năm
I. CÔNG TÁC TUYÊN TRUYỀN
1. Kết quả đạt được
Các cấp công đoàn tổ chức 12 buổi nói chuyện. Có 3.450 lượt người tham dự.
a) Ở cấp tỉnh: Tổ chức 02 buổi;
- Tại thành phố Phủ Lý: 01 buổi.
II.1. Công tác nữ công
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. BAN THƯỜNG VỤ
"""


@pytest.mark.parametrize(
    ("words", "kind", "why"),
    [
        ("Số: 15", "letterhead", "the letterhead reaches down to the place-and-date line"),
        ("Hà Nam, ngày", "letterhead", "the place-and-date line closes it"),
        ("BÁO CÁO", "heading", "a line of capitals without number is a heading"),
        ("I. CÔNG TÁC", "heading", "a Roman enumerator heads a section"),
        ("1. Kết quả", "heading", "an Arabic enumerator over a short line heads a section"),
        ("Các cấp công đoàn tổ chức", "body", "prose"),
        ("a) Ở cấp tỉnh", "list", "a numbered paragraph that is a full sentence is an item, not a heading"),
        ("Nơi nhận", "recipients", "the recipients block"),
        ("- Lưu", "recipients", "…to its end"),
        ("TM. BAN", "signature", "who signs"),
    ],
)
def test_paragraph_kinds(words: str, kind: str, why: str) -> None:
    doc = DocumentText.of(REPORT)
    paragraph = doc.paragraph_at(REPORT.index(words))
    assert paragraph is not None
    assert paragraph.kind == kind, why


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Các cấp công đoàn tổ chức", ("BÁO CÁO", "I. CÔNG TÁC TUYÊN TRUYỀN", "1. Kết quả đạt được")),
        ("- Tại thành phố", ("BÁO CÁO", "I. CÔNG TÁC TUYÊN TRUYỀN", "1. Kết quả đạt được", "a) Ở cấp tỉnh")),
        ("- Lưu", ()),
    ],
)
def test_heading_path(words: str, path: tuple[str, ...]) -> None:
    doc = DocumentText.of(REPORT)
    paragraph = doc.paragraph_at(REPORT.index(words))
    assert paragraph is not None
    assert paragraph.section[: len(path)] == path
    assert bool(paragraph.section) is bool(path)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Thu 2,5 tỷ đồng. Chi 1.200 triệu đồng.", ["Thu 2,5 tỷ đồng.", "Chi 1.200 triệu đồng."], "digits hold dots"),
        ("Tại TP. Vinh có 12 lớp. Có 300 người.", ["Tại TP. Vinh có 12 lớp.", "Có 300 người."], "TP. is no end"),
        ("1. Chỉ đạo. Ban hành 05 văn bản.", ["1. Chỉ đạo.", "Ban hành 05 văn bản."], "enumerator stays"),
        ("Đơn vị hỗ trợ 2 người... Tiếp tục rà soát.", ["Đơn vị hỗ trợ 2 người...", "Tiếp tục rà soát."], "ellipsis"),
        ("Ông Trần V. Nam trao 10 suất quà.", ["Ông Trần V. Nam trao 10 suất quà."], "an initial is no end"),
    ],
)
def test_sentences(text: str, expected: list[str], why: str) -> None:
    doc = DocumentText.of(text)
    assert [text[s.start : s.end] for s in doc.sentences] == expected, why


def test_counters_and_footer_of_a_page_are_boilerplate() -> None:
    page = "Công đoàn tặng 150 suất quà.\nThống kê truy cập\nĐang truy cập12\nHôm nay3,204\nFANPAGE\nEmail: a@b.vn\n"
    doc = DocumentText.of(page)
    assert [p.kind for p in doc.paragraphs] == ["body", *["boilerplate"] * 5]


def test_several_capital_lines_are_one_heading() -> None:
    doc = DocumentText.of("PHẦN THỨ NHẤT\nKẾT QUẢ HOẠT ĐỘNG\nNHIỆM KỲ 2018-2023\nI. BỐI CẢNH\nTình hình ổn định.\n")
    assert doc.paragraphs[-1].section == ("PHẦN THỨ NHẤT KẾT QUẢ HOẠT ĐỘNG NHIỆM KỲ 2018-2023", "I. BỐI CẢNH")


def test_capitals_that_name_no_part_are_no_heading() -> None:
    doc = DocumentText.of(
        "QUY CHẾ LÀM VIỆC\nMỗi năm họp hai lần.\nSTT\nTên việc.\n(NAY LÀ TỈNH QUẢNG TRỊ)\nViệc sau.\n"
    )
    assert {paragraph.section for paragraph in doc.paragraphs} == {("QUY CHẾ LÀM VIỆC",)}


def test_who_decides_is_no_part_of_the_title() -> None:
    doc = DocumentText.of("QUYẾT ĐỊNH\nVỀ VIỆC LẬP TỔ CÔNG TÁC\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Thủy lợi;\n")
    assert doc.paragraphs[-1].section == ("QUYẾT ĐỊNH VỀ VIỆC LẬP TỔ CÔNG TÁC",)


def test_text_that_is_not_nfc_is_refused() -> None:
    with pytest.raises(ValueError, match="NFC"):
        DocumentText.of(unicodedata.normalize("NFD", "Tỉnh ủy"))


VIETNAMESE = st.text(alphabet='aăâbđeêghioôơuưyáàảãạ ẤĐƠ0123456789.,;:!?-–*|()“”"\n\t\u00a0%/IVX', max_size=400)


@given(VIETNAMESE)
def test_offsets_lie_inside_and_in_order(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)
    doc = DocumentText.of(text)
    assert len(view(text)) == len(text)
    for spans in (doc.paragraphs, doc.sentences):
        last = 0
        for span in spans:
            assert last <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
            last = span.end
    assert DocumentText.of(text) == doc
    for sentence in doc.sentences:
        paragraph = doc.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end


@given(VIETNAMESE)
def test_no_letter_falls_between_sentences(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)
    doc = DocumentText.of(text)
    covered = set().union(*(range(s.start, s.end) for s in doc.sentences)) if doc.sentences else set()
    assert all(i in covered for i, ch in enumerate(text) if ch.isalnum())


@pytest.mark.parametrize(
    ("line", "kind", "why"),
    [
        ("Đường dây nóng: 0912 345 678", "boilerplate", "a footer's telephone number"),
        (
            "Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn.",
            "boilerplate",
            "a cookie notice is a sentence",
        ),
        (
            "Công khai đường dây nóng tại trụ sở để tiếp nhận phản ánh của người dân theo Nghị định số 12/2022/NĐ-CP;",
            "body",
            "a sentence that speaks of a hotline is no page furniture",
        ),
        ("3. Duy trì đường dây nóng, tổng đài tư vấn cho nạn nhân trên địa bàn;", "list", "so is a numbered task"),
    ],
)
def test_a_phrase_of_page_furniture_in_a_sentence(line: str, kind: str, why: str) -> None:
    assert DocumentText.of(line).paragraphs[0].kind == kind, why
