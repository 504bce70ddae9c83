"""Issuer, title, provision, relation, candidates: what a mention says besides its symbol."""

from __future__ import annotations

import pytest

from extractors.model import Context
from tests.reference_reading import read

QUANG_TRI = Context(province="Quảng Trị", issued_on="2022-06-01", issuer="Liên đoàn Lao động tỉnh Quảng Trị")
HA_NOI = Context(province="Hà Nội", issued_on="2022-06-01")


@pytest.mark.parametrize(
    ("text", "context", "issuers", "why"),
    [
        ("Kế hoạch số 8/KH-LĐLĐ ngày 3/4/2021 của LĐLĐ tỉnh về đào tạo", None, ["LĐLĐ tỉnh"], "named after the date"),
        ("Nghị quyết số 5/NQ-CP của Chính phủ quy định", None, ["Chính phủ"], "cut before the verb"),
        ("Thông tư 7/2020/TT-BTC do Bộ Tài chính ban hành", None, ["Bộ Tài chính"], "`do … ban hành`"),
        ("Quyết định 15/2020/QĐ-TTg có hiệu lực", None, ["Thủ tướng Chính phủ"], "by the code"),
        (
            "Kế hoạch số 39/KH-LĐLĐ",
            QUANG_TRI,
            ["Liên đoàn Lao động tỉnh Quảng Trị"],
            "code and the document's province",
        ),
        ("Kế hoạch số 39/KH-LĐLĐ", None, [None], "a province's code without a province: nobody knows whose"),
        ("Kế hoạch 94-KH/TU", QUANG_TRI, ["Tỉnh ủy Quảng Trị"], "party committee of a province"),
        ("Kế hoạch 94-KH/TU", HA_NOI, ["Thành ủy Hà Nội"], "… of a city"),
        ("Nghị quyết 02-NQ/TW", QUANG_TRI, [None], "which body of the centre the text must tell"),
        ("Luật Công đoàn", None, ["Quốc hội"], "laws are the National Assembly's"),
        (
            "Chương trình 5/CTr-TLĐ. Chương trình 5 rất tốt.",
            None,
            ["Tổng Liên đoàn Lao động Việt Nam", "Tổng Liên đoàn Lao động Việt Nam"],
            "a short form has its antecedent's",
        ),
        (
            "Quyết định 12/QĐ-UBND",
            Context(province="Quảng Trị", issuer="Ủy ban nhân dân huyện Hướng Hóa", issued_on="2020-01-01"),
            [None],
            "a district's document: its own committee or the province's",
        ),
    ],
)
def test_issuer(text: str, context: Context | None, issuers: list[str | None], why: str) -> None:
    assert [reference.issuer for reference in read(text, context)] == issuers, why


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        ("Chương trình 5/CTr-TLĐ về “Bữa cơm ca đủ chất” đã xong", "Bữa cơm ca đủ chất", "quoted"),
        (
            "Kế hoạch 5/KH-LĐLĐ ngày 3/4/2021 về tổ chức hội thi; giao ban Tổ chức",
            "về tổ chức hội thi",
            "up to the semicolon",
        ),
        ("Kế hoạch 5/KH-LĐLĐ của LĐLĐ tỉnh về việc chăm lo Tết. Sau đó", "về việc chăm lo Tết", "after the issuer"),
        ("Kế hoạch 5/KH-LĐLĐ được ban hành", None, "none given"),
        (
            "Thực hiện Nghị quyết số 08-NQ/TW của Bộ Chính trị về phát triển du lịch, Ban Thường vụ Tỉnh ủy ban hành kế hoạch.",
            "về phát triển du lịch",
            "the body that acts begins the main clause",
        ),
        (
            "Chương trình số 21/CTr-TLĐ của Tổng Liên đoàn về đào tạo cán bộ công đoàn (gọi tắt là Chương trình 21) có hiệu quả.",
            "về đào tạo cán bộ công đoàn",
            "the bracket declares a nickname",
        ),
        ("Theo Nghị định số 12/2022/NĐ-CP của Chính phủ, hướng dẫn công đoàn cơ sở.", None, "the sentence's own verb"),
    ],
)
def test_title(text: str, title: str | None, why: str) -> None:
    assert read(text)[0].title == title, why


