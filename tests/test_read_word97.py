"""Old Word files, RTF and OpenDocument: the same paragraphs and cells as the DOCX they were made of."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import olefile
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.document import Block
from pipeline.errors import InputError
from pipeline.read import read_bytes
from pipeline.read.office import doc as doc_reader
from pipeline.read.office import libreoffice
from tests.office_samples import needs_libreoffice, saved, set_font, word

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "docx").glob("*.docx"))

TABLE = [
    ["STT", "Chỉ tiêu", "Đơn vị", "Năm 2021", "Năm 2022"],
    ["1", "Đoàn viên mới", "người", "1.250", "1.480"],
    ["2", "Công đoàn cơ sở/n(thành lập mới)", "đơn vị", "", "12"],
    ["3", "Thu kinh phí", "triệu đồng", "8.420,5", "9.001,0"],
]
REPORT = word(
    "BÁO CÁO",
    "# I. Kết quả đạt được",
    "Trong năm, các cấp công đoàn đã kết nạp 1.480 đoàn viên.",
    ". Công tác tuyên truyền",
    ". Công tác kiểm tra",
    TABLE,
    "Nơi nhận:",
)


def paragraphs(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind or "", " ".join(block.text.split())) for block in blocks]


@needs_libreoffice
@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_other_text_formats_say_what_the_docx_says(form: str) -> None:
    result = read_bytes(libreoffice.convert(REPORT, ".docx", form), f"a.{form}")
    assert result.text_source == form
    assert result.warnings == ()
    assert paragraphs(result.blocks) == paragraphs(read_bytes(REPORT, "a.docx").blocks)
    assert ("table", "2 | Công đoàn cơ sở (thành lập mới) | đơn vị | | 12") in paragraphs(result.blocks)
    assert ("heading", "I. Kết quả đạt được") in paragraphs(result.blocks)
    assert ("", "2. Công tác kiểm tra") in paragraphs(result.blocks)


@needs_libreoffice
@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_sample_documents_saved_as_doc_say_the_same(path: Path) -> None:
    data = path.read_bytes()
    want = paragraphs(read_bytes(data, "a.docx").blocks)
    found = read_bytes(libreoffice.convert(data, ".docx", "doc"), "a.doc")
    assert paragraphs(found.blocks) == want


def legacy(*runs: tuple[str, str]) -> bytes:
    """A DOCX of one paragraph whose runs stand in fonts of old encodings, the soft hyphens of Word 97 among them."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, font in runs:
        set_font(paragraph.add_run(text), font)
    return saved(document)


@needs_libreoffice
@pytest.mark.parametrize("form", ["doc", "rtf", "odt", "docx"])
def test_text_in_old_encodings_keeps_every_letter_and_its_font(form: str) -> None:
    runs = (("Th\u00ad¬ng binh vµ ", ".VnTime"), ("x· héi n\u00adíc ", ".VnTimeH"), ("Unicode ", "Arial"))
    data = libreoffice.convert(legacy(*runs), ".docx", form)
    [block] = read_bytes(data, f"a.{form}").blocks
    assert block.text == "Th\u00ad¬ng binh vµ x· héi n\u00adíc Unicode"
    assert [(block.text[s.start : s.end].strip(), s.font) for s in block.fonts] == [
        ("Th\u00ad¬ng binh vµ", ".VnTime"),
        ("x· héi n\u00adíc", ".VnTimeH"),
    ]


@needs_libreoffice
def test_all_caps_in_old_encodings_are_left_to_the_converter() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("nghÞ ®Þnh")
    set_font(run, ".VnTime")
    run.font.all_caps = True
    plain = document.add_paragraph().add_run("quyết định")
    plain.font.all_caps = True
    for data, name in ((saved(document), "a.docx"), (libreoffice.convert(saved(document), ".docx", "doc"), "a.doc")):
        first, second = read_bytes(data, name).blocks
        assert (first.text, [s.font for s in first.fonts]) == ("nghÞ ®Þnh", [".VnTimeH"]), name
        assert second.text == "QUYẾT ĐỊNH"


