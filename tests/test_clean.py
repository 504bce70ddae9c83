"""Joining what layout broke: which lines are one paragraph, and that no visible character is lost."""

from __future__ import annotations

import time
import unicodedata
from textwrap import wrap

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.furniture import without_furniture
from pipeline.clean.lines import traits_of
from pipeline.clean.text import PARAGRAPH_MAX
from pipeline.document import Block
from pipeline.legacy import looks_legacy
from pipeline.read import read_bytes, read_text

# A body long enough to show how wide its lines are set.
BODY = (
    "Trong sáu tháng đầu năm, các cấp công đoàn trong tỉnh đã bám sát chương trình công tác, chủ động phối hợp với "
    "chính quyền cùng cấp chăm lo đời sống, việc làm cho người lao động, xây dựng quan hệ lao động hài hòa, ổn định và "
    "tiến bộ trong các doanh nghiệp; công tác tuyên truyền, giáo dục có nhiều đổi mới về nội dung và hình thức. Phong "
    "trào thi đua tiếp tục được duy trì và đi vào chiều sâu, thu hút đông đảo đoàn viên tham gia."
)


def joined(text: str) -> list[str]:
    return clean(read_text(text)).text.split("\n")


def hard_wrapped(*paragraphs: str, width: int = 80, between: str = "\n") -> str:
    return between.join("\n".join(wrap(paragraph, width, break_on_hyphens=False)) for paragraph in paragraphs)


# (lines after a wrapped body, paragraphs expected of them, why)
WRAPPED = [
    ("a) Công tác tổ chức;\nb) Công tác kiểm tra.", ["a) Công tác tổ chức;", "b) Công tác kiểm tra."], "enumerators"),
    ("- Thành lập mới 12\ncông đoàn cơ sở.", ["- Thành lập mới 12 công đoàn cơ sở."], "an item goes on"),
    ("Giai đoạn 2021\n- 2025 tăng bình quân 5%.", ["Giai đoạn 2021 - 2025 tăng bình quân 5%."], "a broken range"),
    ("phát triển kinh tế\n- xã hội của tỉnh.", ["phát triển kinh tế - xã hội của tỉnh."], "a pair joined by a dash"),
    ("Căn cứ Nghị quyết 02-\nNQ/TW của Bộ Chính trị.", ["Căn cứ Nghị quyết 02-NQ/TW của Bộ Chính trị."], "symbol"),
    ("Kế hoạch số 39\n/KH-LĐLĐ của tỉnh.", ["Kế hoạch số 39/KH-LĐLĐ của tỉnh."], "symbol broken before the bar"),
    ("**II. MỤC\nTIÊU, NHIỆM VỤ**", ["**II. MỤC TIÊU, NHIỆM VỤ**"], "emphasis still open"),
    ("**ỦY BAN NHÂN DÂN\n**\nTỈNH LAI CHÂU", ["**ỦY BAN NHÂN DÂN **", "TỈNH LAI CHÂU"], "emphasis closed alone"),
    ("**KT. CHỦ TỊCH**\nPHÓ CHỦ TỊCH\nLò Văn Pâng", ["**KT. CHỦ TỊCH**", "PHÓ CHỦ TỊCH", "Lò Văn Pâng"], "signature"),
    ("TM. BAN THƯỜNG VỤ\nKT. CHỦ TỊCH", ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"], "signature marks begin lines"),
    ("TỈNH YÊN BÁI\nĐộc lập - Tự do - Hạnh phúc", ["TỈNH YÊN BÁI", "Độc lập - Tự do - Hạnh phúc"], "letterhead"),
    ("Số:\n15/BC-LĐLĐ", ["Số: 15/BC-LĐLĐ"], "the number on a line of its own"),
    ("VỀ\nVIỆC TĂNG CƯỜNG QUẢN LÝ ĐẤT ĐAI", ["VỀ VIỆC TĂNG CƯỜNG QUẢN LÝ ĐẤT ĐAI"], "a title's first word"),
    ("1. Mục đích\nXác định rõ trách nhiệm.", ["1. Mục đích", "Xác định rõ trách nhiệm."], "heading and body"),
    ("4.\nTiêu chuẩn xét chọn", ["4. Tiêu chuẩn xét chọn"], "a number alone belongs to what follows"),
    ("Quý I-2023\n7,0\n9,9", ["Quý I-2023", "7,0", "9,9"], "cells of a table"),
    ("Kết quả đạt được:\nMột là, tuyên truyền.", ["Kết quả đạt được:", "Một là, tuyên truyền."], "a colon ends"),
    ("Nơi nhận:\n- Như trên;\n- Lưu: VT.", ["Nơi nhận:", "- Như trên;", "- Lưu: VT."], "recipients"),
    (
        "Tổng số tiền hỗ trợ cho đoàn viên có hoàn cảnh khó khăn trong dịp Tết là hơn\n12 tỷ đồng.",
        ["Tổng số tiền hỗ trợ cho đoàn viên có hoàn cảnh khó khăn trong dịp Tết là hơn 12 tỷ đồng."],
        "a figure on the next line",
    ),
    (
        "Ban Thường vụ báo cáo kết quả với Thường trực Tỉnh ủy, Ủy ban nhân dân tỉnh và\nTổng Liên đoàn để theo dõi.",
        ["Ban Thường vụ báo cáo kết quả với Thường trực Tỉnh ủy, Ủy ban nhân dân tỉnh và Tổng Liên đoàn để theo dõi."],
        "a capital on the next line of a full one",
    ),
    (
        "Các địa phương có mức tăng cao hơn bình quân gồm Tp.\nHồ Chí Minh.",
        ["Các địa phương có mức tăng cao hơn bình quân gồm Tp. Hồ Chí Minh."],
        "an abbreviation before its name",
    ),
    (
        "Đoàn công tác đã làm việc với các cơ sở tại Đồng\nNai trong hai ngày.",
        ["Đoàn công tác đã làm việc với các cơ sở tại Đồng Nai trong hai ngày."],
        "the name of a province",
    ),
]


@pytest.mark.parametrize(("lines", "expected", "why"), WRAPPED, ids=[case[2] for case in WRAPPED])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "spaced"])
def test_lines_in_wrapped_text(lines: str, expected: list[str], why: str, between: str) -> None:
    text = hard_wrapped(BODY, BODY, between=between) + between + lines
    assert joined(text)[-len(expected) :] == expected, why
    assert joined(text)[:2] == [BODY, BODY]


