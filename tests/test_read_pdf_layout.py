"""PDF layout: columns, letterheads, turned pages, raised figures, footnotes, tables over pages."""

from __future__ import annotations

import io
from itertools import chain

import pytest

from pipeline.clean import clean
from pipeline.read import read_bytes
from pipeline.read.reading_order import reading_order
from tests.page_samples import HEIGHT, SIZE, WIDTH, Page, drawn_pdf, width_of

LEFT = [
    "Sáu tháng đầu năm, các cấp công",
    "đoàn trong tỉnh đã vận động được",
    "hơn 3.200 triệu đồng ủng hộ Quỹ",
    "Mái ấm; trao 41 căn nhà cho đoàn",
    "viên nghèo ở các xã vùng cao và",
    "thăm hỏi 1.870 gia đình khó khăn.",
    "Công tác phát triển đoàn viên vẫn",
    "được quan tâm ở mọi loại hình.",
]
RIGHT = [
    "Trong quý III, toàn tỉnh phấn đấu",
    "thành lập mới 25 công đoàn cơ sở",
    "và kết nạp thêm 4.500 đoàn viên,",
    "nhất là tại các khu công nghiệp;",
    "phối hợp kiểm tra việc thực hiện",
    "thỏa ước lao động tập thể ở 60",
    "doanh nghiệp, kịp thời kiến nghị",
    "xử lý vi phạm theo quy định.",
]
THIRD = [
    "Ban Thường vụ giao các ban tham",
    "mưu theo dõi, đôn đốc, định kỳ",
    "báo cáo kết quả trước ngày 20",
    "hằng tháng; đồng thời tổng hợp",
    "những khó khăn, vướng mắc để",
    "trình cấp có thẩm quyền xem xét.",
]
BODY = [
    "Thực hiện chương trình công tác năm, Ban Thường vụ đã chỉ đạo các công đoàn cơ sở tổ chức",
    "học tập, quán triệt nghị quyết đại hội đến 100% cán bộ và 96,4% đoàn viên, người lao động; tổ",
    "chức 38 hội nghị với 4.120 lượt người tham dự.",
]


def text_of(*pages: Page) -> str:
    return clean(read_bytes(drawn_pdf(pages), "a.pdf")).text


def joined(lines: list[str]) -> str:
    return " ".join(lines)


def by_rows(page: Page, columns: list[tuple[float, list[str]]], y: float, step: float = 15.0, size: float = 11) -> Page:
    """Columns drawn line by line across the page, as scanning software and some type-setters do."""
    for row in range(max(len(lines) for _, lines in columns)):
        for x, lines in columns:
            if row < len(lines):
                page.text(x, y - row * step, lines[row], size)
    return page


def columns_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("rows", [True, False])
def test_two_columns_are_read_one_after_the_other(rows: bool) -> None:
    page = Page().text(180, 790, "BẢN TIN CÔNG ĐOÀN SỐ 7", 15)
    if rows:
        by_rows(page, [(60, LEFT), (315, RIGHT)], 750)
    else:
        page.lines(60, 750, LEFT).lines(315, 744, RIGHT)
    assert text_of(page) == f"BẢN TIN CÔNG ĐOÀN SỐ 7\n{joined(LEFT)} {joined(RIGHT)}"


def test_three_columns() -> None:
    page = by_rows(Page(), [(40, LEFT), (215, RIGHT), (390, THIRD)], 780, size=10)
    assert columns_of(text_of(page)) == f"{joined(LEFT)} {joined(RIGHT)} {joined(THIRD)}"


def test_a_heading_across_both_columns_parts_them() -> None:
    page = by_rows(Page(), [(60, LEFT), (315, RIGHT)], 780)
    page.text(120, 640, "KẾT QUẢ PHONG TRÀO THI ĐUA VÀ NHIỆM VỤ TRỌNG TÂM", 13)
    by_rows(page, [(60, RIGHT), (315, LEFT)], 610)
    head = "KẾT QUẢ PHONG TRÀO THI ĐUA VÀ NHIỆM VỤ TRỌNG TÂM"
    assert columns_of(text_of(page)) == f"{joined(LEFT)} {joined(RIGHT)} {head} {joined(RIGHT)} {joined(LEFT)}"


