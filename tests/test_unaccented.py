"""Texts without diacritics are matched with those of the phrases that are known, and shown as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import DocumentText
from extractors.unaccented import plain, restored
from pipeline.annotate.annotator import annotate
from pipeline.core import extract_or_error
from pipeline.document import Annotations, CleanText, Hints

LETTER = """TONG LIEN DOAN LAO DONG VIET NAM
LIEN DOAN LAO DONG TINH TRA VINH
CONG HOA XA HOI CHU NGHIA VIET NAM
Doc lap - Tu do - Hanh phuc
So: 214/BC-LDLD
Tra Vinh, ngay 03 thang 7 nam 2019
BAO CAO
So ket hai nam thuc hien Nghi quyet so 6c/NQ-TLD ngay 18/01/2017 cua Tong Lien doan Lao dong Viet Nam
I. Tinh hinh chung
Uy ban nhan dan tinh ban hanh Ke hoach so 91/KH-UBND ngay 07 thang 4 nam 2017 de thuc hien Nghi quyet 30c/NQ-CP cua Chinh phu.
II. Ket qua
Da ket nap 640 doan vien, ho tro 1,2 ty dong."""


def _found(text: str) -> Annotations:
    return annotate(CleanText(text, (), ()), Hints())


def test_letterhead_and_identity() -> None:
    metadata = _found(LETTER).metadata
    assert metadata.doc_kind == "report"
    assert metadata.symbol == "214/BC-LĐLĐ"
    assert metadata.issuer == "Liên đoàn Lao động tỉnh Trà Vinh"
    assert metadata.province == "Trà Vinh"
    assert metadata.issued_on == "2019-07-03"
    assert metadata.title == (
        "BAO CAO So ket hai nam thuc hien Nghi quyet so 6c/NQ-TLD ngay 18/01/2017 cua Tong Lien doan Lao dong Viet Nam"
    )


def test_references_with_dates_issuers_and_relations() -> None:
    found = {r.symbol: r for r in _found(LETTER).references if not r.is_self}
    resolution, plan, decree = found["6c/NQ-TLĐ"], found["91/KH-UBND"], found["30c/NQ-CP"]
    assert (resolution.date, resolution.issuer) == ("2017-01-18", "Tổng Liên đoàn Lao động Việt Nam")
    assert (plan.date, plan.issuer, plan.relation) == ("2017-04-07", "Ủy ban nhân dân tỉnh Trà Vinh", "issues")
    assert (decree.issuer, decree.relation) == ("Chính phủ", "implements")
    assert plan.surface == "Ke hoach so 91/KH-UBND"


def test_numbers_are_results_of_what_the_title_names(tmp_path: Path) -> None:
    path = tmp_path / "bc.txt"
    path.write_text(LETTER, encoding="utf-8")
    rows = extract_or_error(path, "bc.txt")
    told = {r["ref_id"]: r["symbol"] for r in rows.document_references}
    assert {told.get(i["directive_ref_id"]) for i in rows.indicators} == {"6c/NQ-TLĐ"}


NEWS = """Ben Tre: trao nha cho doan vien
Thu nam, 17/8/2023
Chieu 16/8, Lien doan Lao dong tinh Ben Tre to chuc le trao nha cho doan vien kho khan. Cac cap cong doan trong tinh da
ho tro 50 can nha. Theo lanh dao Lien doan Lao dong tinh, hoat dong se tiep tuc trong nam 2024."""


def test_a_news_page() -> None:
    metadata = _found(NEWS).metadata
    assert (metadata.doc_kind, metadata.issued_on, metadata.province) == ("news", "2023-08-17", "Bến Tre")
    assert metadata.title == "Ben Tre: trao nha cho doan vien"


def test_surfaces_and_headings_stand_as_in_the_text() -> None:
    doc = DocumentText.of(LETTER)
    assert doc.text == LETTER
    assert len(doc.view) == len(LETTER)
    assert all(plain(part) == part for p in doc.paragraphs for part in p.section)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Lien doan Lao dong tinh", "too short to tell"),
        ("The plan of the union was to do so in the year 2019, and the men did it. " * 5, "English"),
        (LETTER.replace("tinh", "tỉnh").replace("nam", "năm").replace("ngay", "ngày"), "has marks of its own"),
    ],
)
def test_other_texts_stay_as_they_are(text: str, why: str) -> None:
    assert restored(text) is text, why


def test_codes_are_no_words() -> None:
    assert "214/BC-LDLD" in restored(LETTER)
    assert "91/KH-UBND" in restored(LETTER)


@given(st.text(alphabet="abcdeghiklmnoqutĐđắ \n.,:/-0123456789", max_size=400))
def test_length_and_letters_are_kept(text: str) -> None:
    for sample in (text, LETTER + text):
        assert plain(restored(sample)).lower() == plain(sample).lower()
