"""What is given out: forms for people and programs, read back with the programs they are for."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.export import ExportError, Options, export
from pipeline.export.choose import columns_of
from pipeline.export.workbook import cell_text
from pipeline.review import Proposal, record
from pipeline.schema import TABLES, VIEWS
from pipeline.store.cells import restored
from pipeline.wording import heading
from tests.conftest import Command
from tests.review_samples import REPORTS, make_run, shown

FORMULA = '\n=HYPERLINK("http://nowhere.invalid";"bấm") và +84 912 kết nạp 77 đoàn viên.\n'


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over three reports, one with formulas in it, one number corrected, one rejected."""
    folder = tmp_path_factory.mktemp("exported")
    reports = {**REPORTS, "=cmd.txt": REPORTS["nam-dinh.txt"].replace("30/BC", "31/BC") + FORMULA}
    steps = make_run(folder, reports)
    for surface, action, changes in (("1.250", "correct", {"value": 7}), ("600", "reject", {})):
        row = next(r for r in shown(steps.out) if r["surface"].startswith(surface))
        record(steps.out, Proposal("indicators", action, "Lan", row_id=row["indicator_id"], changes=changes))  # type: ignore[arg-type]
    return steps.out


def test_every_table_and_column_has_a_name_in_both_languages() -> None:
    for table in TABLES:
        for name in (table, *(column.name for column in columns_of(table))):
            for language in ("vi", "en"):
                assert heading(name, language) != name, f"{name} is missing in headings.csv"  # type: ignore[arg-type]


def test_csv_is_for_excel_and_holds_the_decisions(out: Path, tmp_path: Path) -> None:
    given = export(out, str(tmp_path / "a.csv"))
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert given.rows == {"indicators": len(rows)}
    assert len(rows) == len(shown(out))
    corrected = next(row for row in rows if row["surface"].startswith("1.250"))
    assert (corrected["value"], corrected["review_status"], corrected["reviewed_by"]) == ("7", "corrected", "Lan")
    assert not any(row["surface"].startswith("600") for row in rows)
    assert not any(str(cell).startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert any(row["source"] == "'=cmd.txt" for row in rows)


def test_a_folder_and_a_zip_hold_a_file_for_each_table(out: Path, tmp_path: Path) -> None:
    export(out, str(tmp_path / "bang") + "/")
    assert {path.name for path in (tmp_path / "bang").iterdir()} == {f"{name}.csv" for name in TABLES}
    export(out, str(tmp_path / "a.zip"), Options(tables=("directives", "dates")))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert set(archive.namelist()) == {"directives.csv", "dates.csv"}
        assert archive.read("dates.csv") == (tmp_path / "bang" / "dates.csv").read_bytes()
    first = (tmp_path / "a.zip").read_bytes()
    export(out, str(tmp_path / "a.zip"), Options(tables=("directives", "dates")))
    assert (tmp_path / "a.zip").read_bytes() == first, "the same rows give the same bytes"


def test_parquet_keeps_types_and_meanings(out: Path, tmp_path: Path) -> None:
    export(out, str(tmp_path / "p"), Options(form="parquet"))
    table = pq.read_table(tmp_path / "p" / "indicators.parquet")
    assert table.num_rows == len(shown(out))
    assert str(table.schema.field("period_start").type) == "date32[day]"
    assert table.schema.field("value").metadata[b"en"] == TABLES["indicators"]["value"].en.encode()
    export(out, str(tmp_path / "one.parquet"), Options(tables=("documents",)))
    assert pq.read_table(tmp_path / "one.parquet").num_rows == 3


def test_rows_as_json_lines(out: Path, tmp_path: Path) -> None:
    export(out, str(tmp_path / "a.jsonl"), Options(tables=("dates", "directives")))
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["table"] for row in rows} == {"dates", "directives"}
    assert all("edtf" in row for row in rows if row["table"] == "dates")


@pytest.mark.parametrize("form", ["spacy", "doccano", "label-studio"])
def test_spans_stand_where_they_say(out: Path, tmp_path: Path, form: str) -> None:
    export(out, str(tmp_path / "a.jsonl"), Options(form=form))
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3
    surfaces = {row["surface"] for row in shown(out)}
    found: set[str] = set()
    for line in lines:
        match form:
            case "spacy":
                text, spans = line["text"], [(s["start"], s["end"], s["label"]) for s in line["spans"]]
            case "doccano":
                text, spans = line["text"], [tuple(s) for s in line["label"]]
            case _:
                text = line["data"]["text"]
                values = [r["value"] for r in line["annotations"][0]["result"]]
                spans = [(v["start"], v["end"], v["labels"][0]) for v in values]
                assert all(text[v["start"] : v["end"]] == v["text"] for v in values)
        found |= {text[begin:end] for begin, end, label in spans if label == "INDICATOR"}
    assert found == surfaces