def test_a_table_without_rules_is_no_columns() -> None:
    rows = [
        ("Chỉ tiêu của toàn tỉnh năm nay", "Kế hoạch", "Thực hiện"),
        ("Đoàn viên kết nạp mới trong kỳ", "4.500", "3.912"),
        ("Công đoàn cơ sở thành lập mới", "25", "19"),
        ("Doanh nghiệp ký thỏa ước tập thể", "120", "131"),
        ("Cuộc giám sát, phản biện xã hội", "18", "18"),
        ("Lượt tư vấn pháp luật miễn phí", "2.000", "2.644"),
    ]
    page = by_rows(Page(), [(x, [row[i] for row in rows]) for i, x in enumerate((60, 330, 450))], 700)
    assert text_of(page).split("\n") == [" | ".join(row) for row in rows]


def test_a_table_of_short_phrases_is_no_columns() -> None:
    names = ["Nguyễn Thị Mai Lan", "Trần Văn Khôi", "Lê Hoàng Sơn", "Phạm Thu Hà", "Đỗ Minh Quân"]
    posts = ["Chủ tịch Công đoàn", "Phó Chủ tịch thường trực", "Trưởng ban Nữ công", "Ủy viên", "Kế toán trưởng"]
    text = text_of(by_rows(Page(), [(60, names), (320, posts)], 700))
    assert text.split("\n") == [f"{a}    {b}" for a, b in zip(names, posts, strict=True)]


