"""The compliance matrix over a corpus of seventeen provinces and eleven directives whose true matrix is known.

Traps: one number of two provinces, one number of two years with and without its date, lost diacritics and stray blanks,
a document without any diacritics, a directive named only in a page header, a cited title without number, with a day and
without, plans named before what they carry out, plans and results of another province, a portal's news, a province
merged since, provinces whose only file cannot be read.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.compliance.cite import citations, conflicting, unresolved
from pipeline.compliance.load import compliance, load_tables, province_of_path
from pipeline.compliance.matrix import Matrix
from pipeline.compliance.render import notes, to_csv, to_html, to_json, to_table, to_xlsx
from pipeline.compliance.required import ComplianceError, required_columns
from pipeline.core import extract_or_error
from pipeline.link import link_corpus
from pipeline.store import write_tables

DATA = Path(__file__).parent / "data" / "compliance"
REQUIRED = DATA / "require.csv"


def _page_header_only(path: Path) -> None:
    """A report that names a directive in its page header and nowhere else."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Tài liệu sơ kết Nghị quyết số 7c/NQ-TLĐ ngày 25/02/2016"
    for line in (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH KON TUM",
        "Số: 70/BC-LĐLĐ",
        "Kon Tum, ngày 20 tháng 12 năm 2021",
        "BÁO CÁO",
        "Công tác kiểm tra năm 2021",
        "Ủy ban Kiểm tra LĐLĐ tỉnh đã kiểm tra tài chính tại 45 công đoàn cơ sở, thu hồi 12 triệu đồng.",
    ):
        document.add_paragraph(line)
    document.save(str(path))


@pytest.fixture(scope="module")
def out_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("compliance")
    inputs = root / "in"
    shutil.copytree(DATA, inputs, ignore=shutil.ignore_patterns("*.csv"))
    _page_header_only(inputs / "kon-tum" / "bc_kon_tum_2021.docx")
    for folder in ("soc-trang", "Hòa Bình"):
        (inputs / folder).mkdir()
        (inputs / folder / "bao_cao_2022.pdf").write_bytes(f"%PDF-1.4\n% {folder} cut off here\n".encode())
    files = sorted(p for p in inputs.rglob("*") if p.is_file())
    rows = [extract_or_error(p, p.relative_to(inputs).as_posix()) for p in files]
    out = root / "out"
    write_tables(link_corpus(rows), out, {})
    return out


@pytest.fixture(scope="module")
def matrix(out_dir: Path) -> Matrix:
    return compliance(out_dir, require=REQUIRED)


def _truth() -> dict[tuple[str, str, str], dict[str, str]]:
    with (DATA / "truth.csv").open(encoding="utf-8", newline="") as handle:
        return {(r["province"], r["symbol"], r["date"]): r for r in csv.DictReader(handle)}


def test_seventeen_provinces_by_eleven_directives(matrix: Matrix) -> None:
    assert len(matrix.columns) == 11
    assert all(column.directive_id for column in matrix.columns)
    assert sum(1 for row in matrix.rows if row.n_documents) == 17


def test_the_matrix_is_the_true_one_cell_by_cell(matrix: Matrix) -> None:
    truth = _truth()
    expected, found = {}, {}
    for row in matrix.rows:
        for i, column in enumerate(matrix.columns):
            key = (row.label, column.symbol, column.date or "")
            cell = matrix.cells[row.key, i]
            found[key] = (cell.status, cell.local_symbols)
            if key in truth:
                local = tuple(filter(None, truth[key]["local_symbols"].split("|")))
                expected[key] = (truth[key]["status"], local)
            elif row.label in ("Sóc Trăng", "Hòa Bình"):
                expected[key] = ("unreadable", ())
            else:
                expected[key] = ("not_found" if row.n_documents else "no_document", ())
    assert set(truth) <= set(found)
    assert {k: v for k, v in found.items() if v != expected[k]} == {}


