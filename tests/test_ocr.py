"""Scans: numbers and dates right, character errors bounded, whatever the scanner did to the page."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex

from benchmarks.ocr import character_errors
from pipeline.annotate.annotator import annotate
from pipeline.clean import clean
from pipeline.clean.certainty import doubtful_spans
from pipeline.core import extract_bytes
from pipeline.document import Block, ReadResult, RecognisedWord
from pipeline.errors import InputError
from pipeline.read import read_bytes
from pipeline.read.ocr import strokes
from pipeline.read.ocr.corrections import corrected
from pipeline.read.ocr.document import listed
from pipeline.read.ocr.engine import Word
from pipeline.read.ocr.fields import with_fields
from pipeline.read.ocr.figures import with_figures
from pipeline.read.ocr.picture import (
    lies_on_side,
    prepared,
    quarter_turns,
    resolution,
    scaled,
    skew,
    turned_by,
    without_red,
)
from pipeline.read.system import find
from pipeline.tabulate.tabulate import tabulate
from tests.scan_samples import PAGES, Scan, page_colour, page_text, pdf_of_scans, scanned, stamped

needs_tesseract = pytest.mark.skipif(find("tesseract") is None, reason="tesseract and its Vietnamese data are missing")
SHARED = Path(__file__).parent.parent.parent / "shared" / "corpus"
NUMBERS = regex.compile(
    r"\b\d{1,5}(?:/\d{4})?[/-]\p{Lu}[\p{L}-]*|\b\d{1,2}/\d{1,2}/\d{4}|ngày\s+\d+\s+tháng\s+\d+\s+năm\s+\d{4}"
)
LETTER = PAGES / "bc_ldld_namdinh_2019.pdf"
PLAN = PAGES / "kh_ubnd_travinh_2022.pdf"
SURVEY = PAGES / "bc_syt_camau_2021.pdf"
FIGURES = PAGES / "tk_cuctk_haiduong_2023.pdf"


@cache
def colour(path: Path, number: int = 0) -> Any:
    return page_colour(path, number)


def numbers(text: str) -> set[str]:
    return {" ".join(found.split()) for found in NUMBERS.findall(text.replace("–", "-"))}


def read_scan(path: Path, how: Scan, number: int = 0) -> ReadResult:
    return read_bytes(scanned(colour(path, number), how), "scan.jpg")


def check(path: Path, how: Scan, errors: float, number: int = 0) -> ReadResult:
    """Numbers and dates of a page all right, and not more than this share of its characters wrong."""
    result = read_scan(path, how, number)
    text, meant = clean(result).text, page_text(path, number)
    assert numbers(meant) - numbers(text) == set()
    assert character_errors(meant, text) <= errors
    return result


HARD = [
    (LETTER, Scan(100, skew=1.2, jpeg=60, stamp=True), 0.03, "coarse, slanted, a stamp over the number"),
    (PLAN, Scan(200, turns=3, specks=0.02, light=0.4, skew=2.2, jpeg=40), 0.04, "on its side, specks, a shadow"),
    (SURVEY, Scan(150, turns=2, light=0.5, noise=10, jpeg=50), 0.04, "upside down, uneven light"),
]


@needs_tesseract
@pytest.mark.parametrize(("path", "how", "errors", "why"), HARD, ids=[case[3] for case in HARD])
def test_a_bad_scan_reads_well(path: Path, how: Scan, errors: float, why: str) -> None:
    result = check(path, how, errors)
    assert result.text_source == "ocr"
    assert result.ocr_confidence is not None
    assert 0.8 < result.ocr_confidence <= 1


MATRIX = [
    *(Scan(dpi) for dpi in (100, 150, 200, 300)),
    *(Scan(200, skew=angle, noise=12) for angle in (-3, -1, 1, 3)),
    *(Scan(200, turns=turns, skew=0.7) for turns in (1, 2, 3)),
    *(Scan(dpi, stamp=True, skew=-2, jpeg=60) for dpi in (100, 200, 300)),
    *(Scan(dpi, light=0.5, noise=10, jpeg=50) for dpi in (150, 300)),
    *(Scan(dpi, specks=0.03, light=0.4, skew=2.2, jpeg=40) for dpi in (200, 300)),
    Scan(200, blur=1.2),
    Scan(200, noise=30, light=0.3),
]


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize("path", [LETTER, PLAN, SURVEY, FIGURES], ids=lambda path: path.stem)
@pytest.mark.parametrize("how", MATRIX, ids=str)
def test_every_kind_of_scan_reads_well(path: Path, how: Scan) -> None:
    check(path, how, 0.05)


@needs_tesseract
def test_a_scan_ends_in_the_tables() -> None:
    half = colour(SURVEY, 1)[:1200]
    data = pdf_of_scans([scanned(colour(LETTER)[:1900], Scan(200, stamp=True)), scanned(half, Scan(200))])
    rows = extract_bytes(data, "scan.pdf")
    document = rows.documents[0]
    assert document["symbol"] == "103/BC-LĐLĐ"
    assert document["issued_on"] == "2019-09-25"
    assert document["issuer"] == "Liên đoàn Lao động tỉnh Nam Định"
    assert document["text_source"] == "ocr"
    assert document["ocr_confidence"] > 0.85
    assert document["n_pages"] == 2
    warning = next(x for x in document["warnings"] if "OCR" in x)
    assert "trang 1–2" in warning
    assert "pages 1–2" in warning
    assert {reference["page"] for reference in rows.document_references} <= {1, 2}
    assert rows.indicators


@needs_tesseract
@pytest.mark.parametrize("how", [Scan(150, skew=1.5), Scan(200, specks=0.02, jpeg=50)], ids=["slanted", "specks"])
def test_a_ruled_table_keeps_its_cells(how: Scan) -> None:
    rows = [block.text for block in read_scan(FIGURES, how, 1).blocks if block.kind == "table"]
    assert rows == [
        "Nhóm hàng | 8 tháng năm 2022 | 8 tháng năm 2023 | Tốc độ tăng (%)",
        "Lương thực, thực phẩm | 15.240 | 17.130 | 12,4",
        "Hàng may mặc | 2.365 | 2.611 | 10,4",
        "Xăng, dầu các loại | 6.902 | 6.378 | -7,6",
    ]


@pytest.mark.skipif(not strokes.is_here(), reason="the recogniser for figures is missing")
def test_doubtful_figures_are_read_again() -> None:
    import cv2
    import numpy as np

    gray = np.full((60, 400), 255, np.uint8)
    cv2.putText(gray, "92,5", (20, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3, cv2.LINE_AA)
    cv2.putText(gray, "5.316", (220, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 3, cv2.LINE_AA)
    place = {"top": 14, "bottom": 44, "line": (1, 1, 1)}
    read = [
        Word("925", 0.6, left=18, right=110, **place),
        Word("5,316", 0.97, left=218, right=340, **place),
    ]
    again = with_figures(read, gray)
    assert [word.text for word in again] == ["92,5", "5,316"], "what Tesseract is sure of stays"
    assert again[0].confidence < 0.8


def mixed_pdf(first: Any, hidden: str = "") -> bytes:
    """A page drawn by `first`, and a scanned page, with hidden text under the picture."""
    import font_roboto  # type: ignore[import-untyped]
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Sample", font_roboto.Roboto))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    if first is not None:
        first(canvas)
        canvas.showPage()
    if hidden:
        text = canvas.beginText(60, 780)
        text.setFont("Sample", 11)
        text.setTextRenderMode(3)
        text.textLines(hidden)
        canvas.drawText(text)
    canvas.drawImage(ImageReader(Image.open(io.BytesIO(scanned(colour(PLAN), Scan(150))))), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_typed_page(canvas: Any) -> None:
    canvas.setFont("Sample", 13)
    canvas.drawString(60, 700, "Trang này có lớp chữ: 1.204 đoàn viên được kết nạp năm 2022.")


ENGLISH = "UY BAN NHAN DAN TINH TRA VINH CQNG HOA XA HO! CHU NGHIA VIT NAM\n" * 8


@needs_tesseract
def test_pages_are_read_each_in_its_own_way() -> None:
    result = read_bytes(mixed_pdf(a_typed_page), "a.pdf")
    assert result.text_source == "text-layer+ocr"
    cleaned = clean(result)
    assert cleaned.text.startswith("Trang này có lớp chữ: 1.204 đoàn viên được kết nạp năm 2022.")
    assert numbers(page_text(PLAN)) <= numbers(cleaned.text)
    assert {word.page for word in result.recognised} == {2}


@needs_tesseract
def test_a_hidden_layer_without_vietnamese_letters_is_replaced() -> None:
    result = read_bytes(mixed_pdf(None, ENGLISH), "a.pdf")
    assert result.text_source == "ocr"
    text = clean(result).text
    assert "CQNG" not in text
    assert numbers(page_text(PLAN)) <= numbers(text)


def test_a_good_hidden_layer_is_kept() -> None:
    hidden = "Ủy ban nhân dân tỉnh báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế\n" * 8
    result = read_bytes(mixed_pdf(None, hidden), "a.pdf")
    assert result.text_source == "text-layer"


def test_without_tesseract_typed_pages_are_read_and_the_others_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    result = read_bytes(mixed_pdf(a_typed_page), "a.pdf")
    assert result.text_source == "text-layer"
    assert any("trang 2 chưa được đọc" in x and "pages 2 are not read" in x for x in result.warnings)
    with pytest.raises(InputError) as caught:
        read_bytes(mixed_pdf(None), "a.pdf")
    assert caught.value.code == "missing_tool"
    assert "tesseract-ocr-vie" in caught.value.message


def letter_with_stamps(number: str, day: str, *, as_picture: bool) -> bytes:
    """A typed letter with places left blank, over which a number and a day are put."""
    import font_roboto
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    def drawn(canvas: Any) -> None:
        canvas.setFont("Sample", 13)
        for x, y, text in (
            (90, 770, "ỦY BAN NHÂN DÂN"),
            (90, 752, "TỈNH HÒA AN"),
            (90, 725, "Số:"),
            (150, 725, "/TB-UBND"),
            (300, 770, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (350, 752, "Độc lập - Tự do - Hạnh phúc"),
            (310, 725, "Hòa An, ngày"),
            (425, 725, "tháng 11 năm 2024"),
            (90, 650, "Thực hiện Công văn số 45/VP-TH ngày 02/11/2024, UBND tỉnh thông báo như sau."),
        ):
            canvas.drawString(x, y, text)
        for x, text in ((116, number), (398, day)):
            if not text:
                continue
            if not as_picture:
                # Text of an annotation's appearance, as programs for signing write it.
                canvas.acroForm.textfield(
                    value=text, x=x, y=720, width=30, height=18, fontSize=12, borderWidth=0, fillColor=None
                )
                continue
            picture = Image.new("RGB", (150, 90), "white")
            font = ImageFont.truetype(io.BytesIO(Path(font_roboto.Roboto).read_bytes()), 60)
            ImageDraw.Draw(picture).text((10, 5), text, fill=(20, 20, 120), font=font)
            canvas.drawImage(ImageReader(picture), x, 721, 27, 16)

    return typed_pdf(drawn)


def typed_pdf(drawn: Any) -> bytes:
    import font_roboto
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Sample", font_roboto.Roboto))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    drawn(canvas)
    canvas.save()
    return out.getvalue()


@pytest.mark.skipif(not strokes.is_here(), reason="the recogniser for figures is missing")
def test_a_number_stamped_as_a_picture_is_read() -> None:
    result = read_bytes(letter_with_stamps("542", "06", as_picture=True), "a.pdf")
    text = clean(result).text
    assert "Số: 542/TB-UBND" in text
    assert "Hòa An, ngày 06 tháng 11 năm 2024" in text
    assert "45/VP-TH ngày 02/11/2024" in text, "the text layer stays as it is"
    assert result.text_source == "text-layer+ocr"
    assert {word.text for word in result.recognised} == {"542", "06"}
    assert any("đọc từ ảnh" in warning for warning in result.warnings)


def test_a_number_stamped_as_an_annotation_is_read_exactly() -> None:
    result = read_bytes(letter_with_stamps("542", "06", as_picture=False), "a.pdf")
    text = clean(result).text
    assert "Số: 542/TB-UBND" in text
    assert "Hòa An, ngày 06 tháng 11 năm 2024" in text
    assert result.text_source == "text-layer"


def test_a_blank_number_stays_blank() -> None:
    text = clean(read_bytes(letter_with_stamps("", "", as_picture=True), "a.pdf")).text
    assert not regex.search(r"Số:\s*\d", text)
    assert not regex.search(r"ngày\s*\d+\s*tháng 11", text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize(
    ("name", "symbol", "issued_on"),
    [("quangngai_05TB", "11/TB-UBND", "2025-01-08"), ("quangngai_vht507", "542/TB-UBND", "2024-11-06")],
)
def test_numbers_stamped_on_real_letters(name: str, symbol: str, issued_on: str) -> None:
    document = extract_bytes((SHARED / "digital" / f"{name}.pdf").read_bytes(), f"{name}.pdf").documents[0]
    assert (document["symbol"], document["issued_on"]) == (symbol, issued_on)


@needs_tesseract
@pytest.mark.skipif(not strokes.is_here(), reason="the recogniser for figures is missing")
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
@pytest.mark.parametrize(
    ("name", "symbol", "issued_on"),
    [
        ("quangngai_01CT_100dpi", "01/CT-UBND", "2021-01-04"),
        ("quangngai_23BC", "23/BC-UBND", "2025-01-23"),
        ("quangngai_47QD", "47/QĐ-UBND", "2025-01-17"),
    ],
)
def test_handwritten_numbers_of_real_scans(name: str, symbol: str, issued_on: str) -> None:
    top = page_colour(SHARED / "scans" / f"{name}.pdf", 0, 200)[:1000]
    found = extract_bytes(scanned(top, Scan(200), printed_dpi=200), f"{name}.jpg").documents[0]
    assert (found["symbol"], found["issued_on"]) == (symbol, issued_on)
    assert found["issuer"] == "Ủy ban nhân dân tỉnh Quảng Ngãi"


@needs_tesseract
def test_pictures_of_every_format_are_documents() -> None:
    from PIL import Image

    page = Image.open(io.BytesIO(scanned(colour(PLAN), Scan(100)))).crop((0, 0, 827, 300))
    for suffix, options in (
        (".png", {}),
        (".tif", {"save_all": True, "append_images": [page], "dpi": (100, 100)}),
        (".bmp", {}),
        (".webp", {}),
        (".gif", {}),
    ):
        out = io.BytesIO()
        page.save(out, {".tif": "TIFF"}.get(suffix, suffix[1:].upper()), **options)
        result = read_bytes(out.getvalue(), f"a{suffix}")
        assert result.n_pages == (2 if suffix == ".tif" else 1)
        assert "KẾ HOẠCH" in clean(result).text
        assert result.warnings[0].startswith("trang 1")


def test_pictures_that_cannot_be_read_say_so() -> None:
    from PIL import Image

    def saved(picture: Any, kind: str = "PNG") -> bytes:
        out = io.BytesIO()
        picture.save(out, kind)
        return out.getvalue()

    page = saved(Image.new("L", (600, 800), 255))
    for data, code in (
        (page, "no_text_layer"),
        (page[: len(page) // 2], "damaged_image"),
        (saved(Image.new("1", (16000, 16000), 1)), "too_large"),
    ):
        with pytest.raises(InputError) as caught:
            read_bytes(data, "a.png")
        assert caught.value.code == code


def test_a_picture_is_turned_straightened_and_freed_of_stamps() -> None:
    page = colour(PLAN)[::2, ::2].copy()
    sheet = prepared(*scaled(page, 150))
    assert not lies_on_side(sheet.gray)
    assert lies_on_side(quarter_turns(sheet.gray, 1))
    for angle in (-3.0, 1.5):
        assert abs(skew(turned_by(sheet.gray, angle)) + angle) <= 0.2
    stained = stamped(page, 150)
    seen = without_red(stained, 150).astype(int)
    plain = without_red(page, 150).astype(int)
    ink = (stained[:, :, 0].astype(int) - stained[:, :, 1]) > 60
    assert seen[ink & (plain > 200)].mean() > 225, "the stamp is gone"
    assert seen[plain < 80].mean() < 110, "the print under it stays"
    assert resolution(page, 150.0) == 150.0
    assert abs(resolution(page, None) - 150) < 2
    assert abs(resolution(page, 72.0) - 150) < 2 or resolution(page, 72.0) == 72.0


def words(text: str, confidence: float = 0.9) -> list[Word]:
    return [Word(part, confidence, i * 50.0, 0, i * 50 + 40.0, 20, (1, 1, 1)) for i, part in enumerate(text.split())]


@pytest.mark.parametrize(
    ("read", "meant", "why"),
    [
        ("79⁄QÐ-UBND", "79/QĐ-UBND", "look-alikes"),
        ("12/KH-LĐLP", "12/KH-LĐLĐ", "a D with a stroke taken for a P"),
        ("45/NG-CP ngày", "45/NQ-CP ngày", "no kind of document is NG"),
        ("LINGĐ-CP", "LINGĐ-CP", "part of another word"),
        ("CỌNG HÒA XÃ HỌI CHÚ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "the motto"),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tones stay as written"),
        ("NAM ĐỊNH Độc lâp - Tự do - Hạnh phúc", "NAM ĐỊNH Độc lập - Tự do - Hạnh phúc", "nothing swallowed"),
        ("TÍNH QUÁNG NGÃI", "TỈNH QUẢNG NGÃI", "a province"),
        ("cách tính Quang", "cách tính Quang", "no province"),
        ("(thâm quyền, chỉ phí)", "(thẩm quyền, chi phí)", "words that do not exist"),
        ("Công văn sô 12, gấp 2 lân.", "Công văn số 12, gấp 2 lần.", "beside a figure"),
        ("TỔNG SỐ 12 ĐƠN VỊ, phân lân", "TỔNG SỐ 12 ĐƠN VỊ, phân lân", "capitals among capitals, no figure before"),
        ("8tháng đạt 0,5%o", "8 tháng đạt 0,5‰", "run together; no other sign ends in a ring"),
        ("số ổ bệnh, số ố", "số ổ bệnh, số ố", "a hook or an acute is not guessed"),
    ],
)
def test_only_what_can_mean_one_thing_is_corrected(read: str, meant: str, why: str) -> None:
    assert " ".join(word.text for word in corrected(words(read))) == meant, why


def test_shaky_words_are_found_again_after_cleaning() -> None:
    recognised = [
        RecognisedWord(1, "đạt", 0.95),
        RecognisedWord(1, "104,2%", 0.41),
        RecognisedWord(2, "đạt", 0.5),
        RecognisedWord(2, "(12", 0.7),
    ]
    text = "Kết quả đạt 104,2%.\nNăm nay đạt (12 đơn vị)"
    spans = doubtful_spans(text, (0, 20), recognised)
    assert [(text[a:b], sure) for a, b, sure in spans] == [("104,2%.", 0.41), ("đạt", 0.5), ("(12", 0.7)]
    assert doubtful_spans(text, (0, 20), [RecognisedWord(1, "đạt", 0.95)]) == ()


def test_what_shaky_words_make_is_less_sure() -> None:
    text = "Năm 2023, kết nạp 1.204 đoàn viên, đạt 104,2% kế hoạch theo Công văn số 45/CV-LĐLĐ."
    surely = [RecognisedWord(1, part, 0.95) for part in text.split()]
    shaky = [replace(word, confidence=0.5) if "%" in word.text or "45/" in word.text else word for word in surely]

    def rows(recognised: list[RecognisedWord]) -> dict[str, float]:
        read = ReadResult((Block(text, page=1),), "image/png", "ocr", n_pages=1, recognised=tuple(recognised))
        cleaned = clean(read)
        found = tabulate("0" * 16, "a.png", read, cleaned, annotate(cleaned, read.hints))
        assert found.documents[0]["ocr_confidence"] == pytest.approx(read.ocr_confidence)
        both = (*found.indicators, *found.document_references)
        return {row["surface"]: row["confidence"] for row in both}

    before, after = rows(surely), rows(shaky)
    doubted = {surface for surface in before if "%" in surface or "45/" in surface}
    assert len(doubted) == 2
    assert all(after[surface] == pytest.approx(before[surface] * 0.5) for surface in doubted)
    assert all(after[surface] == before[surface] for surface in before.keys() - doubted)


def test_pages_are_listed_as_people_do() -> None:
    assert listed([1]) == "1"
    assert listed([3, 1, 2, 7, 9, 8]) == "1–3, 7–9"
    assert listed(range(1, 60, 2)).endswith(", …")


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định ngày 12 tháng 3 năm 2020 của Chính phủ",
        "từ ngày 01 tháng 01 đến ngày 30 tháng 6 năm 2023 đạt 12%",
        "số 16/CT-TTg ngày 20/5/2024",
        "Hòa An, ngày 05 tháng 7 năm 2023",
        "Số: /QĐ-UBND",
        "Tổng số 12/15 xã",
    ],
)
def test_fields_keep_what_nothing_contradicts(text: str) -> None:
    import numpy as np

    white = np.full((900, 1600, 3), 255, np.uint8)
    sheet = prepared(white, 200)
    read = words(text, 0.95)
    assert " ".join(word.text for word in with_fields(read, sheet)) == text


@needs_tesseract
def test_tesseract_without_vietnamese_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.ocr.engine.LANGUAGE", "xyz")
    with pytest.raises(InputError) as caught:
        read_bytes(scanned(colour(PLAN)[:900], Scan(100)), "a.jpg")
    assert caught.value.code == "missing_tool"
    assert "tesseract-ocr-vie" in caught.value.message