def test_label_studio_counts_as_browsers_do(tmp_path: Path) -> None:
    text = REPORTS["nam-dinh.txt"].replace("BÁO CÁO", "BÁO CÁO 📈📈")
    steps = make_run(tmp_path, {"a.txt": text})
    export(steps.out, str(tmp_path / "a.json"), Options(form="label-studio"))
    (task,) = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    units = task["data"]["text"].encode("utf-16-le")
    values = [result["value"] for result in task["annotations"][0]["result"]]
    assert values
    assert all(units[2 * v["start"] : 2 * v["end"]].decode("utf-16-le") == v["text"] for v in values)


def test_spacy_reads_the_doc_bin(out: Path, tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    export(out, str(tmp_path / "a.spacy"))
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("xx").vocab))
    texts = {row["source"]: row["text"] for row in shown(out, "(SELECT *, 0 AS char_start FROM documents)")}
    assert {doc.user_data["source"]: doc.text for doc in docs} == texts
    spans = [span.text for doc in docs for span in doc.spans["INDICATOR"]]
    assert sorted(spans) == sorted(row["surface"] for row in shown(out))
    assert any(ent.label_ == "ORGANISATION" for doc in docs for ent in doc.ents)


def test_sqlite_has_keys_and_the_data_dictionary(out: Path, tmp_path: Path) -> None:
    export(out, str(tmp_path / "a.sqlite"))
    base = sqlite3.connect(tmp_path / "a.sqlite")
    told = base.execute(
        "SELECT d.source, i.value FROM indicators i JOIN documents d USING (doc_id) WHERE i.review_status = 'corrected'"
    ).fetchall()
    assert told == [("quang-binh.txt", 7.0)]
    meaning = base.execute(
        "SELECT name_vi, meaning_en FROM data_dictionary WHERE table_name = 'indicators' AND column_name = 'value'"
    ).fetchone()
    assert meaning == ("Giá trị", TABLES["indicators"]["value"].en)
    assert base.execute("PRAGMA table_info(indicators)").fetchall()[0][5] == 1, "its id is the key"
    base.close()


def test_duckdb_has_views_and_comments(out: Path, tmp_path: Path) -> None:
    export(out, str(tmp_path / "a.duckdb"))
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as base:
        for view in VIEWS:
            base.execute(f"SELECT count(*) FROM {view}")
        assert base.execute("SELECT value FROM indicators WHERE review_status = 'corrected'").fetchall() == [(7.0,)]
        comment = base.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'indicators' AND column_name = 'value'"
        ).fetchone()
    assert comment is not None
    assert "magnitude applied" in comment[0]


def workbook(out: Path, path: Path, **options: Any) -> openpyxl.Workbook:
    export(out, str(path), Options(**options))
    return openpyxl.load_workbook(path)