SHORT = "Kết quả đạt 95%."


@pytest.mark.parametrize("width", [52, 68, 80, 100])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "spaced"])
def test_any_width(width: int, between: str) -> None:
    text = hard_wrapped(BODY, SHORT, BODY, SHORT, width=width, between=between)
    assert joined(text) == [BODY, SHORT, BODY, SHORT]


def test_first_lines_shortened_by_tags() -> None:
    """Text saved from a web page's source: the tags took room on each paragraph's first line."""
    paragraphs = []
    for i in range(6):
        head, rest = wrap(BODY, 26)[0], BODY[len(wrap(BODY, 26)[0]) + 1 :]
        paragraphs.append(
            f"- {head}\n" + "\n".join(wrap(rest, 78)) if i % 2 else f"{head}\n" + "\n".join(wrap(rest, 78))
        )
    text = "\n\n".join(paragraphs) + "\n\nCăn cứ Nghị định số\n12/2023/NĐ-CP của Chính phủ;"
    assert joined(text)[-1] == "Căn cứ Nghị định số 12/2023/NĐ-CP của Chính phủ;"
    assert joined(text)[:2] == [BODY, f"- {BODY}"]


UNWRAPPED = [
    ("Trang chủ\nTin tức\nliên hệ", ["Trang chủ", "Tin tức", "liên hệ"], "a menu"),
    ("**BÁO CÁO\nCỦA BAN CHẤP HÀNH**", ["**BÁO CÁO", "CỦA BAN CHẤP HÀNH**"], "a title set line by line"),
    ("Ảnh: Lò Mai\nCác đại biểu dự hội nghị", ["Ảnh: Lò Mai", "Các đại biểu dự hội nghị"], "captions"),
]


@pytest.mark.parametrize(("lines", "expected", "why"), UNWRAPPED, ids=[case[2] for case in UNWRAPPED])
def test_lines_in_text_that_is_not_wrapped(lines: str, expected: list[str], why: str) -> None:
    assert joined(f"{BODY}\n{BODY}\n{lines}\n{BODY}")[2:-1] == expected, why