def odd() -> bytes:
    """Merged cells, a table in a cell, hidden text, a line break, a page break, a hyphen that does not break, a field."""
    document = docx.Document()
    paragraph = document.add_paragraph("Số 15")
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("dòng hai")
    hidden = paragraph.add_run(" chữ ẩn")
    hidden.font.hidden = True
    hyphen = document.add_paragraph("1563").add_run()
    hyphen._element.append(OxmlElement("w:noBreakHyphen"))
    hyphen._element.append(_text("CTr"))
    field = document.add_paragraph("Trang ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "7"), ("end", "")):
        run = field.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
        elif kind == "":
            run._element.append(_text(text, "w:instrText"))
        else:
            run.text = text
    document.add_page_break()
    table = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"ô {r}{c}"
    for c in (1, 2):
        table.cell(0, c).text = ""
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "trong một", "trong hai"
    document.add_paragraph("Hết.")
    return saved(document)


def _text(text: str, tag: str = "w:t") -> OxmlElement:
    element = OxmlElement(tag)
    element.text = text
    return element


@needs_libreoffice
def test_merged_cells_nested_tables_fields_and_hidden_text() -> None:
    want = [
        ("", "Số 15 dòng hai"),
        ("", "1563-CTr"),
        ("table", "ô 00"),
        ("table", "ô 10 | ô 11 trong một | trong hai | ô 12"),
        ("table", "| ô 21 | ô 22"),
        ("", "Hết."),
    ]
    data = libreoffice.convert(odd(), ".docx", "doc")
    found = [p for p in paragraphs(read_bytes(data, "a.doc").blocks) if not p[1].startswith("Trang")]
    assert found == want
    assert [p[1] for p in paragraphs(read_bytes(data, "a.doc").blocks) if "PAGE" in p[1]] == []


def test_a_doc_that_is_something_else_is_read_as_what_it_is() -> None:
    cases = [
        (REPORT, "docx"),
        (b"<html><body><p>B\xc3\xa1o c\xc3\xa1o n\xc4\x83m 2022</p></body></html>", "html"),
        ("Báo cáo năm 2022 của Ủy ban nhân dân tỉnh".encode(), "plain"),
    ]
    for data, source in cases:
        result = read_bytes(data, "a.doc")
        assert result.text_source == source
        assert any("the name ends in .doc" in warning for warning in result.warnings), source


def test_templates_and_files_with_macros_are_documents() -> None:
    for name in ("a.dotx", "a.docm", "a.dotm"):
        result = read_bytes(REPORT, name)
        assert (result.text_source, result.warnings) == ("docx", ())


def test_locked_open_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"\x01\x02")
        archive.writestr(
            "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        )
    with pytest.raises(InputError, match="encrypted_office"):
        read_bytes(out.getvalue(), "a.odt")


@needs_libreoffice
def test_word_2003_xml_named_doc() -> None:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("Báo cáo", "Năm 2022"))
    namespace = "http://schemas.microsoft.com/office/word/2003/wordml"
    xml = f'<?xml version="1.0"?><w:wordDocument xmlns:w="{namespace}"><w:body>{body}</w:body></w:wordDocument>'
    result = read_bytes(xml.encode(), "a.doc")
    assert [block.text for block in result.blocks] == ["Báo cáo", "Năm 2022"]
    assert result.warnings == ("the name ends in .doc but the content is Word XML",)


@needs_libreoffice
def test_rtf_named_doc_and_doc_named_docx() -> None:
    rtf = libreoffice.convert(REPORT, ".docx", "rtf")
    assert read_bytes(rtf, "a.doc").text_source == "rtf"
    doc = libreoffice.convert(REPORT, ".docx", "doc")
    result = read_bytes(doc, "a.docx")
    assert result.text_source == "doc"
    assert result.warnings == ("the name ends in .docx but the content is doc",)


def _stream_offset(data: bytes, name: str) -> int:
    """Where a stream of an OLE file begins, if its sectors lie side by side."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        head = ole.openstream(name).read(64)
    return data.index(head)


@needs_libreoffice
def test_locked_old_and_damaged_files(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(libreoffice.convert(REPORT, ".docx", "doc"))
    fib = _stream_offset(bytes(data), "WordDocument")
    locked = bytearray(data)
    locked[fib + 0x0B] |= 0x01
    with pytest.raises(InputError, match="encrypted_office"):
        read_bytes(bytes(locked), "a.doc")
    monkeypatch.setattr(libreoffice, "is_here", lambda: False)
    for cut in (600, len(data) // 3, len(data) - 2000):
        with pytest.raises(InputError, match="damaged_office"):
            read_bytes(bytes(data[:cut]), "a.doc")


@needs_libreoffice
def test_versions_before_word_97_need_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(libreoffice.convert(REPORT, ".docx", "doc"))
    fib = _stream_offset(bytes(data), "WordDocument")
    data[fib + 2 : fib + 4] = (104).to_bytes(2, "little")
    asked = []

    def convert(content: bytes, suffix: str, target: str) -> bytes:
        asked.append((suffix, target))
        return REPORT

    monkeypatch.setattr(doc_reader.libreoffice, "convert", convert)
    result = read_bytes(bytes(data), "a.doc")
    assert asked == [(".doc", "docx")]
    assert result.text_source == "doc"


@needs_libreoffice
def test_without_libreoffice_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    odt, doc, rtf = (libreoffice.convert(REPORT, ".docx", form) for form in ("odt", "doc", "rtf"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=r"missing_tool.*libreoffice-writer"):
        read_bytes(odt, "a.odt")
    assert read_bytes(doc, "a.doc").blocks, "Word 97-2003 needs no other program"
    assert read_bytes(rtf, "a.rtf").blocks, "nor does RTF"
