"""No cell of a CSV or workbook that texts of strangers went into is a formula, and every text can be had back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from row_factory import document, indicator, reference, rows

from pipeline import store
from pipeline.compliance.command import print_citations
from pipeline.compliance.matrix import Cell, Evidence, Matrix, MatrixColumn, MatrixRow
from pipeline.compliance.render import to_csv, to_xlsx
from pipeline.link import link_corpus
from pipeline.store.cells import FORMULA_STARTS, restored

BAD = ['=HYPERLINK("http://x.vn";"xem")', "+84 912", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", "x;=1+1", "'=1", "＝1+1"]


def _cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def _is_number(cell: str) -> bool:
    try:
        return str(float(cell)) != ""
    except ValueError:
        return False


@pytest.mark.parametrize("bad", BAD)
def test_tables_of_a_run(bad: str, tmp_path: Path) -> None:
    found = indicator("5 lớp", label=bad, unit=bad, section=bad, value=-3.5, value_high=-1.0)
    cited = reference("Chương trình số 1563/CTr-TLĐ", symbol="1563/CTr-TLĐ", title=bad, section=bad)
    store.write_tables(link_corpus([rows({**document("a"), "source": bad}, [cited], [found])]), tmp_path, {})
    for name in ("indicators", "document_references"):
        raw = (tmp_path / f"{name}.csv").read_bytes()
        head, line = _cells(raw.decode("utf-8"))
        row = dict(zip(head, line, strict=True))
        assert not [cell for cell in line if cell[:1] in tuple(FORMULA_STARTS) and not _is_number(cell)]
        for column in ("section", "source"):
            # A CSV reader may not keep a bare carriage return; the rest comes back as it was.
            assert restored(row[column]).strip("\r") == bad.strip("\r")
        if name == "indicators":
            assert (row["value"], row["value_high"]) == ("-3.5", "-1"), "numbers stay numbers"


@pytest.mark.parametrize("bad", BAD)
def test_the_matrix(bad: str, tmp_path: Path) -> None:
    import openpyxl

    evidence = Evidence("reports_results", "d" * 16, bad, 1, 0, 5, bad, bad, bad, bad)
    matrix = Matrix(
        by="province",
        rows=(MatrixRow(bad, bad, 1),),
        columns=(MatrixColumn(None, bad, bad, bad, "2023"),),
        cells={(bad, 0): Cell("reports_results", (evidence,))},
    )
    for line in _cells(to_csv(matrix)):
        assert not [cell for cell in line if cell[:1] in tuple(FORMULA_STARTS)]
    to_xlsx(matrix, tmp_path / "m.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "m.xlsx"):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type in "sn", cell.value
            assert not str(cell.value).startswith(tuple(FORMULA_STARTS)), cell.value
            assert cell.hyperlink is None or cell.hyperlink.target is None


def test_a_cell_longer_than_excel_holds_is_cut_not_lost(tmp_path: Path) -> None:
    import openpyxl

    evidence = Evidence("cites", "d" * 16, "a.txt", 1, 0, 5, "x", "rất dài " * 9000)
    matrix = Matrix(
        "province",
        (MatrixRow("a", "a", 1),),
        (MatrixColumn(None, "1/BC", "b"),),
        {("a", 0): Cell("cites", (evidence,))},
    )
    to_xlsx(matrix, tmp_path / "m.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets[1]
    value: Any = sheet.cell(2, sheet.max_column).value
    assert value.startswith("rất dài")
    assert value.endswith("…")


def test_citations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = reference("Chương trình số 1563/CTr-TLĐ", symbol="1563/CTr-TLĐ")
    store.write_tables(
        link_corpus([rows({**document("a"), "source": "=1+1.txt", "province": "@x"}, [found], [])]), tmp_path, {}
    )
    assert print_citations(tmp_path, "1563/CTr-TLĐ", "csv")
    lines = _cells(capsys.readouterr().out)
    assert not [cell for line in lines for cell in line if cell[:1] in tuple(FORMULA_STARTS)]
    assert "'=1+1.txt" in lines[1]