CUT = "Công tác tuyên truyền tập trung vào các quy định của pháp luật có liên quan, như Bộ luật Lao động, "
ACROSS = [
    (CUT + "Luật", "Công đoàn, Nghị quyết Đại hội Công đoàn các cấp và các văn bản mới.", True, "a law's name cut"),
    (CUT + "các chế độ", "chính sách mới đối với người lao động.", True, "a small letter goes on"),
    (CUT + "chính sách.", "Công đoàn các cấp tổ chức 12 lớp cho đoàn viên mới.", False, "a sentence ended"),
    (CUT + "chính sách", "Công đoàn các cấp tổ chức 12 lớp cho đoàn viên mới.", False, "nothing says that it goes on"),
    (CUT + "Luật", "II. KẾT QUẢ THỰC HIỆN", False, "a heading follows"),
    (CUT + "Luật", "- Công đoàn cơ sở thành lập 5 tổ tư vấn.", False, "an item follows"),
    ("Kết quả về", "công tác tổ chức", False, "too short to be a cut paragraph"),
    ("Kính gửi: Ban Thường vụ Tỉnh ủy " * 3, "thống kê truy cập", False, "a portal's lower-case label"),
]


@pytest.mark.parametrize(("before", "after", "joins", "why"), ACROSS, ids=[case[3] for case in ACROSS])
def test_page_breaks_inside_sentences(before: str, after: str, joins: bool, why: str) -> None:
    lines = joined(f"{BODY}\n\n{before.strip()}\n\n{after}\n\n{BODY}")
    assert len(lines) == (3 if joins else 4), why


def test_indented_first_lines_begin_paragraphs() -> None:
    first, second = (wrap(BODY, 76) for _ in range(2))
    text = "\n".join(["    " + first[0], *first[1:-1], first[-1].ljust(79, "x") + ".", "    " + second[0], *second[1:]])
    assert len(joined(text)) == 2


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("1. Công tác", "item"),
        ("(12). Tạo việc làm", "item"),
        ("Điều 5.", "item"),
        ("đ) Công tác", "item"),
        ("IV- NHIỆM VỤ", "item"),
        ("Điều 5 Nghị định số 12", ""),
        ("16,2% so với cùng kỳ", ""),
        ("16.200 người", ""),
        ("72/2025/QH15", ""),
        ("KT. CHỦ TỊCH", "stop"),
        ("------", "blank"),
        ("** **", "blank"),
    ],
)
def test_what_a_line_begins_with(text: str, trait: str) -> None:
    traits = traits_of(text)
    assert [name for name in ("item", "stop", "blank") if getattr(traits, name)] == ([trait] if trait else [])


def test_furniture() -> None:
    def pages(*texts: list[str]) -> list[Block]:
        return [Block(text, page=number) for number, page in enumerate(texts, 1) for text in page]

    kept = without_furniture(
        pages(
            ["BÁO CÁO", "Năm 2023, tỉnh có", "1"],
            ["Sở Y tế Cà Mau", "12 bệnh viện.", "Trang 2/3"],
            ["Sở Y tế Cà Mau", "Hết.", "- 3 -"],
        ),
        3,
    )
    assert [block.text for block in kept] == ["BÁO CÁO", "Năm 2023, tỉnh có", "12 bệnh viện.", "Hết."]
    figures = pages(["Đạt tỷ lệ của năm", "2023."], ["Tổng cộng", "1.250"], ["Kết quả", "98"])
    assert without_furniture(figures, 3) == figures, "figures that end a page are text"
    same = pages(["Mở đầu.", "Kết thúc như nhau."], ["Tiếp.", "Kết thúc như nhau."])
    assert without_furniture(same, 2) == same, "sentences are no running heads"