@pytest.mark.parametrize(
    ("text", "provision", "why"),
    [
        ("theo điểm a khoản 2 Điều 5 Nghị định 12/2022/NĐ-CP", "điểm a khoản 2 Điều 5", "point, clause, article"),
        ("tại khoản 1, Điều 11, Luật Công đoàn", "khoản 1, Điều 11", "commas"),
        ("khoản 2 Điều 8 của Luật Việc làm", "khoản 2 Điều 8", "`của`"),
        ("Điều 3. Thực hiện Luật Công đoàn", None, "an article of this document"),
    ],
)
def test_provision(text: str, provision: str | None, why: str) -> None:
    assert read(text)[0].provision == provision, why


@pytest.mark.parametrize(
    ("text", "relation", "why"),
    [
        ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 5/3/2020 của Chính phủ;", "based_on", "preamble"),
        ("Kết quả thực hiện Chương trình 1563/CTr-TLĐ", "implements", "carried out"),
        ("LĐLĐ tỉnh đã ban hành Kế hoạch số 39/KH-LĐLĐ", "issues", "issued"),
        ("Sửa đổi, bổ sung một số điều của Quyết định số 5/QĐ-UBND", "amends", "amended"),
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND", "replaces", "replaced"),
        ("Bãi bỏ Quyết định số 5/QĐ-UBND", "repeals", "repealed"),
        ("Hội nghị nghe giới thiệu Kết luận số 12-KL/TW", "cites", "no cue"),
    ],
)
def test_relation(text: str, relation: str, why: str) -> None:
    assert read(text)[0].relation == relation, why


def test_what_another_document_does_is_no_act_of_this_one() -> None:
    first, second = read("Thông tư 45/2025/TT-NHNN sửa đổi Thông tư 18/2024/TT-NHNN")
    assert (first.relation, second.relation) == ("cites", "cites")


def test_candidates_of_an_unresolved_short_form() -> None:
    references = read("Nghị quyết 02-NQ/TW; Nghị quyết 02/NQ-CP.\nTheo Nghị quyết 02 thì khác.")
    assert references[-1].symbol is None
    assert references[-1].candidates == ("02-NQ/TW", "02/NQ-CP")


def test_self() -> None:
    references = read("CÔNG ĐOÀN NGÀNH\nSố: 5/BC-CĐN\nBáo cáo thực hiện Kế hoạch số 7/KH-CĐN")
    assert [reference.is_self for reference in references] == [True, False]


def test_date_without_year_takes_the_documents() -> None:
    text = "Thông báo số 12/TB-UBND ngày 21/5 nêu rõ"
    assert [r.date for r in read(text, QUANG_TRI)] == ["2022-05-21"]
    assert [r.date for r in read(text)] == [None]
    late = "Thông báo số 12/TB-UBND ngày 21/12 nêu rõ"
    assert [r.date for r in read(late, QUANG_TRI)] == ["2021-12-21"]
    assert [r.date for r in read("Thông tư 5/2019/TT-BTC ngày 21/12", QUANG_TRI)] == ["2019-12-21"]


@pytest.mark.parametrize(
    ("text", "relations", "why"),
    [
        (
            "Thực hiện Quyết định số 5/QĐ-TTg, UBND tỉnh ban hành Kế hoạch số 8/KH-UBND.",
            ["implements", "issues"],
            "a body issues the second, not the first document",
        ),
        (
            "Quyết định này thay thế Quyết định số 5/QĐ-UBND; bãi bỏ Quyết định số 9/QĐ-UBND.",
            ["replaces", "repeals"],
            "behind a semicolon the document acts again",
        ),
        (
            "Nghị định số 5/2020/NĐ-CP sửa đổi Nghị định số 9/2015/NĐ-CP.",
            ["cites", "cites"],
            "what one cited document does to another is no act of this one",
        ),
    ],
)
def test_relations_of_two(text: str, relations: list[str], why: str) -> None:
    assert [reference.relation for reference in read(text)] == relations, why


@pytest.mark.parametrize(
    ("text", "date", "why"),
    [
        (
            "Kết quả thực hiện Chương trình số 15/CTr-TLĐ\nNăm 2022, công đoàn kết nạp đoàn viên.",
            None,
            "a new paragraph",
        ),
        ("Kết quả thực hiện Chương trình số 15/CTr-TLĐ năm 2022 của Tổng Liên đoàn.", "2022", "the same line"),
        ("KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH SỐ 15/CTR-TLĐ\nNĂM 2022", "2022", "a title in capitals over two lines"),
    ],
)
def test_the_year_of_the_next_paragraph_is_not_the_documents(text: str, date: str | None, why: str) -> None:
    assert [r.date for r in read(text)] == [date], why
