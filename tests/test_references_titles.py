"""Titles and issuers of cited documents, with the organisations of the text known as in the pipeline."""

from __future__ import annotations

import pytest

from extractors.dates import find_dates
from extractors.model import Context, Reference
from extractors.organisations import find_organisations
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText
from pipeline.annotate.issuers import name_issuers


def read(text: str) -> list[Reference]:
    doc = DocumentText.of(text)
    references = find_references(doc, find_dates(doc), find_organisations(doc))
    return name_issuers(resolve_references(references, doc, Context()), None)


@pytest.mark.parametrize(
    ("text", "titles", "why"),
    [
        (
            "Căn cứ Nghị định số 8/2022/NĐ-CP ngày 10/1/2022 của Chính phủ quy định chi tiết một số điều của Luật Bảo vệ môi trường;",
            ["quy định chi tiết một số điều của Luật Bảo vệ môi trường", None],
            "the law it details is part of the title",
        ),
        (
            "Chỉ thị số 6-CT/TW ngày 3/3/2017 của Ban Bí thư\nTriển khai nội dung trên, tỉnh đã họp.",
            [None],
            "the next paragraph is no title",
        ),
        (
            "Học tập Nghị quyết số 6-NQ/TW ngày 3/3/2017 của Ban Chấp hành Trung ương khóa XII về kinh tế biển xanh.",
            ["về kinh tế biển xanh"],
            "behind the term of office",
        ),
        (
            "Kế hoạch số 9/KH-UBND ngày 3/3/2022 của Ủy ban nhân dân tỉnh về nhà trọ công nhân được lồng ghép ở nhiều nơi.",
            ["về nhà trọ công nhân"],
            "what is done with the document is no title",
        ),
        (
            "Phổ biến Kế hoạch số 9/KH-UBND ngày 3/3/2022 của Ủy ban nhân dân tỉnh về nhà trọ công nhân tới cán bộ các xã.",
            ["về nhà trọ công nhân"],
            "to whom it is made known",
        ),
        (
            "Kế hoạch số 9/KH-UBND ngày 3/3/2022 của Ủy ban nhân dân tỉnh về hỗ trợ trẻ em được nhận nuôi tiếp tục được "
            "các xã thực hiện.",
            ["về hỗ trợ trẻ em được nhận nuôi"],
            "a passive inside the title",
        ),
        (
            "theo Thông tư số 7/2023/TT-BTC ngày 2/2/2023 của Bộ trưởng Bộ Tài chính sửa đổi, bổ sung một số điều của "
            "Thông tư số 5/2020/TT-BTC ngày 3/3/2020 của Bộ trưởng Bộ Tài chính về phí đo đạc. Sau đó",
            [
                "sửa đổi, bổ sung một số điều của Thông tư số 5/2020/TT-BTC ngày 3/3/2020 của Bộ trưởng Bộ Tài chính về phí đo đạc",
                "về phí đo đạc",
            ],
            "an amended document with its date, issuer and title",
        ),
        (
            "Thông tư số 7/2023/TT-BTC sửa đổi một số điều của các Thông tư số 5/2020/TT-BTC và số 6/2021/TT-BTC của Bộ Tài chính; kèm theo",
            ["sửa đổi một số điều của các Thông tư số 5/2020/TT-BTC và số 6/2021/TT-BTC của Bộ Tài chính", None, None],
            "a list of amended documents",
        ),
        (
            "Thực hiện Nghị quyết số 5/NQ-CP của Chính phủ về phát triển du lịch và Nghị quyết số 6/NQ-CP về phát triển rừng.",
            ["về phát triển du lịch", "về phát triển rừng"],
            "two documents side by side: neither is in the other's title, nor the `và`",
        ),
        (
            "Quyết định số 9/QĐ-TTg của Thủ tướng Chính phủ ban hành Kế hoạch hành động về giảm phát thải;",
            ["ban hành Kế hoạch hành động về giảm phát thải"],
            "issues a plan",
        ),
        (
            "Nghị định số 9/2008/NĐ-CP của Chính phủ Chống rác thải điện tử;",
            ["Chống rác thải điện tử"],
            "behind a known body a title may begin with a capital",
        ),
        (
            "Nghị định số 9/2025/NĐ-CP của Chính phủ sửa đổi một số điều của Nghị định về quản lý thuế;",
            ["sửa đổi một số điều của Nghị định về quản lý thuế"],
            "an amended document without its number",
        ),
        (
            "Quyết định số 9/QĐ-UBND về thu phí tại tỉnh Phú Yên (nay là tỉnh Đắk Lắk) năm học mới; kèm theo",
            ["về thu phí tại tỉnh Phú Yên (nay là tỉnh Đắk Lắk) năm học mới"],
            "a bracket inside the title",
        ),
        (
            "(theo Quyết định số 9/QĐ-UBND về thu phí bến bãi) và còn nữa",
            ["về thu phí bến bãi"],
            "the bracket around the mention",
        ),
        (
            "Nghị định số 9/2020/NĐ-CP về thu phí được sửa đổi, bổ sung một số điều tại Nghị định số 5/2022/NĐ-CP",
            ["về thu phí", None],
            "what became of it is no part of its title",
        ),
        (
            "Quyết định số 9/QĐ-UBND về việc ban hành Quy chế quản lý bến bãi.",
            ["về việc ban hành Quy chế quản lý bến bãi"],
            "a regulation it issues",
        ),
        ("Nghị quyết số 9/NQ-CP của Chính phủ Nguyễn Văn A trình bày", [None], "a person's name is no title"),
        ("Thông tư 9/2020/TT-BTC do Bộ Tài chính ban hành đã hết hiệu lực", [None], "`do … ban hành`"),
        ("Quy chế kèm theo Quyết định số 9/QĐ-BTC của Bộ Tài chính ban hành năm 2020", [None], "when, not what"),
        (
            "Công văn 12/CT-CS năm 2025 về hoàn thuế xuất khẩu do Cục Thuế ban hành",
            ["về hoàn thuế xuất khẩu"],
            "who issued it ends the title",
        ),
    ],
)
def test_title(text: str, titles: list[str | None], why: str) -> None:
    assert [reference.title for reference in read(text)] == titles, why


