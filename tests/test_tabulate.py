"""From annotations to rows: ids, place in the text, whom and which directive a number is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from extractors.model import Indicator, Organisation, Reference
from extractors.text import DocumentText
from pipeline.document import Annotations, CleanText, Metadata, ReadResult
from pipeline.store.validate import validate
from pipeline.tabulate import DocumentRows, document_id, make_id
from pipeline.tabulate.tabulate import tabulate

READ = ReadResult(blocks=(), media_type="text/plain", text_source="plain")
REPORT = Metadata(
    doc_kind="report", issuer="Liên đoàn Lao động tỉnh Quảng Trị", issuer_id="ldld-quang-tri", province="Quảng Trị",
    province_code="45", issued_on="2021-05-17",
)  # fmt: skip


def at(text: str, surface: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return start, start + len(surface)


def number(text: str, surface: str, nth: int = 0, **fields: object) -> Indicator:
    start, end = at(text, surface, nth)
    made = Indicator(start, end, surface, "đoàn viên", 1.0, None, "count", "đoàn viên", "=", "result")
    return replace(made, **fields)  # type: ignore[arg-type]


def cited(text: str, surface: str, nth: int = 0, **fields: object) -> Reference:
    start, end = at(text, surface, nth)
    return replace(Reference(start, end, surface, "numbered"), **fields)  # type: ignore[arg-type]


def body(text: str, surface: str, nth: int = 0, **fields: object) -> Organisation:
    start, end = at(text, surface, nth)
    return replace(Organisation(start, end, surface, surface), **fields)  # type: ignore[arg-type]


def tabulated(
    text: str,
    *mentions: Indicator | Reference | Organisation,
    metadata: Metadata = REPORT,
    page_starts: tuple[int, ...] = (),
) -> DocumentRows:
    found = Annotations(
        doc=DocumentText.of(text),
        metadata=metadata,
        dates=(),
        references=tuple(m for m in mentions if isinstance(m, Reference)),
        organisations=tuple(m for m in mentions if isinstance(m, Organisation)),
        indicators=tuple(m for m in mentions if isinstance(m, Indicator)),
    )
    return tabulate(document_id(text.encode()), "a.txt", READ, CleanText(text, page_starts=page_starts), found)


def test_document_row_has_the_province_of_its_day_and_of_today() -> None:
    row = tabulated("Toàn tỉnh có 5 đoàn viên.", metadata=replace(REPORT, province="Hà Tây", issued_on="2006-03-01"))
    [document] = row.documents
    assert (document["province"], document["province_now"]) == ("Hà Tây", "Hà Nội")
    assert document["n_chars"] == len(document["text"])
    assert validate("documents", row.documents) == []


def test_sentence_section_and_page_of_a_mention() -> None:
    text = "I. KẾT QUẢ\n1. Phát triển đoàn viên:\nNăm 2021 khó khăn. Cả tỉnh kết nạp 5 đoàn viên mới. Hết."
    [row] = tabulated(text, number(text, "5 đoàn viên"), page_starts=(0, text.index("Cả"))).indicators
    assert row["sentence"] == "Cả tỉnh kết nạp 5 đoàn viên mới."
    assert row["section"] == "I. KẾT QUẢ > 1. Phát triển đoàn viên"
    assert row["page"] == 2
    assert validate("indicators", [row]) == []


def test_period_becomes_days() -> None:
    text = "Năm 2021 kết nạp 5 đoàn viên."
    [row] = tabulated(text, number(text, "5 đoàn viên", period="2021")).indicators
    assert (row["period_start"], row["period_end"]) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def test_links_between_indicators_become_ids() -> None:
    text = "Kết nạp 2178/1550 đoàn viên, trong đó 5 người lao động."
    result, target = number(text, "2178", target=at(text, "1550")[0]), number(text, "1550", role="target")
    part = number(text, "5", nth=2, whole=result.start)
    first, second, third = tabulated(text, part, target, result).indicators
    assert (first["target_id"], second["target_id"]) == (second["indicator_id"], None)
    assert third["whole_id"] == first["indicator_id"]


def test_ids_are_of_place_and_document_and_unique() -> None:
    text = "Kết nạp 5 đoàn viên và 5 đoàn viên."
    once, twice = number(text, "5 đoàn viên"), number(text, "5 đoàn viên", 1)
    rows = tabulated(text, once, twice, replace(once, role="target")).indicators
    assert len({row["indicator_id"] for row in rows}) == 3
    again = tabulated(text, replace(once, role="target"), twice, once).indicators
    assert again == rows
    assert make_id("a", 1) != make_id("a1") != make_id("a", "1", "")


ABOUT = [
    ("LĐLĐ huyện Gio Linh kết nạp được 5 đoàn viên.", "LĐLĐ huyện Gio Linh", "the subject"),
    ("Năm 2020, LĐLĐ huyện Gio Linh kết nạp 5 đoàn viên.", "LĐLĐ huyện Gio Linh", "the subject after a phrase"),
    ("- Công đoàn Viên chức: 5 đoàn viên.", "Công đoàn Viên chức", "a list item"),
    ("Phối hợp với Sở Y tế khám cho 5 đoàn viên.", None, "a partner is no subject"),
    ("Kết nạp 5 đoàn viên; Sở Y tế khen thưởng.", None, "what comes after the number"),
]


@pytest.mark.parametrize(("text", "org", "why"), ABOUT, ids=[why for *_, why in ABOUT])
def test_whom_a_number_is_about(text: str, org: str | None, why: str) -> None:
    names = ("LĐLĐ huyện Gio Linh", "Công đoàn Viên chức", "Sở Y tế")
    bodies = [body(text, name) for name in names if name in text]
    [row] = tabulated(text, number(text, "5 đoàn viên"), *bodies).indicators
    assert row["org"] == (org or REPORT.issuer), why
    assert row["province_code"] == "45"


def test_press_speaks_for_nobody_and_takes_the_province_named() -> None:
    text = "Hà Nội thu hút 12 dự án, Hải Phòng có 5 dự án."
    news = Metadata(doc_kind="news", issued_on="2022-01-01")
    first, second = tabulated(text, number(text, "12 dự án"), number(text, "5 dự án"), metadata=news).indicators
    assert (first["org"], first["province_code"], second["province_code"]) == (None, "01", "31")


PROGRAM, PLAN = "Chương trình 1563/CTr-TLĐ", "Kế hoạch 39/KH-LĐLĐ"
TOLD_BY = [
    (f"Thực hiện {PROGRAM}, đã kết nạp 5 đoàn viên.", PROGRAM, "the sentence"),
    (f"I. KẾT QUẢ THỰC HIỆN {PROGRAM}\n1. Kết nạp:\nĐã có 5 đoàn viên.", PROGRAM, "a heading above"),
    (f"Thực hiện {PROGRAM}, tỉnh ban hành {PLAN}, kết nạp 5 đoàn viên.", PROGRAM, "the first carried out"),
    (f"Căn cứ {PROGRAM}, hỗ trợ cho 5 đoàn viên.", None, "a basis is not carried out"),
    (f"Thực hiện {PROGRAM}.\nKết nạp 5 đoàn viên.", None, "another paragraph"),
    (f"I. KẾT QUẢ THỰC HIỆN {PROGRAM}\nTốt.\nII. VIỆC KHÁC\nCó 5 đoàn viên.", None, "another part"),
]


@pytest.mark.parametrize(("text", "surface", "why"), TOLD_BY, ids=[why for *_, why in TOLD_BY])
def test_whose_results_a_number_is(text: str, surface: str | None, why: str) -> None:
    references = [
        cited(text, PROGRAM, relation="based_on" if text.startswith("Căn cứ") else "implements"),
        *([cited(text, PLAN, relation="issues")] if PLAN in text else []),
    ]
    made = tabulated(text, number(text, "5 đoàn viên"), *references)
    told = {row["ref_id"]: row["surface"] for row in made.document_references}
    assert told.get(made.indicators[0]["directive_ref_id"]) == surface, why


def test_title_tells_whose_results_a_report_has_and_a_plan_has_none() -> None:
    text = f"BÁO CÁO\nKết quả thực hiện {PROGRAM}\nTrong năm, đã kết nạp 5 đoàn viên."
    metadata = replace(REPORT, title=f"BÁO CÁO Kết quả thực hiện {PROGRAM}")
    mentions = [number(text, "5 đoàn viên"), cited(text, PROGRAM)]
    made = tabulated(text, *mentions, metadata=metadata)
    assert made.indicators[0]["directive_ref_id"] == made.document_references[0]["ref_id"]
    planned = tabulated(text, *mentions, metadata=replace(metadata, doc_kind="plan"))
    assert planned.indicators[0]["directive_ref_id"] is None


def test_resolution_by_the_document_is_told() -> None:
    text = f"{PROGRAM} và Chương trình 1563"
    resolved = cited(text, "Chương trình 1563", 1, form="short", symbol="1563/CTr-TLĐ")
    first, second = tabulated(text, cited(text, PROGRAM), resolved).document_references
    assert (first["resolution"], second["resolution"]) == (None, "document")


def test_a_province_that_opens_a_clause_is_the_subject() -> None:
    text = "Như: Sở Y tế (28 dự án); Lai Châu (5 dự án)."
    mentions = number(text, "28 dự án"), number(text, "5 dự án"), body(text, "Sở Y tế")
    first, second = tabulated(text, *mentions, metadata=Metadata(doc_kind="report")).indicators
    assert (first["org"], first["province_code"]) == ("Sở Y tế", None)
    assert (second["org"], second["province_code"]) == (None, "12")
