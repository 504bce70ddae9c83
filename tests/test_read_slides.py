"""Presentations: a slide is a page; titles, boxes in reading order, tables, notes; .ppt and .odp as .pptx."""

from __future__ import annotations

import pytest
from pptx import Presentation
from pptx.util import Cm, Pt

from pipeline.document import ReadResult
from pipeline.errors import InputError
from pipeline.read import Limits, read_bytes
from pipeline.read.office import libreoffice
from pipeline.read.office import ppt as ppt_reader
from tests.office_samples import needs_libreoffice, saved

WANT = [
    (1, "heading", "Báo cáo công tác năm 2022"),
    (1, "", "Liên đoàn Lao động tỉnh X"),
    (2, "heading", "Kết quả"),
    (2, "", "Kết nạp 1.480 đoàn viên"),
    (2, "", "Thành lập 12 công đoàn cơ sở"),
    (2, "", "Ô bên trái"),
    (2, "", "Ô bên phải"),
    (2, "", "Lời người nói"),
    (3, "table", "Chỉ tiêu | Năm 2022"),
    (3, "table", "Đoàn viên | 86.400"),
]


def slides() -> bytes:
    """Three slides; boxes are put on the second in another order than they are read."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "Báo cáo công tác\nnăm 2022"
    first.placeholders[1].text = "Liên đoàn Lao động tỉnh X"
    second = show.slides.add_slide(show.slide_layouts[1])
    for left, text in ((14, "Ô bên phải"), (2, "Ô bên trái")):
        box = second.shapes.add_textbox(Cm(left), Cm(16), Cm(9), Cm(2))
        box.text_frame.text = text
    second.shapes.title.text = "Kết quả"
    second.placeholders[1].text = "Kết nạp 1.480 đoàn viên\nThành lập 12 công đoàn cơ sở"
    second.notes_slide.notes_text_frame.text = "Lời người nói"
    third = show.slides.add_slide(show.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Cm(2), Cm(2), Cm(16), Cm(4)).table
    for r, row in enumerate((("Chỉ tiêu", "Năm 2022"), ("Đoàn viên", "86.400"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    return saved(show)


def says(result: ReadResult) -> list[tuple[int | None, str, str]]:
    return [(block.page, block.kind or "", " ".join(block.text.split())) for block in result.blocks]


def test_slides_are_pages_read_from_top_to_bottom() -> None:
    result = read_bytes(slides(), "a.pptx")
    assert says(result) == WANT
    assert (result.n_pages, result.text_source) == (3, "pptx")


@needs_libreoffice
@pytest.mark.parametrize("form", ["ppt", "odp"])
def test_other_presentations_say_the_same(form: str) -> None:
    data = libreoffice.convert(slides(), ".pptx", form)
    result = read_bytes(data, f"a.{form}")
    assert (result.n_pages, result.text_source) == (3, form)
    assert [(page, text) for page, _, text in says(result)] == [(page, text) for page, _, text in WANT]
    assert ("heading", "Kết quả") in [(kind, text) for _, kind, text in says(result)]


@needs_libreoffice
def test_fonts_of_old_encodings_stay_with_the_text_of_old_slides() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    frame = slide.shapes.add_textbox(Cm(2), Cm(2), Cm(16), Cm(4)).text_frame
    for text, font in (("§Ò nghÞ ", "Arial"), ("tæng sè", ".VnTimeH")):
        run = frame.paragraphs[0].add_run()
        run.text, run.font.name, run.font.size = text, font, Pt(20)
    for data, name in ((saved(show), "a.pptx"), (libreoffice.convert(saved(show), ".pptx", "ppt"), "a.ppt")):
        [block] = read_bytes(data, name).blocks
        assert block.text == "§Ò nghÞ tæng sè"
        assert [(block.text[s.start : s.end], s.font) for s in block.fonts] == [("tæng sè", ".VnTimeH")], name


def test_numbered_lines_keep_their_numbers() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Nhiệm vụ"
    slide.placeholders[1].text = "Rà soát\nBáo cáo\nKiểm tra"
    for paragraph in slide.placeholders[1].text_frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        number = properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {})
        number.set("type", "arabicPeriod")
        properties.append(number)
    assert [text for _, _, text in says(read_bytes(saved(show), "a.pptx"))] == [
        "Nhiệm vụ",
        "1. Rà soát",
        "2. Báo cáo",
        "3. Kiểm tra",
    ]


@needs_libreoffice
def test_limits_and_damaged_presentations(monkeypatch: pytest.MonkeyPatch) -> None:
    data = slides()
    old = libreoffice.convert(data, ".pptx", "ppt")
    for content, name in ((data, "a.pptx"), (old, "a.ppt")):
        with pytest.raises(InputError, match="too_many_pages"):
            read_bytes(content, name, Limits(max_pages=2))
    locked = old.replace(b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3")
    assert locked != old
    with pytest.raises(InputError, match="encrypted_office"):
        read_bytes(locked, "a.ppt")
    with pytest.raises(InputError, match="truncated_office"):
        read_bytes(data[: len(data) // 2], "a.pptx")
    monkeypatch.setattr(ppt_reader.libreoffice, "is_here", lambda: False)
    for cut in (700, len(old) // 2):
        with pytest.raises(InputError, match="damaged_office"):
            read_bytes(old[:cut], "a.ppt")