def letterhead(rows: bool) -> Page:
    left = ["LIÊN ĐOÀN LAO ĐỘNG LAI CHÂU", "CÔNG ĐOÀN NGÀNH Y TẾ", "Số: 214/BC-CĐYT"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lai Châu, ngày 12 tháng 6 năm 2024"]
    page = Page()
    if rows:
        by_rows(page, [(60, left), (310, right)], 790)
    else:
        page.lines(60, 790, left).lines(310, 790, right)
    return page.text(265, 720, "BÁO CÁO", 13)


@pytest.mark.parametrize("rows", [True, False])
def test_the_letterhead_s_sides_do_not_mix(rows: bool) -> None:
    lines = text_of(letterhead(rows).lines(60, 680, BODY)).split("\n")
    assert lines[:7] == [
        "LIÊN ĐOÀN LAO ĐỘNG LAI CHÂU",
        "CÔNG ĐOÀN NGÀNH Y TẾ",
        "Số: 214/BC-CĐYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lai Châu, ngày 12 tháng 6 năm 2024",
        "BÁO CÁO",
    ]


def test_recipients_and_signature_do_not_mix() -> None:
    page = Page().lines(60, 780, LEFT)
    left = ["Nơi nhận:", "- Như trên;", "- Ban Thường vụ Tỉnh ủy;", "- Lưu: VT, TH."]
    page = by_rows(page, [(60, left), (360, ["TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "", "Lò Thị Vân"])], 600)
    assert text_of(page).split("\n")[1:] == [*left, "TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Lò Thị Vân"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_upright(turn: int) -> None:
    page = Page(turn).lines(60, 700, [*LEFT, ""]).grid([60, 200, 300], [400, 420, 440])
    page.text(65, 425, "Chỉ tiêu").text(205, 425, "Kết quả").text(65, 405, "Đoàn viên").text(205, 405, "3.912")
    assert text_of(page).split("\n") == [joined(LEFT), "Chỉ tiêu | Kết quả", "Đoàn viên | 3.912"]


def test_a_page_drawn_sideways_reads_upright() -> None:
    page = Page(sideways=True).lines(60, 700, LEFT).grid([60, 200, 300], [400, 420, 440])
    page.text(65, 425, "Chỉ tiêu").text(205, 425, "Kết quả").text(65, 405, "Đoàn viên").text(205, 405, "3.912")
    lines = text_of(page).split("\n")
    assert lines[-2:] == ["Chỉ tiêu | Kết quả", "Đoàn viên | 3.912"]
    assert lines[0].startswith(joined(LEFT[:6]))


def test_turned_cells_of_a_table() -> None:
    page = Page().grid([60, 100, 300, 360], [400, 420, 480]).upwards(84, 425, "Số TT")
    page.text(110, 440, "Đơn vị").upwards(325, 422, "Kết nạp").upwards(340, 422, "mới")
    page.text(65, 405, "1").text(110, 405, "Huyện Phong Thổ").text(310, 405, "412")
    assert text_of(page).split("\n") == ["Số TT | Đơn vị | Kết nạp mới", "1 | Huyện Phong Thổ | 412"]


@pytest.mark.parametrize(
    ("before", "figures", "after", "expected", "why"),
    [
        ("Toàn tỉnh có 2.942", "1", " đoàn viên.", "Toàn tỉnh có 2.942 đoàn viên.", "a mark is no digit of the number"),
        ("tăng 1.234", "12", ", trong đó nữ", "tăng 1.234, trong đó nữ", "two figures"),
        ("theo Quyết định số 12/QĐ-UBND", "3", " của tỉnh", "theo Quyết định số 12/QĐ-UBND của tỉnh", "symbol"),
        ("trên diện tích 250 m", "2", ", đạt", "trên diện tích 250 m2, đạt", "square metres"),
        ("sản lượng 5,1 triệu m", "3", " gỗ", "sản lượng 5,1 triệu m3 gỗ", "cubic metres"),
        ("khu bảo tồn 12 km", "2", "", "khu bảo tồn 12 km2", "square kilometres"),
        ("quy mô 10", "6", " đơn vị", "quy mô 10^6 đơn vị", "an exponent"),
        ("kết nạp theo chương trình", "4", " mới", "kết nạp theo chương trình mới", "a mark behind a word"),
    ],
)
def test_raised_figures(before: str, figures: str, after: str, expected: str, why: str) -> None:
    assert text_of(Page().lines(60, 780, LEFT).raised(60, 600, before, figures, after)).endswith(expected), why


def test_lowered_figures_stay() -> None:
    page = Page()
    page.text(60, 700, "Giảm phát thải CO").text(150, 697, "2", 7).text(155, 700, " trong năm.")
    assert "CO2" in text_of(page).replace(" ", "")


def test_footnotes_do_not_break_sentences() -> None:
    first = Page().lines(60, 200, LEFT[:5]).raised(60, 125, "viên nghèo", "1", " ở các xã vùng cao và")
    first.text(60, 82, "1", 5).text(64, 79, "Gồm 12 xã khu vực III, 07 xã khu vực II.", 8).text(290, 30, "1")
    second = Page().lines(60, 780, ["được hỗ trợ kịp thời theo quy định.", "Hội nghị thống nhất."]).text(290, 30, "2")
    lines = text_of(first, second).split("\n")
    assert any("viên nghèo ở các xã vùng cao và được hỗ trợ" in line for line in lines)
    assert "[1] Gồm 12 xã khu vực III, 07 xã khu vực II." in lines


def test_a_footnote_whose_own_number_is_not_raised() -> None:
    first = (
        Page().lines(60, 200, BODY[:2]).raised(60, 170, "chức 38 hội nghị với 4.120", "3", " lượt người; trong đó có")
    )
    first.text(60, 79, "3Không kể các hội nghị trực tuyến do tỉnh tổ chức.", 8).text(290, 30, "1")
    second = Page().lines(60, 780, ["một nửa là đoàn viên nữ.", *BODY]).text(290, 30, "2")
    lines = text_of(first, second).split("\n")
    assert any("4.120 lượt người; trong đó có một nửa là đoàn viên nữ." in line for line in lines)
    assert "[3] Không kể các hội nghị trực tuyến do tỉnh tổ chức." in lines


def heads(number: int) -> str:
    return "CÔNG BÁO/Số 125 + 126/Ngày 12-02-2024" if number % 2 else "Văn bản quy phạm pháp luật của tỉnh"


def test_running_heads_of_odd_and_even_pages_go() -> None:
    pages = []
    for number in range(1, 9):
        page = Page().lines(60, 760, [f"Nội dung thứ {number} của tập này.", *LEFT])
        # Drawn last, as many programs do.
        pages.append(page.text(60, 815, f"{heads(number)}    {number + 14}"))
    text = text_of(*pages)
    assert "CÔNG BÁO" not in text
    assert "Văn bản quy phạm" not in text
    assert text.count("Nội dung thứ") == 8
    assert not any(line.strip().isdigit() for line in text.split("\n"))


def test_a_document_named_in_the_running_head_alone_stands_once_behind_the_text() -> None:
    head = "Tài liệu triển khai Kế hoạch số 27/KH-TLĐ ngày 04/5/2022"
    pages = [
        Page().text(200, 815, head, 9).lines(60, 770, [f"Đoạn mở đầu trang {number}.", *LEFT]) for number in range(4)
    ]
    assert text_of(*pages).split("\n")[-1] == head
    assert text_of(*pages).count(head) == 1


def test_a_title_that_heads_the_pages_behind_it_stays() -> None:
    title = "Báo cáo kết quả phong trào thi đua năm 2023"
    pages = [Page().text(160, 780, title, 14).lines(60, 740, BODY)]
    pages += [Page().text(60, 815, title, 9).lines(60, 770, [f"Đoạn mở đầu trang {n}.", *BODY]) for n in range(2, 7)]
    assert text_of(*pages).count(title) == 1


def test_heads_that_name_the_chapter_go() -> None:
    chapters = ["Chương một: Tổ chức", "Chương hai: Tài chính", "Chương ba: Thi đua"]
    pages = [
        Page().text(200, 815, chapters[number // 4], 9).lines(60, 770, [f"Đoạn mở đầu trang {number}.", *LEFT])
        for number in range(12)
    ]
    text = text_of(*pages)
    assert not any(chapter in text for chapter in chapters)


def test_letters_bound_into_one_file_keep_their_letterheads() -> None:
    lines = text_of(*(letterhead(True).lines(60, 680, BODY) for _ in range(4))).split("\n")
    assert lines.count("LIÊN ĐOÀN LAO ĐỘNG LAI CHÂU") == 4
    assert lines.count("Số: 214/BC-CĐYT") == 4


def test_page_numbers_that_begin_later_go() -> None:
    pages = [Page().lines(60, 780, LEFT).text(290, 40, str(number)) for number in range(117, 123)]
    assert not any(line.isdigit() for line in text_of(*pages).split("\n"))


def test_invisible_text_of_a_digital_page_is_no_text() -> None:
    page = Page().lines(60, 780, BODY).hidden(60, 600, "Chữ ẩn số 99/QĐ-UBND").text(60, 560, "Hết văn bản.")
    assert "ẩn" not in text_of(page)
    assert "Chữ ẩn" in text_of(Page().hidden(60, 600, "Chữ ẩn của bản quét, trang này chỉ có lớp chữ ẩn."))


def test_text_beside_the_page_is_no_text() -> None:
    page = Page().lines(60, 780, BODY).text(900, 700, "Ghi chú ngoài trang").text(60, -40, "Dưới mép trang")
    text = text_of(page)
    assert "ngoài trang" not in text
    assert "Dưới mép" not in text


def test_letterspaced_words_stay_words() -> None:
    page = Page().text(200, 780, "Q U Y Ế T   Đ Ị N H   H À N H   C H Í N H", 13).lines(60, 700, BODY)
    assert text_of(page).split("\n")[0] == "QUYẾT ĐỊNH HÀNH CHÍNH"


def test_text_drawn_twice_stands_once() -> None:
    page = Page().text(60, 780, "TỔNG KẾT NĂM HỌC", 14).text(60.5, 779.5, "TỔNG KẾT NĂM HỌC", 14).lines(60, 700, LEFT)
    assert text_of(page).count("TỔNG KẾT NĂM HỌC") == 1


def test_a_repeated_header_of_a_table_over_pages_stands_once() -> None:
    def page(first: int, last: int) -> Page:
        rows = [
            ("TT", "Đơn vị", "Số"),
            ("A", "B", "1"),
            *((str(i), f"Xã thứ {i}", str(i * 3)) for i in range(first, last)),
        ]
        made = Page().grid([60, 100, 300, 400], [780 - 20 * i for i in range(len(rows) + 1)])
        for i, row in enumerate(rows):
            for x, cell in zip((65, 105, 305), row, strict=True):
                made.text(x, 766 - 20 * i, cell)
        return made.text(290, 20, str(first)).text(60, 815, "Phụ lục kèm theo báo cáo năm 2023", 9)

    lines = text_of(page(1, 30), page(30, 59), page(59, 70)).split("\n")
    assert lines[:3] == ["TT | Đơn vị | Số", "A | B | 1", "1 | Xã thứ 1 | 3"]
    assert len(lines) == 2 + 69


def test_every_piece_is_in_one_line() -> None:
    from hypothesis import given, settings
    from hypothesis import strategies as st

    from pipeline.read.pdf.lines import PageLine

    piece = st.builds(
        lambda x, y, w, h: PageLine("Liên đoàn Lao động", x, x + w, y, y + h, h),
        st.floats(0, WIDTH),
        st.floats(0, HEIGHT),
        st.floats(1, 300),
        st.floats(1, 40),
    )

    @settings(max_examples=150, deadline=None)
    @given(st.lists(piece, max_size=40))
    def check(pieces: list[PageLine]) -> None:
        lines = reading_order(pieces)
        assert sorted(chain.from_iterable(line.pieces for line in lines)) == list(range(len(pieces)))
        assert lines == reading_order(pieces)

    check()


def test_a_centred_title_whose_first_line_is_full() -> None:
    first, second = "KẾT QUẢ CHĂM LO ĐỜI SỐNG ĐOÀN VIÊN VÀ THI ĐUA LAO ĐỘNG CỦA", "NGÀNH Y TẾ NĂM 2024"
    width = max(width_of(line) for line in BODY)
    size = SIZE * width / width_of(first)
    page = Page().text(60, 790, first, size).text(60 + (width - width_of(second, size)) / 2, 770, second, size)
    assert text_of(page.lines(60, 720, BODY)).split("\n")[0] == f"{first} {second}"


def test_filled_in_fields_stand_where_they_are_shown() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, "Don vi:")
    canvas.drawString(60, 660, "So doan vien:")
    canvas.drawString(60, 620, "Het.")
    canvas.acroForm.textfield(name="a", value="Huyen Phong Tho", x=150, y=694, width=200, height=18)
    canvas.acroForm.textfield(name="b", value="3.912", x=150, y=654, width=80, height=18)
    canvas.acroForm.checkbox(name="c", x=300, y=654, checked=True)
    canvas.save()
    lines = [" ".join(line.split()) for line in clean(read_bytes(out.getvalue(), "a.pdf")).text.split("\n")]
    assert lines == ["Don vi: Huyen Phong Tho", "So doan vien: 3.912", "Het."]


def test_cells_are_those_pdfplumber_finds() -> None:
    from hypothesis import given, settings
    from hypothesis import strategies as st
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    from pipeline.read.pdf import rules as pdf_rules

    place = st.integers(0, 20)
    across = st.builds(
        lambda a, b, y: pdf_rules.Rule(min(a, b) * 20, y * 20, max(a, b) * 20, y * 20), place, place, place
    )
    down = st.builds(
        lambda a, b, x: pdf_rules.Rule(x * 20, min(a, b) * 20, x * 20, max(a, b) * 20), place, place, place
    )

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.one_of(across, down), min_size=4, max_size=25))
    def check(rules: list[pdf_rules.Rule]) -> None:
        rules = [rule for rule in rules if rule.right > rule.left or rule.top > rule.bottom]
        edges = [pdf_rules._edge(rule, HEIGHT) for rule in rules]
        slow = intersections_to_cells(edges_to_intersections(merge_edges(edges, 3, 3, 3, 3), 3, 3))
        found = sum(len(grid) for grid in pdf_rules.grids_of(rules, HEIGHT))
        assert found == sum(len(table) for table in cells_to_tables(slow))

    check()