def test_every_filled_cell_shows_its_words_in_its_sentence(matrix: Matrix, out_dir: Path) -> None:
    import pyarrow.parquet as pq

    texts = {d["doc_id"]: d["text"] for d in pq.read_table(out_dir / "documents.parquet").to_pylist()}
    filled = [c for c in matrix.cells.values() if c.evidence]
    assert filled
    for cell in filled:
        for evidence in cell.evidence:
            assert texts[evidence.doc_id][evidence.char_start : evidence.char_end] == evidence.surface
            assert evidence.surface in evidence.sentence


def test_provinces_after_the_mergers(out_dir: Path) -> None:
    now = compliance(out_dir, require=REQUIRED, now=True)
    labels = {row.label for row in now.rows}
    assert len(labels) == 34
    assert "Hà Giang" not in labels
    column = next(i for i, c in enumerate(now.columns) if c.symbol == "1563/CTr-TLĐ")
    absent = next(i for i, c in enumerate(now.columns) if c.symbol == "37-CT/TW")
    assert now.cells["Phú Thọ", absent].status == "unreadable", "Hòa Bình's damaged file is Phú Thọ's today"
    assert now.cells["Tuyên Quang", column].status == "reports_results", "Hà Giang is part of Tuyên Quang today"


def test_rows_by_issuer(out_dir: Path) -> None:
    by_issuer = compliance(out_dir, require=REQUIRED, by="issuer")
    labels = {row.label for row in by_issuer.rows}
    assert {"Liên đoàn Lao động tỉnh Hà Giang", "Liên đoàn Lao động tỉnh Bắc Kạn"} <= labels
    assert not any("Cổng" in label for label in labels), "a portal is its body's"


def test_only_documents_of_a_time(out_dir: Path) -> None:
    import datetime as dt

    late = compliance(out_dir, require=REQUIRED, since=dt.date(2023, 1, 1))
    column = next(i for i, c in enumerate(late.columns) if c.symbol == "1563/CTr-TLĐ")
    assert late.cells["Hà Giang", column].status == "no_document"
    assert compliance(out_dir, require=REQUIRED, until=dt.date(2019, 1, 1)).rows


def test_without_a_list_the_columns_are_the_cited_higher_directives(out_dir: Path) -> None:
    symbols = {c.symbol for c in compliance(out_dir).columns}
    assert {"1563/CTr-TLĐ", "02-NQ/TW", "145/2020/NĐ-CP"} <= symbols
    assert "39/KH-LĐLĐ" not in symbols


def test_who_cites_one_directive(out_dir: Path) -> None:
    tables = load_tables(out_dir)
    found = {c.document["source"] for c in citations(tables, "1563/ctr-tld")}
    assert found == {
        "ha-giang/bc_ha_giang_2021.txt", "quang-nam/bc_quang_nam_2022.txt", "tra-vinh/bc_tra_vinh_2021.txt"
    }  # fmt: skip
    assert len({c.directive["directive_id"] for c in citations(tables, "39/KH-LĐLĐ")}) == 2
    assert isinstance(unresolved(tables), list)
    assert isinstance(conflicting(tables), list)


def test_csv_has_one_line_per_piece_of_evidence(matrix: Matrix) -> None:
    lines = list(csv.DictReader(io.StringIO(to_csv(matrix))))
    assert len(lines) == sum(max(1, len(cell.evidence)) for cell in matrix.cells.values())


def test_no_mention_stands_twice_in_a_cell(matrix: Matrix) -> None:
    for cell in matrix.cells.values():
        places = [(e.doc_id, e.char_start, e.char_end) for e in cell.evidence]
        assert len(places) == len(set(places))


def test_csv_headers_and_statuses_in_either_language(matrix: Matrix) -> None:
    head, first, *_ = csv.reader(io.StringIO(to_csv(matrix, "en")))
    assert head[:4] == ["Key", "Province", "Symbol", "Issued on"]
    assert first[7] in ("reports results", "implements", "cites", "not found", "unreadable", "no document")
    assert next(csv.reader(io.StringIO(to_csv(matrix))))[1] == "Tỉnh, thành phố"