def test_marks_and_offsets_hold() -> None:
    cleaned = clean(read_bytes(f"# Tiêu đề\n\n{BODY}\n\n## Mục\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(), "a.md"))
    for at, kind, _ in cleaned.kinds:
        assert at == 0 or cleaned.text[at - 1] == "\n"
        assert kind in ("heading", "table")
    assert [cleaned.text[at:].split("\n")[0] for at, _, _ in cleaned.kinds] == ["Tiêu đề", "Mục", "a | b", "1 | 2"]


INVISIBLE = regex.compile(
    r"[\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
WORD_LIST = (
    "Công đoàn tỉnh Luật số 12 2023 ngày tháng, kết quả: **Điều 1.** * - | a) 1. (2) 02- NQ/TW /KH- **MỤC ĐÍCH "
    "*nghiêng hòa; thực hiện. CHỦ TỊCH KT. Nơi nhận: ---- _ [1] “trích” ’ % e\u0301 \u200b \u00ad \ufeff ế\u0323"
)
WORDS = st.sampled_from(WORD_LIST.split())
ENDS = st.sampled_from(["\n", "\n\n", " ", "  ", "\t", "\r\n", "\f", "\n    ", "\u2028", "\n|\n", "\n\n\n"])
TEXTS = st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=60).map(lambda parts: "".join(w + e for w, e in parts))


def visible(text: str) -> str:
    """Characters that a person sees, in order; `Ð` and `Đ` look the same."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text)).translate(str.maketrans("ÐƉð", "ĐĐđ"))


@given(st.one_of(TEXTS, st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=300)))
def test_plain_text_loses_and_moves_nothing(text: str) -> None:
    if not text.strip("\ufeff\x00 \t\r\n\f") or looks_legacy(text):
        return
    cleaned = clean(read_text(text))
    assert visible(cleaned.text) == visible(text)
    assert unicodedata.is_normalized("NFC", cleaned.text)
    assert list(cleaned.page_starts) == sorted(cleaned.page_starts)
    assert all(0 <= start <= len(cleaned.text) for start in cleaned.page_starts)
    assert all(line.strip() for line in cleaned.text.split("\n")) or not cleaned.text
    assert clean(read_text(text)) == cleaned


@given(st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=40))
def test_markdown_is_stable(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + end for word, end in parts) + "x"
    cleaned = clean(read_bytes(text.encode(), "a.md"))
    assert unicodedata.is_normalized("NFC", cleaned.text)
    assert cleaned == clean(read_bytes(text.encode(), "a.md"))


def test_speed() -> None:
    """Cleaning must be lost beside word segmentation (0.2 MB/s): a loose bound, for machines differ."""
    data = (hard_wrapped(*[BODY] * 20, width=80) + "\n\n").encode() * 40
    read_bytes(data, "a.txt")
    start = time.process_time()
    clean(read_bytes(data, "a.txt"))
    assert len(data) / (time.process_time() - start) > 1_000_000


def test_a_subject_under_its_type_ends_before_the_first_paragraph() -> None:
    text = (
        "CHỈ THỊ\n"
        "Về việc tăng cường phòng cháy, chữa cháy tại các khu công nghiệp và chợ đầu mối trên địa bàn tỉnh\n\n"
        "Theo báo cáo của Công an tỉnh, từ đầu năm đến nay xảy ra nhiều vụ cháy gây thiệt hại về tài sản.\n"
    )
    lines = clean(read_bytes(text.encode(), "ct.txt")).text.split("\n")
    assert lines[1].endswith("trên địa bàn tỉnh")
    assert lines[2].startswith("Theo báo cáo")


def test_what_is_too_long_for_a_paragraph_is_cut_and_nothing_lost() -> None:
    prose = "Tổng số 12 người. " * 2_000
    for text in (prose, "1234567890." * 4_000, "a" + " " * 30_000 + "b", prose.replace(". ", ".\n")):
        cleaned = clean(read_text(text)).text
        assert max(map(len, cleaned.split("\n"))) <= PARAGRAPH_MAX
        assert "".join(cleaned.split()) == "".join(text.split())
    assert all(
        line[0] == "T" or line[0].isdigit() or line[0] in "sn" for line in clean(read_text(prose)).text.split("\n")
    )
    short = "Tổng số 12 người. " * 300
    assert "\n" not in clean(read_text(short)).text, "long prose stays whole"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("theo Nghị quyết số 02-", "NQ/TW ngày 12/6/2021", "số 02-NQ/TW ngày"),
        ("theo Kế hoạch số 186/KH-", "UBND ngày 12/6/2021", "số 186/KH-UBND ngày"),
        ("theo Kế hoạch số 186/KH\x02", "UBND ngày 12/6/2021", "số 186/KH-UBND ngày"),
        ("theo Quyết định số 12", "/QĐ-UBND ngày 5/7/2021", "số 12/QĐ-UBND ngày"),
        ("với tổng kinh phí là 1.234.", "567 đồng từ ngân sách", "là 1.234.567 đồng"),
        ("với tổng kinh phí là 1.234", ".567 đồng từ ngân sách", "là 1.234.567 đồng"),
        ("với tỷ lệ tăng là 12,", "5% so với cùng kỳ", "là 12,5% so"),
        ("lần lượt đạt 10,2, 12,", "15% so với cùng kỳ", "12,\n15%"),
        ("trong đó có cả Điều 12.", "250 đại biểu đã dự", "Điều 12.\n250"),
    ],
)
def test_what_a_line_end_broke(first: str, second: str, joined: str) -> None:
    lines = [BODY, f"Các cấp công đoàn đã thực hiện {first}", f"{second}, kết quả rõ nét.", BODY]
    text = clean(read_bytes("\n".join(lines).encode(), "a.txt")).text
    assert joined in text.replace(" \n", "\n")