@pytest.mark.parametrize(
    ("text", "issuers", "why"),
    [
        (
            "Thông tư số 2/2017/TT-VPCP ngày 31/10/2017 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ hướng dẫn",
            ["Văn phòng Chính phủ"],
            "one person's two offices",
        ),
        (
            "Báo cáo số 5-BC/BTCTW ngày 2/2/2025 của Ban Tổ chức Trung ương.",
            ["Ban Tổ chức Trung ương"],
            "a verb in a name",
        ),
        (
            "Thông tư số 7/2025/TT-BKHCN của Bộ trưởng Bộ Khoa học và Công nghệ quy định",
            ["Bộ Khoa học và Công nghệ"],
            "`và Công…`",
        ),
        (
            "QUYẾT ĐỊNH SỐ 6/QĐ-TTG NGÀY 02/01/2025 CỦA THỦ TƯỚNG CHÍNH PHỦ VÀ QUYẾT ĐỊNH SỐ 3/QĐ-BTC CỦA BỘ TÀI CHÍNH",
            ["Thủ tướng Chính phủ", "Bộ Tài chính"],
            "capitals",
        ),
        (
            "Công văn 12/CT-CS ngày 2/3/2025 về hoàn thuế xuất khẩu do Cục Thuế ban hành",
            ["Cục Thuế"],
            "named behind the title",
        ),
        (
            "theo chỉ đạo của Bộ Chính trị tại Kết luận số 132-KL/TW thì",
            ["Bộ Chính trị"],
            "`của … tại` before the mention",
        ),
        (
            "Kết luận số 132-KL/TW nêu rõ. Kết luận số 132-KL/TW ngày 18/3/2025 của Bộ Chính trị về du lịch.",
            ["Bộ Chính trị", "Bộ Chính trị"],
            "said once, known everywhere",
        ),
        (
            "Kết luận số 13-KL/TW ngày 1/1/2020 nêu. Kết luận số 13-KL/TW ngày 18/3/2025 của Bộ Chính trị về du lịch.",
            [None, "Bộ Chính trị"],
            "a number used again in another year",
        ),
        ("Kế hoạch số 2-KH/BCĐ ngày 1/1/2020 của Ban, ban hành sau đó", [None], "half a name says nothing"),
    ],
)
def test_issuer(text: str, issuers: list[str | None], why: str) -> None:
    assert [reference.issuer for reference in read(text)] == issuers, why


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        (
            "Học tập Chỉ thị ngày 11/02/2020 của Ban Bí thư về chăm lo nhà ở cho công nhân. Sau đó",
            "Chỉ thị ngày 11/02/2020 của Ban Bí thư về chăm lo nhà ở cho công nhân",
            "day, issuer, title",
        ),
        (
            "Triển khai Nghị quyết của Bộ Chính trị ngày 11 tháng 02 năm 2020 về phát triển kinh tế vùng biên, tỉnh đã",
            "Nghị quyết của Bộ Chính trị ngày 11 tháng 02 năm 2020 về phát triển kinh tế vùng biên",
            "the issuer first",
        ),
        ("Chỉ thị số 71-CT/TW ngày 11/02/2020 của Ban Bí thư về chăm lo nhà ở cho công nhân.", None, "it has a number"),
        ("Chỉ thị ngày 11/02/2020 của Ban Bí thư được phổ biến đến cơ sở.", None, "no title"),
        ("Chỉ thị ngày 11/02/2020 về chăm lo nhà ở cho công nhân khu công nghiệp.", None, "no issuer"),
        (
            "Báo cáo ngày 11/02/2020 của Ban Bí thư về chăm lo nhà ở cho công nhân.",
            None,
            "reports are told of by anybody",
        ),
        ("Kế hoạch đến ngày 11/02/2020 của Ban Bí thư về chăm lo nhà ở cho công nhân.", None, "a time limit"),
    ],
)
def test_a_document_told_by_day_issuer_and_title(text: str, surface: str | None, why: str) -> None:
    found = [r for r in read(text) if r.form == "named"]
    assert [r.surface for r in found] == ([surface] if surface else []), why
    for reference in found:
        assert reference.date == "2020-02-11"
        assert reference.symbol is None
        assert reference.issuer in ("Ban Bí thư", "Bộ Chính trị")
        assert reference.title