def test_page_and_workbook_open_in_english(matrix: Matrix, tmp_path: Path) -> None:
    import openpyxl

    assert '<html lang="en">' in to_html(matrix, "en")
    assert '<html lang="vi">' in to_html(matrix)
    to_xlsx(matrix, tmp_path / "m.xlsx", "en")
    sheet, evidence, _ = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets
    assert sheet.cell(1, 1).value == "Province"
    assert "reports results" in {str(row[3].value).split("\n")[0] for row in sheet.iter_rows(min_row=2)}
    assert [cell.value for cell in evidence[1]][:3] == [
        "Khóa / Key",
        "Tỉnh, thành phố / Province",
        "Số, ký hiệu / Symbol",
    ]


def test_english_counts(matrix: Matrix) -> None:
    from dataclasses import replace

    [one] = notes(replace(matrix, unplaced_documents=1, unplaced_failures=()), "en")
    assert one.startswith("1 document belongs")
    [many] = notes(replace(matrix, unplaced_documents=0, unplaced_failures=("a", "b")), "en")
    assert many.startswith("2 unreadable files belong")
    assert "account for them" in many


def test_json_holds_every_cell(matrix: Matrix) -> None:
    record: dict[str, Any] = json.loads(to_json(matrix))
    assert len(record["cells"]) == len(matrix.rows) * len(matrix.columns)


def test_table_names_rows_and_legend(matrix: Matrix) -> None:
    text = to_table(matrix)
    assert "Hà Giang" in text
    assert "không đọc được" in text


def test_workbook_opens_with_frozen_headers_filters_and_evidence(matrix: Matrix, tmp_path: Path) -> None:
    import openpyxl

    to_xlsx(matrix, tmp_path / "m.xlsx")
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert [s.title for s in book] == ["Ma trận - Matrix", "Bằng chứng - Evidence", "Chú giải - Legend"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref
    cells = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    filled = cells["Hà Giang"][3]
    assert str(filled.value).startswith("báo cáo kết quả")
    assert "39/KH-LĐLĐ" in str(filled.value)
    assert filled.hyperlink is not None
    assert filled.hyperlink.location
    assert book.worksheets[1].max_row > 20


def test_page_escapes_what_documents_say_and_loads_nothing(matrix: Matrix) -> None:
    page = to_html(matrix)
    assert "http://" not in page
    assert "https://" not in page
    assert "<mark>" in page
    assert 'lang-only="en"' in page


def test_a_list_without_symbol_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("so,ten\n1,x\n", encoding="utf-8")
    with pytest.raises(ComplianceError, match="symbol"):
        required_columns(path, [])


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="chitieu run"):
        load_tables(tmp_path)


@pytest.mark.parametrize(
    ("path", "province"),
    [
        ("bao-cao/quang-tri/bc12.pdf", "Quảng Trị"),
        ("bc_ldld_quangbinh_2023.txt", "Quảng Bình"),
        ("Thái Nguyên/kế hoạch.doc", "Thái Nguyên"),
        ("ha-nam/gui-ha-noi.doc", None),
        ("bc/2023/so12.pdf", None),
    ],
)
def test_province_a_path_tells(path: str, province: str | None) -> None:
    found = province_of_path(path)
    assert (found.name if found else None) == province


def test_a_list_in_another_encoding_is_named_as_such(out_dir: Path, tmp_path: Path) -> None:
    listed = tmp_path / "ds.csv"
    listed.write_bytes("symbol\n12/KH-LĐLĐ\n".encode("utf-16"))
    with pytest.raises(ComplianceError, match="CSV UTF-8"):
        compliance(out_dir, require=listed)


def test_the_command_line_says_what_it_cannot_write_or_read(
    out_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "gone" / "x.csv"
    assert main(["compliance", str(out_dir), "--format", "csv", "--to-file", str(missing)]) == 2
    assert "không ghi được" in capsys.readouterr().err
    (tmp_path / "documents.parquet").write_text("junk", encoding="utf-8")
    for command in ("show", "compliance"):
        assert main([command, str(tmp_path)]) == 2
        assert "không có bảng nào" in capsys.readouterr().err