def test_the_workbook_filters_links_and_explains(out: Path, tmp_path: Path) -> None:
    book = workbook(out, tmp_path / "a.xlsx")
    assert book.sheetnames == [
        "Giới thiệu", "Chỉ tiêu", "Văn bản được dẫn", "Văn bản chỉ đạo", "Văn bản", "Tổ chức", "Ngày tháng", "Tệp lỗi",
        "Bằng chứng", "Từ điển dữ liệu",
    ]  # fmt: skip
    sheet = book["Chỉ tiêu"]
    head = [cell.value for cell in sheet[1]]
    assert head[:4] == ["Bằng chứng\nevidence", "Chỉ tiêu\nlabel", "Giá trị\nvalue", "Giá trị đầu trên\nvalue_high"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref is not None
    assert sheet.max_row == len(shown(out)) + 1
    evidence = book["Bằng chứng"]
    surface, value = head.index("Nguyên văn\nsurface"), head.index("Giá trị\nvalue")
    for row in sheet.iter_rows(min_row=2):
        assert isinstance(row[value].value, (int, float))
        line = int(row[0].hyperlink.location.rsplit("!A", 1)[1])
        assert evidence.cell(line, 2).value == row[surface].value, "the link leads to the sentence of this number"
        words = " ".join(restored(str(row[surface].value)).split())
        assert words in " ".join(restored(str(evidence.cell(line, 3).value)).split())
        back = int(evidence.cell(line, 1).hyperlink.location.rsplit("!A", 1)[1])
        assert back == row[0].row
    who = head.index("Người rà soát\nreviewed_by")
    corrected = [
        (row[value].value, row[surface].value) for row in sheet.iter_rows(min_row=2) if row[who].value == "Lan"
    ]
    assert corrected == [(7, "1.250 đoàn viên")], "what a person corrected is what Excel shows"
    dictionary = {(r[0].value, r[1].value): r[4].value for r in book["Từ điển dữ liệu"].iter_rows(min_row=2)}
    assert dictionary["indicators", "value"] == TABLES["indicators"]["value"].vi


def test_the_workbook_speaks_words_and_prints_what_people_read(out: Path, tmp_path: Path) -> None:
    book = workbook(out, tmp_path / "a.xlsx")
    sheet = book["Chỉ tiêu"]
    head = [cell.value.split("\n")[-1] for cell in sheet[1]]
    page, role, review = (head.index(name) for name in ("page", "role", "review_status"))
    assert review < 6, "near the front"
    assert sheet.print_area == f"'Chỉ tiêu'!$A$1:${openpyxl.utils.get_column_letter(page + 1)}${sheet.max_row}"
    rows = list(sheet.iter_rows(min_row=2))
    assert "kết quả" in {row[role].value for row in rows}
    (corrected,) = (row for row in rows if row[review].value)
    assert corrected[review].value == "đã sửa"
    assert corrected[1].fill.fgColor.rgb == "FFFFF4CE"
    hidden = [d for d in sheet.column_dimensions.values() if d.hidden]
    assert min(d.min for d in hidden) == head.index("indicator_id") + 1
    assert max(d.max for d in hidden) == len(head)
    reviewed = next(row for row in book["Giới thiệu"].iter_rows() if str(row[0].value).startswith("Chỉ tiêu đã có"))
    assert reviewed[1].value == 1, "a number, not a text"


def test_no_cell_of_the_workbook_is_a_formula(out: Path, tmp_path: Path) -> None:
    book = workbook(out, tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    risky = [c.value for c in cells if isinstance(c.value, str) and c.value[0] in "=+-@" and c.value not in ("=",)]
    assert risky == []
    assert any(str(cell.value).startswith("'=cmd.txt") for cell in cells)
    assert cell_text("x" * 40_000) == "x" * 32_766 + "…"


def test_the_workbook_in_english(out: Path, tmp_path: Path) -> None:
    book = workbook(out, tmp_path / "a.xlsx", language="en", tables=("indicators", "directives"))
    assert book.sheetnames == ["About", "Indicators", "Directives", "Evidence", "Data dictionary"]
    assert book["Indicators"]["B1"].value == "What is counted\nlabel"


def test_only_what_was_asked_for(out: Path, tmp_path: Path) -> None:
    given = export(out, str(tmp_path / "a.jsonl"), Options(only_reviewed=True))
    assert given.rows["indicators"] == 1
    assert given.rows["documents"] == 1
    assert given.rows["dates"] == 0
    rows = shown(out)
    sure = sum(row["confidence"] >= 0.95 for row in rows)
    given = export(out, str(tmp_path / "b.csv"), Options(min_confidence=0.95))
    assert given.rows["indicators"] == sure


@pytest.mark.parametrize(
    ("target", "options", "words"),
    [
        ("a.docx", Options(), "không biết cách ghi"),
        ("ftp://x/y.csv", Options(), "không biết cách ghi"),
        ("a.csv", Options(tables=("dates", "indicators")), "chỉ chứa được một bảng"),
        ("a.csv", Options(tables=("ngày",)), "không có bảng ngày"),
        ("a.xlsx", Options(form="doccano"), "không dùng được với .xlsx"),
        ("a.json", Options(), "cần --format"),
        ("b/", Options(form="doccano"), "chỉ chứa được csv hoặc parquet"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    out: Path, tmp_path: Path, target: str, options: Options, words: str
) -> None:
    place = target if "://" in target else f"{tmp_path}/{target}"
    with pytest.raises(ExportError) as refused:
        export(out, place, options)
    assert words in refused.value.vi
    assert list(tmp_path.iterdir()) == [], "nothing half written is left"


def test_the_command_line_exports(chitieu: Command, out: Path, tmp_path: Path) -> None:
    told = chitieu("export", out, "--to", tmp_path / "a.csv", "--tables", "indicators", "--min-confidence", "0.2")
    assert told.returncode == 0, told.stderr
    assert "indicators" in told.stdout
    assert (tmp_path / "a.csv").exists()
    wrong = chitieu("export", out, "--to", tmp_path / "a.docx")
    assert wrong.returncode == 2
    assert "cannot export" in wrong.stderr
    assert chitieu("export", tmp_path / "nothing", "--to", "a.csv").returncode == 2
    assert chitieu("export", out, "--to", "a.csv", "--min-confidence", "2").returncode == 2
